package io.countersign.crash;

import io.countersign.api.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the audit trail of an execution tells everything that happened, each thing once. */
final class AuditTrailCheck {
    private static final List<String> ALWAYS =
            List.of("execution.submitted", "execution.planned", "execution.approved", "execution.started");

    private static final Map<String, List<String>> BY_END = Map.of(
            "COMPLETED", List.of("execution.completed"),
            "RETURNED", List.of("execution.completed", "execution.returned"),
            "FAILED", List.of("execution.failed"),
            "CANCELLED", List.of("execution.cancel-requested", "execution.cancelled"),
            "NEEDS_ATTENTION", List.of("execution.needs-attention"));

    private static final Map<String, List<String>> BY_EFFECT = Map.of(
            "PLANNED", List.of(),
            "APPLIED", List.of("effect.intent", "effect.applied"),
            "RETURNED", List.of("effect.intent", "effect.applied", "effect.returned"),
            "REJECTED", List.of("effect.intent", "effect.rejected"),
            "UNKNOWN", List.of("effect.intent", "effect.unknown"),
            "NOT_APPLIED", List.of("effect.intent", "effect.unknown", "effect.not-applied"));

    private final JsonObject report;
    private final List<String> missing = new ArrayList<>();

    private AuditTrailCheck(JsonObject report) {
        this.report = report;
    }

    /** What is missing, or there more than once; empty when nothing is. */
    static Optional<String> of(JsonObject report) {
        return new AuditTrailCheck(report).check();
    }

    private Optional<String> check() {
        ALWAYS.forEach(action -> requireOnce(action, ""));
        BY_END.getOrDefault(report.text("state"), List.of("no end")).forEach(action -> requireOnce(action, ""));
        for (JsonObject effect : report.array("effects").objects()) {
            BY_EFFECT
                    .getOrDefault(effect.text("state"), List.of("no end"))
                    .forEach(action -> requireOnce(action, effect.text("name")));
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", missing) + " in " + report.array("audit"));
    }

    private void requireOnce(String action, String effect) {
        long told = report.array("audit").objects().stream()
                .filter(line -> line.text("action").equals(action))
                .filter(line ->
                        effect.isEmpty() || line.findText("effect").orElse("").equals(effect))
                .count();
        if (told != 1) {
            missing.add(
                    action + " of " + (effect.isEmpty() ? "the execution" : effect) + " is told " + told + " times");
        }
    }
}
