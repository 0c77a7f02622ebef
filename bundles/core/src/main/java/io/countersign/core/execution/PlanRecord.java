package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.PlannedEffect;
import java.util.List;

/**
 * What planning brought, as it is written down together with the transition out of PLANNING.
 *
 * @param releaseDigest the release the execution is pinned to from now on
 * @param documentBytes the exact bytes of the plan document
 * @param documentDigest their SHA-256, 64 hexadecimal digits
 * @param risk level, factors and whether it was auto-approved
 * @param effects of the plan, in order
 */
public record PlanRecord(
        String releaseDigest,
        String pluginVersion,
        byte[] documentBytes,
        String documentDigest,
        String riskLevel,
        JsonObject risk,
        List<PlannedEffect> effects) {
    /** Copies the effects; the bytes are not copied and must not be changed. */
    public PlanRecord {
        effects = List.copyOf(effects);
    }
}
