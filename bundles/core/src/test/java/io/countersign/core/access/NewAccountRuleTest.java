package io.countersign.core.access;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.Test;

public final class NewAccountRuleTest {
    private static final Instant MADE = Instant.parse("2026-11-22T12:00:00Z");
    private static final User APPROVER =
            new User("b".repeat(32), "puppet", "Puppet", Set.of(Role.APPROVER), true, "a".repeat(32), MADE);

    @Test
    public void whoMadeTheAccountCannotProfitFromItsApprovalForADay() {
        Instant lastMoment = MADE.plus(Duration.ofHours(24)).minusNanos(1);

        assertTrue(NewAccountRule.barredByAccountAge(APPROVER, "a".repeat(32), MADE));
        assertTrue(NewAccountRule.barredByAccountAge(APPROVER, "a".repeat(32), lastMoment));
        assertFalse(NewAccountRule.barredByAccountAge(APPROVER, "a".repeat(32), MADE.plus(Duration.ofHours(24))));
    }

    @Test
    public void aClockThatIsBehindDoesNotLiftTheBar() {
        assertTrue(NewAccountRule.barredByAccountAge(APPROVER, "a".repeat(32), MADE.minusSeconds(60)));
    }

    @Test
    public void othersAreNotBarred() {
        assertFalse(NewAccountRule.barredByAccountAge(APPROVER, "c".repeat(32), MADE));
    }
}
