package io.countersign.core.execution;

import static io.countersign.core.execution.ResolutionRule.Step.LOOK_UP;
import static io.countersign.core.execution.ResolutionRule.Step.REPLAY;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

public class ResolutionRuleTest {
    private static final Instant SENT = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);

    @Test
    public void replaysUntilAnHourBeforeTheProviderForgets() {
        assertEquals(REPLAY, next(DAY, Duration.ZERO));
        assertEquals(REPLAY, next(DAY, Duration.parse("PT22H59M59S")));
        assertEquals(LOOK_UP, next(DAY, Duration.parse("PT23H")));
        assertEquals(LOOK_UP, next(DAY, DAY));
    }

    @Test
    public void halvesAMemoryShorterThanTwoHours() {
        Duration memory = Duration.ofMinutes(90);
        assertEquals(REPLAY, next(memory, Duration.parse("PT44M59S")));
        assertEquals(LOOK_UP, next(memory, Duration.ofMinutes(45)));
        assertEquals(REPLAY, next(Duration.ofHours(2), Duration.parse("PT59M59S")));
        assertEquals(LOOK_UP, next(Duration.ofHours(2), Duration.ofHours(1)));
    }

    @Test
    public void neverReplaysWithoutMemory() {
        assertEquals(LOOK_UP, next(Duration.ZERO, Duration.ZERO));
        assertEquals(LOOK_UP, next(Duration.ZERO, Duration.ofSeconds(-1)));
        assertEquals(LOOK_UP, next(Duration.ofHours(-1), Duration.ofHours(-3)));
    }

    @Test
    public void neverReplaysWhatHasNoTime() {
        assertEquals(LOOK_UP, ResolutionRule.next(effect(null, 0, null), DAY, SENT));
    }

    @Test
    public void neverReplaysAfterACleanLookUp() {
        assertEquals(LOOK_UP, ResolutionRule.next(effect(SENT, 1, SENT), DAY, SENT));
    }

    @Test
    public void countsLookUpsThatAreFarEnoughApart() {
        Duration gap = Duration.ofMinutes(15);
        assertTrue(ResolutionRule.absenceCounts(effect(SENT, 0, null), gap, SENT));
        Effect once = effect(SENT, 1, SENT);
        assertFalse(ResolutionRule.absenceCounts(once, gap, SENT.plusSeconds(899)));
        assertTrue(ResolutionRule.absenceCounts(once, gap, SENT.plusSeconds(900)));
    }

    @Test
    public void backsOffToFiveMinutes() {
        assertEquals(Duration.ofSeconds(1), ResolutionRule.backOff(0));
        assertEquals(Duration.ofSeconds(1), ResolutionRule.backOff(1));
        assertEquals(Duration.ofSeconds(2), ResolutionRule.backOff(2));
        assertEquals(Duration.ofMinutes(5), ResolutionRule.backOff(7));
        assertEquals(Duration.ofMinutes(5), ResolutionRule.backOff(Integer.MAX_VALUE));
    }

    private static ResolutionRule.Step next(Duration keyMemory, Duration age) {
        return ResolutionRule.next(effect(SENT, 0, null), keyMemory, SENT.plus(age));
    }

    private static Effect effect(@Nullable Instant sentAt, int absences, @Nullable Instant lastAbsence) {
        return new Effect(
                new ExecutionId("0".repeat(32)),
                "rent",
                1,
                "bank.payment",
                "main",
                "bank:rent",
                EffectState.UNKNOWN,
                Money.ofMinor(1, "EUR"),
                null,
                1,
                "key",
                JsonObject.empty(),
                sentAt,
                1,
                absences,
                lastAbsence,
                null,
                null,
                null,
                null);
    }
}
