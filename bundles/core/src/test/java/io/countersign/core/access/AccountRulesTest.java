package io.countersign.core.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.Test;

public final class AccountRulesTest {

    @Test
    public void takesLongPasswordsOfAnyCharacters() {
        AccountRules.requirePassword("four unrelated words", "maria");
        AccountRules.requirePassword("пароль с пробелами", "maria");
        AccountRules.requirePassword("tr0ub4dor&3xyz", "maria");
    }

    @Test
    public void refusesPasswordsThatAreGuessedFirst() {
        for (String weak : List.of(
                "short",
                "elevenchars",
                "aaaaaaaaaaaaaaa",
                "abababababababab",
                "maria likes money",
                "my MARIA password",
                "Countersign2026!",
                "abcdefghijklmnop",
                "1234567890123456",
                "a".repeat(257))) {
            AccountRefusedException refused = assertThrows(
                    weak, AccountRefusedException.class, () -> AccountRules.requirePassword(weak, "maria"));
            assertEquals("password", refused.field());
            assertFalse("the message must not hold it", refused.toString().contains(weak));
        }
    }

    @Test
    public void usernamesAreLowerCaseAndPlain() {
        assertEquals("maria.lopez", AccountRules.requireUsername(" Maria.Lopez "));
        for (String wrong : List.of("", "m", "1maria", "maria lopez", "märia", "a".repeat(61), "node:x", "maria\n")) {
            if (!wrong.equals("maria\n")) {
                assertThrows(wrong, AccountRefusedException.class, () -> AccountRules.requireUsername(wrong));
            }
        }
        assertEquals("blanks at the ends do not count", "maria", AccountRules.requireUsername("maria\n"));
    }

    @Test
    public void displayNamesHaveNoInvisibleCharacters() {
        assertEquals("Maria López", AccountRules.requireDisplayName(" Maria López "));
        for (String wrong : List.of("", "  ", "a\u0000b", "a\u202Eb", "a\nb", "x".repeat(101))) {
            assertThrows(AccountRefusedException.class, () -> AccountRules.requireDisplayName(wrong));
        }
    }

    @Test
    public void anAccountHasARole() {
        assertThrows(AccountRefusedException.class, () -> AccountRules.requireRoles(Set.of()));
    }
}
