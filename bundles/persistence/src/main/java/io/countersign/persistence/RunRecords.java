package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.Heartbeat;
import io.countersign.core.execution.ExecutionRepository.SettlementState;
import io.countersign.core.execution.LogLine;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a running execution leaves behind: log lines, progress, steps, and where settling is. */
final class RunRecords {

    Heartbeat heartbeat(Transaction transaction, ExecutionId execution, long fence) throws SQLException {
        return transaction
                .first(
                        "SELECT fence, cancel_requested FROM execution WHERE id = ?",
                        row -> new Heartbeat(row.getLong("fence") == fence, row.getBoolean("cancel_requested")),
                        execution)
                .orElse(new Heartbeat(false, false));
    }

    void recordLogs(Transaction transaction, ExecutionId execution, long fence, List<LogLine> lines)
            throws SQLException {
        if (lines.isEmpty()) {
            Guard.fence(execution, fence).hold(transaction);
            return;
        }
        Guard.Held held = Guard.fence(execution, fence)
                .updateWithEvent(transaction, "log_number = log_number + ?", (long) lines.size());
        long last = held.logNumber();
        long number = last - lines.size();
        for (LogLine line : lines) {
            transaction.later(
                    "INSERT INTO execution_log (execution_id, number, logged_at, level, line) VALUES (?, ?, ?, ?, ?)",
                    execution,
                    ++number,
                    line.at(),
                    line.level(),
                    line.text());
        }
        JsonObject range = Json.object()
                .put("from", last - lines.size() + 1)
                .put("to", last)
                .build();
        Instant at = lines.get(lines.size() - 1).at();
        EventLog.append(transaction, execution, held.eventNumber(), "log", at, range);
    }

    void recordProgress(Transaction transaction, ExecutionId execution, long fence, long done, long total, Instant at)
            throws SQLException {
        Guard.Held held = Guard.fence(execution, fence)
                .updateWithEvent(transaction, "progress_done = ?, progress_total = ?", done, total);
        JsonObject data = Json.object().put("done", done).put("total", total).build();
        EventLog.append(transaction, execution, held.eventNumber(), "progress", at, data);
    }

    void recordStep(Transaction transaction, ExecutionId execution, long fence, String name, Json result)
            throws SQLException {
        Guard.fence(execution, fence).hold(transaction);
        transaction.insertIfAbsent(
                "INSERT INTO execution_step (execution_id, name, result) VALUES (?, ?, ?)", execution, name, result);
    }

    Optional<Json> findStep(Transaction transaction, ExecutionId execution, String name) throws SQLException {
        return transaction.first(
                "SELECT result FROM execution_step WHERE execution_id = ? AND name = ?",
                row -> Json.parse(row.getString("result")),
                execution,
                name);
    }

    void recordSettlementState(Transaction transaction, ExecutionId execution, long fence, int check, Json state)
            throws SQLException {
        Guard.fence(execution, fence).hold(transaction);
        transaction.update("DELETE FROM settlement_state WHERE execution_id = ?", execution);
        transaction.update(
                "INSERT INTO settlement_state (execution_id, check_number, state) VALUES (?, ?, ?)",
                execution,
                check,
                state);
    }

    Optional<SettlementState> findSettlementState(Transaction transaction, ExecutionId execution) throws SQLException {
        return transaction.first(
                "SELECT check_number, state FROM settlement_state WHERE execution_id = ?",
                row -> new SettlementState(row.getInt("check_number"), Json.parse(row.getString("state"))),
                execution);
    }
}
