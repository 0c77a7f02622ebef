package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.ChangedExecution;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Failure;
import io.countersign.core.execution.LogLine;
import io.countersign.core.execution.StoredPlan;
import io.countersign.core.plan.PlanDocument;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reading executions and what hangs on them. */
final class ExecutionQueries {
    private static final String COLUMNS = "id, operation, release_digest, plugin_version, state, parameters,"
            + " initiator_id, initiator_name, comment, scheduled_for, repeats, plan_digest, risk_level, fence, event_number,"
            + " progress_done, progress_total, cancel_requested, waiting_reason, result, failure_code,"
            + " failure_message, created_at, updated_at, started_at, ended_at";

    Optional<Execution> find(Transaction transaction, ExecutionId execution) throws SQLException {
        return transaction.first(
                "SELECT " + COLUMNS + " FROM execution WHERE id = ?", ExecutionQueries::execution, execution);
    }

    List<Execution> list(Transaction transaction, ExecutionFilter filter) throws SQLException {
        ListStatement statement = ListStatement.of(COLUMNS, filter);
        return transaction.list(
                statement.sql(),
                ExecutionQueries::execution,
                statement.arguments().toArray());
    }

    long count(Transaction transaction, Collection<ExecutionState> states) throws SQLException {
        if (states.isEmpty()) {
            return 0;
        }
        String places = String.join(", ", Collections.nCopies(states.size(), "?"));
        return transaction.one(
                "SELECT COUNT(*) AS executions FROM execution WHERE state IN (" + places + ")",
                row -> row.getLong("executions"),
                states.toArray());
    }

    List<ExecutionId> idsByPrefix(Transaction transaction, String prefix, int limit) throws SQLException {
        return transaction.list(
                "SELECT id FROM execution WHERE id >= ? AND id < ? ORDER BY created_at DESC, id DESC"
                        + " FETCH FIRST ? ROWS ONLY",
                row -> new ExecutionId(row.getString("id")),
                prefix,
                prefix + "~",
                limit);
    }

    Optional<StoredPlan> plan(Transaction transaction, ExecutionId execution) throws SQLException {
        return transaction.first(
                "SELECT p.document, p.risk, e.risk_level FROM execution_plan p"
                        + " JOIN execution e ON e.id = p.execution_id WHERE p.execution_id = ?",
                row -> new StoredPlan(
                        PlanDocument.ofBytes(row.getBytes("document")),
                        row.getString("risk_level"),
                        Json.parse(row.getString("risk")).asObject()),
                execution);
    }

    List<LogLine> logs(Transaction transaction, ExecutionId execution, long afterNumber, int limit)
            throws SQLException {
        return transaction.list(
                "SELECT number, logged_at, level, line FROM execution_log WHERE execution_id = ? AND number > ?"
                        + " ORDER BY number FETCH FIRST ? ROWS ONLY",
                row -> new LogLine(
                        row.getLong("number"),
                        Timestamps.read(row, "logged_at"),
                        row.getString("level"),
                        row.getString("line")),
                execution,
                afterNumber,
                limit);
    }

    List<ExecutionEvent> events(Transaction transaction, ExecutionId execution, long afterNumber, int limit)
            throws SQLException {
        return transaction.list(
                "SELECT number, occurred_at, kind, data FROM execution_event WHERE execution_id = ? AND number > ?"
                        + " ORDER BY number FETCH FIRST ? ROWS ONLY",
                row -> new ExecutionEvent(
                        execution,
                        row.getLong("number"),
                        Timestamps.read(row, "occurred_at"),
                        row.getString("kind"),
                        Json.parse(row.getString("data")).asObject()),
                execution,
                afterNumber,
                limit);
    }

    List<ChangedExecution> changedSince(Transaction transaction, Instant since, int limit) throws SQLException {
        return transaction.list(
                "SELECT id, initiator_id, state, event_number, updated_at FROM execution WHERE updated_at >= ?"
                        + " ORDER BY updated_at, id FETCH FIRST ? ROWS ONLY",
                row -> new ChangedExecution(
                        new ExecutionId(row.getString("id")),
                        row.getString("initiator_id"),
                        ExecutionState.valueOf(row.getString("state")),
                        row.getLong("event_number"),
                        Timestamps.read(row, "updated_at")),
                since,
                limit);
    }

    private static Execution execution(ResultSet row) throws SQLException {
        String repeats = row.getString("repeats");
        String result = row.getString("result");
        String failureCode = row.getString("failure_code");
        String failureMessage = row.getString("failure_message");
        return new Execution(
                new ExecutionId(row.getString("id")),
                row.getString("operation"),
                row.getString("release_digest"),
                row.getString("plugin_version"),
                ExecutionState.valueOf(row.getString("state")),
                Json.parse(row.getString("parameters")).asObject(),
                row.getString("initiator_id"),
                row.getString("initiator_name"),
                row.getString("comment"),
                Timestamps.readOrNull(row, "scheduled_for"),
                repeats == null ? null : new ExecutionId(repeats),
                row.getString("plan_digest"),
                row.getString("risk_level"),
                row.getLong("fence"),
                row.getLong("event_number"),
                row.getLong("progress_done"),
                row.getLong("progress_total"),
                row.getBoolean("cancel_requested"),
                row.getString("waiting_reason"),
                result == null ? null : Json.parse(result).asObject(),
                failureCode == null || failureMessage == null ? null : new Failure(failureCode, failureMessage),
                Timestamps.read(row, "created_at"),
                Timestamps.read(row, "updated_at"),
                Timestamps.readOrNull(row, "started_at"),
                Timestamps.readOrNull(row, "ended_at"));
    }
}
