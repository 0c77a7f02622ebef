package io.countersign.core.execution;

import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.OperationResult;
import java.util.List;

/** Counts outcomes truthfully, for results and for failures. */
record EffectCounts(int all, long applied, long rejected, long notApplied, long returned, long open, long notStarted) {

    static EffectCounts of(List<Effect> effects) {
        long notSent = effects.stream()
                .filter(effect -> EffectRecords.NOT_SENT.equals(effect.code()))
                .count();
        return new EffectCounts(
                effects.size(),
                count(effects, EffectState.APPLIED),
                count(effects, EffectState.REJECTED) - notSent,
                count(effects, EffectState.NOT_APPLIED),
                count(effects, EffectState.RETURNED),
                effects.stream().filter(effect -> effect.state().isOpen()).count(),
                count(effects, EffectState.PLANNED) + notSent);
    }

    /** What {@code performAllInOrder} answers. */
    static OperationResult resultOf(List<EffectOutcome> outcomes) {
        long applied = outcomes.stream().filter(EffectOutcome::isApplied).count();
        long failed = outcomes.size() - applied;
        String message =
                applied + " of " + outcomes.size() + " effects applied" + (failed == 0 ? "" : ", " + failed + " not");
        OperationResult.Builder result =
                failed == 0 ? OperationResult.success(message) : OperationResult.failure(message);
        result.records(outcomes.size(), applied, failed);
        for (EffectOutcome outcome : outcomes) {
            if (outcome.isApplied()) {
                result.amount(outcome.amount());
            } else {
                result.error(
                        outcome.effectId() + ": " + outcome.code().orElse("not applied") + " " + outcome.message());
            }
        }
        return result.build();
    }

    boolean allApplied() {
        return applied == all;
    }

    /** {@code 3 of 6 applied, 1 rejected, 2 not started}. */
    String sentence() {
        StringBuilder text = new StringBuilder(applied + " of " + all + " effects applied");
        append(text, rejected, "rejected");
        append(text, notApplied, "not applied");
        append(text, returned, "returned");
        append(text, open, "unknown");
        append(text, notStarted, "not started");
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(", ").append(count).append(' ').append(what);
        }
    }

    private static long count(List<Effect> effects, EffectState state) {
        return effects.stream().filter(effect -> effect.state() == state).count();
    }
}
