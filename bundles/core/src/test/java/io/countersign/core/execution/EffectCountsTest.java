package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;

import io.countersign.api.money.Money;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

public class EffectCountsTest {

    @Test
    public void countsEveryState() {
        List<Effect> effects = new ArrayList<>();
        for (EffectState state : EffectState.values()) {
            effects.add(effect(state, null));
        }
        assertEquals(
                "1 of 7 effects applied, 1 rejected, 1 not applied, 1 returned, 2 unknown, 1 not started",
                EffectCounts.of(effects).sentence());
    }

    @Test
    public void whatWasNotedAndNotSentWasNotStarted() {
        EffectCounts counts = EffectCounts.of(
                List.of(effect(EffectState.APPLIED, null), effect(EffectState.REJECTED, EffectRecords.NOT_SENT)));
        assertEquals("1 of 2 effects applied, 1 not started", counts.sentence());
        assertEquals(1, counts.notStarted());
        assertEquals(0, counts.rejected());
    }

    private static Effect effect(EffectState state, @Nullable String code) {
        Money amount = Money.ofMinor(1, "EUR");
        return new Effect(
                new ExecutionId("0".repeat(32)),
                "rent",
                1,
                "k",
                "c",
                "l",
                state,
                amount,
                null,
                0,
                null,
                null,
                null,
                0,
                0,
                null,
                null,
                null,
                code,
                null);
    }
}
