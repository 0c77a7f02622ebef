package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.core.plan.PlanDocument;

/**
 * The plan of an execution as it is stored.
 *
 * @param document exactly what was hashed, shown and signed
 * @param riskLevel word of the assessed risk
 * @param risk level, factors and whether it was auto-approved
 */
public record StoredPlan(PlanDocument document, String riskLevel, JsonObject risk) {}
