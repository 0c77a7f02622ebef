package io.countersign.persistence;

import io.countersign.api.json.JsonObject;
import io.countersign.core.execution.ExecutionId;
import java.sql.SQLException;
import java.time.Instant;

/** Adds events. Whoever appends has raised the execution's event number in the same transaction and holds its row. */
final class EventLog {
    private EventLog() {}

    static void append(Transaction transaction, ExecutionId execution, String kind, Instant at, JsonObject data)
            throws SQLException {
        transaction.update(
                "INSERT INTO execution_event (execution_id, number, occurred_at, kind, data)"
                        + " VALUES (?, (SELECT event_number FROM execution WHERE id = ?), ?, ?, ?)",
                execution,
                execution,
                at,
                kind,
                data);
    }
}
