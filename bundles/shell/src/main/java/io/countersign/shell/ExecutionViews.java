package io.countersign.shell;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.Effect;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.Failure;
import io.countersign.core.execution.LogLine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How executions and their parts are shown; names of members are those of REST. */
final class ExecutionViews {
    private ExecutionViews() {}

    static Table<Execution> table() {
        return new Table<Execution>()
                .column("id", execution -> Cell.of(execution.id().text()))
                .column("operation", execution -> Cell.of(execution.operation()))
                .column("state", execution -> Cell.of(execution.state().name()))
                .column("status", "", execution -> Cell.of(status(execution)))
                .column("riskLevel", "RISK", execution -> Cell.of(execution.riskLevel()))
                .column("initiator", "BY", ExecutionViews::initiator)
                .column("createdAt", "CREATED", execution -> Cell.of(execution.createdAt()))
                .column("planDigest", "", execution -> Cell.of(execution.planDigest()))
                .column("comment", execution -> Cell.of(execution.comment()));
    }

    static Sheet sheet(Execution execution) {
        JsonObject progress = Json.object()
                .put("done", execution.progressDone())
                .put("total", execution.progressTotal())
                .build();
        return new Sheet()
                .field("id", "Execution", Cell.of(execution.id().text()))
                .field("operation", "Operation", Cell.of(execution.operation()))
                .field("operationVersion", "Version", Cell.of(execution.pluginVersion()))
                .field("release", "Release", Cell.of(execution.releaseDigest()))
                .field("state", "State", Cell.of(execution.state().name()))
                .jsonOnly("status", Json.of(status(execution)))
                .field("waitingReason", "Waits because", Cell.of(execution.waitingReason()))
                .field("failure", "Failure", failure(execution.failure()))
                .field("result", "Result", result(execution.result()))
                .field("riskLevel", "Risk", Cell.of(execution.riskLevel()))
                .field("planDigest", "Plan digest", Cell.of(execution.planDigest()))
                .field("initiator", "Submitted by", initiator(execution))
                .field(
                        "repeats",
                        "Repeats",
                        Cell.of(
                                execution.repeats() == null
                                        ? null
                                        : execution.repeats().text()))
                .field("comment", "Comment", Cell.of(execution.comment()))
                .field("parameters", "Parameters", Cell.of(execution.parameters()))
                .jsonOnly("progress", progress)
                .jsonOnly("cancelRequested", Json.of(execution.cancelRequested()))
                .field("scheduledFor", "Not before", Cell.of(execution.scheduledFor()))
                .field("createdAt", "Created", Cell.of(execution.createdAt()))
                .field("startedAt", "Started", Cell.of(execution.startedAt()))
                .field("endedAt", "Ended", Cell.of(execution.endedAt()));
    }

    static Table<Effect> effects() {
        return new Table<Effect>()
                .column("id", "EFFECT", effect -> Cell.of(effect.name()))
                .column("state", effect -> Cell.of(effect.state().name()))
                .column("plannedAmount", "PLANNED", effect -> Cell.of(effect.plannedAmount()))
                .column("sentAmount", "SENT", effect -> Cell.of(effect.sentAmount()))
                .column("attempt", effect -> Cell.of(effect.attempt()))
                .column("sends", "", effect -> Cell.of(effect.sends()))
                .column("externalId", "EXTERNAL ID", effect -> Cell.of(effect.externalId()))
                .column("idempotencyKey", "", effect -> Cell.of(effect.idempotencyKey()))
                .column("code", "", effect -> Cell.of(effect.code()))
                .column("message", effect -> Cell.of(effect.message()));
    }

    static Table<Decision> decisions() {
        return new Table<Decision>()
                .column("decision", decision -> Cell.of(decision.kind().name()))
                .column("approver", "BY", decision -> person(decision.approverId(), decision.approverName()))
                .column("at", decision -> Cell.of(decision.at()))
                .column("planDigest", "", decision -> Cell.of(decision.planDigest()))
                .column("comment", decision -> Cell.of(decision.comment()));
    }

    static JsonObject logLine(LogLine line) {
        return Json.object()
                .put("number", line.number())
                .put("at", line.at().toString())
                .put("level", line.level())
                .put("text", line.text())
                .build();
    }

    static String logText(LogLine line) {
        return Cell.of(line.at()).text() + " " + line.level() + " " + Visible.line(line.text());
    }

    private static String status(Execution execution) {
        return execution.state().status().name().toLowerCase(Locale.ROOT);
    }

    private static Cell initiator(Execution execution) {
        return person(execution.initiatorId(), execution.initiatorName());
    }

    private static Cell person(String id, String username) {
        return Cell.of(
                username, Json.object().put("id", id).put("username", username).build());
    }

    private static Cell failure(@Nullable Failure failure) {
        return failure == null
                ? Cell.of((String) null)
                : Cell.of(
                        failure.message() + " (" + failure.code() + ")",
                        Json.object()
                                .put("code", failure.code())
                                .put("message", failure.message())
                                .build());
    }

    private static Cell result(@Nullable JsonObject result) {
        return result == null
                ? Cell.of((String) null)
                : Cell.of(result.findText("message").orElse(result.toText()), result);
    }
}
