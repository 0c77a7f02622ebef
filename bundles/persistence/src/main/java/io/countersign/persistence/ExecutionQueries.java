package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.ChangedExecution;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.LogLine;
import io.countersign.core.execution.StoredPlan;
import io.countersign.core.plan.PlanDocument;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;

/** Reading executions and what hangs on them. */
final class ExecutionQueries {

    Optional<Execution> find(Transaction transaction, ExecutionId execution) {
        return Optional.ofNullable(transaction.entities().find(ExecutionRow.class, execution.text()))
                .map(ExecutionRow::toExecution);
    }

    List<Execution> list(Transaction transaction, ExecutionFilter filter) {
        List<String> conditions = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        if (!filter.states().isEmpty()) {
            List<String> states = filter.states().stream().map(Enum::name).toList();
            add(conditions, arguments, "e.state IN ?", states);
        }
        add(conditions, arguments, "e.operation = ?", filter.operation());
        add(conditions, arguments, "e.initiatorId = ?", filter.initiatorId());
        add(conditions, arguments, "e.createdAt >= ?", Timestamps.columnOrNull(filter.from()));
        add(conditions, arguments, "e.createdAt < ?", Timestamps.columnOrNull(filter.to()));
        ExecutionFilter.Cursor before = filter.before();
        if (before != null) {
            add(conditions, arguments, "e.createdAt <= ?", Timestamps.column(before.createdAt()));
            add(conditions, arguments, "(e.createdAt < ?", Timestamps.column(before.createdAt()));
            int last = conditions.size() - 1;
            arguments.add(before.id().text());
            conditions.set(last, conditions.get(last) + " OR e.id < ?" + arguments.size() + ")");
        }
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        TypedQuery<ExecutionRow> query = transaction
                .entities()
                .createQuery(
                        "SELECT e FROM ExecutionRow e" + where + " ORDER BY e.createdAt DESC, e.id DESC",
                        ExecutionRow.class)
                .setMaxResults(filter.limit());
        for (int i = 0; i < arguments.size(); i++) {
            query.setParameter(i + 1, arguments.get(i));
        }
        return query.getResultList().stream().map(ExecutionRow::toExecution).toList();
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

    private static void add(
            List<String> conditions, List<Object> arguments, String condition, @Nullable Object argument) {
        if (argument != null) {
            arguments.add(argument);
            conditions.add(condition + arguments.size());
        }
    }
}
