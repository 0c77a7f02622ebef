package io.countersign.persistence;

import io.countersign.api.json.JsonObject;
import io.countersign.core.execution.ExecutionId;
import java.time.Instant;

/** Adds events. Whoever appends has raised the execution's event number in the same transaction and holds its row. */
final class EventLog {
    private EventLog() {}

    static void append(
            Transaction transaction, ExecutionId execution, long number, String kind, Instant at, JsonObject data) {
        transaction.later(
                "INSERT INTO execution_event (execution_id, number, occurred_at, kind, data) VALUES (?, ?, ?, ?, ?)",
                execution,
                number,
                at,
                kind,
                data);
    }
}
