package io.countersign.core.plan;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.RiskLevel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * How risky a plan is: a list of factors, each with its evidence; the level is that of the worst. Deterministic, so that
 * it can be computed again from what is stored.
 */
public record RiskAssessment(List<Factor> factors) {
    /** Copies the factors. */
    public RiskAssessment {
        factors = List.copyOf(factors);
    }

    /**
     * One reason for a level.
     *
     * @param name a stable word: {@code live_connection}
     * @param evidence what was seen
     */
    public record Factor(String name, RiskLevel level, String evidence) {}

    /** Assesses a plan of an operation that uses the given connections. */
    public static RiskAssessment of(OperationProfile profile, Plan plan, Collection<Connection> connections) {
        List<Factor> factors = new ArrayList<>();
        if (plan.isReadOnly()) {
            factors.add(new Factor("read_only", RiskLevel.LOW, "the plan changes nothing outside"));
            return new RiskAssessment(factors);
        }
        factors.add(new Factor("operation", profile.risk(), "default level of the operation"));
        connections.stream()
                .filter(connection -> connection.mode() == ConnectionMode.LIVE)
                .forEach(connection -> factors.add(new Factor(
                        "live_connection", RiskLevel.HIGH, "connection '" + connection.name() + "' moves real money")));
        if (!plan.warnings().isEmpty()) {
            factors.add(new Factor(
                    "warnings", RiskLevel.MEDIUM, plan.warnings().size() + " warnings are part of the plan"));
        }
        return new RiskAssessment(factors);
    }

    /** The level of the worst factor. */
    public RiskLevel level() {
        return factors.stream()
                .map(Factor::level)
                .max(Comparator.naturalOrder())
                .orElse(RiskLevel.LOW);
    }

    public JsonObject toJson() {
        return Json.object()
                .put("level", level().name())
                .put(
                        "factors",
                        factors.stream()
                                .map(factor -> Json.object()
                                        .put("name", factor.name())
                                        .put("level", factor.level().name())
                                        .put("evidence", factor.evidence())
                                        .build())
                                .toList())
                .build();
    }
}
