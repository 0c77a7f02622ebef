package io.countersign.core.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class PermissionTest {

    @Test
    public void impliesItselfAndNothingNextToIt() {
        assertTrue(implies("operation:execute:stripe.payout", "operation:execute:stripe.payout"));
        assertFalse(implies("operation:execute:stripe.payout", "operation:execute:stripe.payouts"));
        assertFalse(implies("operation:execute:stripe.payout", "operation:read:stripe.payout"));
        assertFalse(implies("user:write", "user:read"));
    }

    @Test
    public void aStarStandsForEverythingFromItsSegmentOn() {
        assertTrue(implies("operation:execute:*", "operation:execute:stripe.payout"));
        assertTrue(implies("operation:*", "operation:execute:stripe.payout"));
        assertTrue(implies("*", "user:write"));
        assertFalse(implies("operation:execute:*", "operation:read:*"));
    }

    @Test
    public void lessThanAStarNeverImpliesAStar() {
        assertFalse(implies("execution:read:own", "execution:read:*"));
        assertFalse(implies("operation:execute:stripe.payout", "operation:execute:*"));
    }

    @Test
    public void aShorterOneImpliesNothingLonger() {
        assertFalse(implies("user", "user:write"));
        assertFalse(implies("user:write", "user:write:x"));
        assertFalse(implies("user:write:x", "user:write"));
    }

    @Test
    public void refusesWhatIsNoPermission() {
        for (String wrong : new String[] {"", "user:", ":write", "user write", "a:b:c:d", "User:write", "user:*x"}) {
            assertThrows(wrong, IllegalArgumentException.class, () -> new Permission(wrong));
        }
    }

    @Test
    public void noRoleMaySubmitAndSign() {
        for (Role role : Role.values()) {
            boolean submits = role.permissions().stream()
                    .anyMatch(granted -> granted.implies(Permission.toExecute("stripe.payout")));
            boolean signs = role.permissions().stream()
                    .anyMatch(granted -> granted.implies(Permission.toApprove("stripe.payout")));
            assertFalse(role.word(), submits && signs);
            assertEquals(role, Role.ofWord(role.word()).orElseThrow());
        }
    }

    private static boolean implies(String granted, String needed) {
        return new Permission(granted).implies(new Permission(needed));
    }
}
