package io.countersign.api.testkit;

import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Plan;
import java.util.List;

/** Counts the outcomes of a plan's effects into a result. */
final class EffectTally {
    private EffectTally() {}

    static OperationResult of(Plan plan, List<EffectOutcome> outcomes) {
        List<EffectOutcome> applied =
                outcomes.stream().filter(EffectOutcome::isApplied).toList();
        List<EffectOutcome> failed =
                outcomes.stream().filter(outcome -> !outcome.isApplied()).toList();
        OperationResult.Builder result = failed.isEmpty()
                ? OperationResult.success(applied.size() + " of " + outcomes.size() + " effects applied")
                : OperationResult.failure(applied.size() + " of " + outcomes.size() + " effects applied, "
                        + failed.size() + " not applied");
        result.records(outcomes.size(), applied.size(), failed.size())
                .count("skipped", plan.skipped().size());
        applied.forEach(outcome -> result.amount(outcome.amount()));
        failed.forEach(outcome -> result.error(outcome.effectId() + ": " + outcome.kind()
                + outcome.code().map(code -> " " + code).orElse("")
                + (outcome.message().isEmpty() ? "" : ", " + outcome.message())));
        return result.build();
    }
}
