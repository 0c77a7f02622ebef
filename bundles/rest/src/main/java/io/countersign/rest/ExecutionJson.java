package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.Effect;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Failure;
import io.countersign.core.execution.LogLine;
import io.countersign.core.execution.StoredPlan;
import io.countersign.core.plan.PlanDocument;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Executions and what hangs on them as JSON. What is not known is absent; times are RFC 3339 in UTC. */
final class ExecutionJson {
    private ExecutionJson() {}

    static JsonObject of(Execution execution) {
        return Json.object()
                .put("id", execution.id().text())
                .put("operation", execution.operation())
                .putIfPresent("operationVersion", execution.pluginVersion())
                .putIfPresent("release", execution.releaseDigest())
                .put("status", status(execution.state()))
                .put("state", execution.state().name())
                .put("parameters", execution.parameters())
                .put("initiator", person(execution.initiatorId(), execution.initiatorName()))
                .put("comment", execution.comment())
                .putIfPresent("scheduledFor", time(execution.scheduledFor()))
                .putIfPresent(
                        "repeats",
                        execution.repeats() == null ? null : execution.repeats().text())
                .putIfPresent("planDigest", execution.planDigest())
                .putIfPresent("riskLevel", execution.riskLevel())
                .put(
                        "progress",
                        Json.object()
                                .put("done", execution.progressDone())
                                .put("total", execution.progressTotal())
                                .build())
                .put("eventNumber", execution.eventNumber())
                .put("cancelRequested", execution.cancelRequested())
                .putIfPresent("waitingReason", execution.waitingReason())
                .putIfPresent("result", execution.result())
                .putIfPresent("failure", failure(execution.failure()))
                .put("createdAt", execution.createdAt().toString())
                .put("updatedAt", execution.updatedAt().toString())
                .putIfPresent("startedAt", time(execution.startedAt()))
                .putIfPresent("endedAt", time(execution.endedAt()))
                .build();
    }

    /** The word of the coarse status: {@code pending}. */
    static String status(ExecutionState state) {
        return state.status().name().toLowerCase(Locale.ROOT);
    }

    static JsonObject plan(StoredPlan plan) {
        return Json.object()
                .put("digest", plan.document().digest())
                .put("riskLevel", plan.riskLevel())
                .put("risk", plan.risk())
                .put("document", plan.document().toJson())
                .build();
    }

    /** A plan that is shown and forgotten. */
    static JsonObject preview(PlanDocument document) {
        return Json.object()
                .put("digest", document.digest())
                .put("document", document.toJson())
                .build();
    }

    static JsonObject effect(Effect effect) {
        return Json.object()
                .put("id", effect.name())
                .put("position", effect.position())
                .put("kind", effect.kind())
                .put("connection", effect.connection())
                .put("lockKey", effect.lockKey())
                .put("state", effect.state().name())
                .put("plannedAmount", effect.plannedAmount().toJson())
                .putIfPresent(
                        "sentAmount",
                        effect.sentAmount() == null ? null : effect.sentAmount().toJson())
                .put("attempt", effect.attempt())
                .put("sends", effect.sends())
                .putIfPresent("idempotencyKey", effect.idempotencyKey())
                .putIfPresent("request", effect.request())
                .putIfPresent("firstSentAt", time(effect.firstSentAt()))
                .putIfPresent("externalId", effect.externalId())
                .putIfPresent("response", effect.response())
                .putIfPresent("code", effect.code())
                .putIfPresent("message", effect.message())
                .build();
    }

    static JsonObject decision(Decision decision) {
        return Json.object()
                .put("decision", decision.kind().name())
                .put("approver", person(decision.approverId(), decision.approverName()))
                .put("planDigest", decision.planDigest())
                .put("comment", decision.comment())
                .put("at", decision.at().toString())
                .build();
    }

    static JsonObject logLine(LogLine line) {
        return Json.object()
                .put("number", line.number())
                .put("at", line.at().toString())
                .put("level", line.level())
                .put("text", line.text())
                .build();
    }

    /** A line as people read it, ending with a line feed. */
    static String logText(LogLine line) {
        return line.at() + " " + line.level() + " " + line.text() + "\n";
    }

    /** An event with, when it is of kind {@code log}, the lines it tells of. */
    static JsonObject event(ExecutionEvent event, List<LogLine> lines) {
        JsonObject.Builder json = Json.object()
                .putAll(event.data())
                .put("executionId", event.execution().text())
                .put("number", event.number())
                .put("at", event.at().toString());
        if (event.kind().equals("log")) {
            json.put("lines", lines.stream().map(ExecutionJson::logLine).toList());
        }
        return json.build();
    }

    static JsonObject person(String id, String username) {
        return Json.object().put("id", id).put("username", username).build();
    }

    private static @Nullable JsonObject failure(@Nullable Failure failure) {
        return failure == null
                ? null
                : Json.object()
                        .put("code", failure.code())
                        .put("message", failure.message())
                        .build();
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
