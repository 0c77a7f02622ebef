package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.plan.PlanDocument;
import java.util.List;

/**
 * What planning brought, as it is written down together with the transition out of PLANNING.
 *
 * @param releaseDigest the release the execution is pinned to from now on
 * @param document the exact bytes that will be signed
 * @param risk level, factors and whether it was auto-approved
 * @param effects of the plan, in order
 */
public record PlanRecord(
        String releaseDigest,
        String pluginVersion,
        PlanDocument document,
        String riskLevel,
        JsonObject risk,
        List<PlannedEffect> effects) {
    /** Copies the effects. */
    public PlanRecord {
        effects = List.copyOf(effects);
    }
}
