package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.PlanRecord;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.execution.WorkItem;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The state of executions: claims, plans, transitions, and what is in the way of one. */
final class Transitions {
    private final WorkQueue work;

    Transitions(WorkQueue work) {
        this.work = work;
    }

    long recordClaim(
            Transaction transaction, ExecutionId execution, ExecutionState expected, @Nullable AuditEntry audit)
            throws SQLException {
        Guard.Held held = Guard.state(execution, expected).update(transaction, "fence = fence + 1");
        if (audit != null) {
            AuditLog.append(transaction, audit);
        }
        return held.fence();
    }

    /** Writes what belongs to a transition that leaves planning, after it was made. */
    void recordPlan(Transaction transaction, StateTransition made, StateTransition.Done done, AuditEntry audit) {
        PlanRecord plan = Objects.requireNonNull(made.plan(), "plan");
        transaction.later(
                "INSERT INTO execution_plan (execution_id, document, risk) VALUES (?, ?, ?)",
                made.execution(),
                plan.document().bytes(),
                plan.risk());
        insertEffects(transaction, made.execution(), plan.effects());
        recordChange(transaction, made.change(), done, audit);
    }

    long recordChange(Transaction transaction, StateChange change, AuditEntry audit) throws SQLException {
        return recordChange(transaction, change, new StateTransition(change, null).make(transaction), audit);
    }

    /** Writes what belongs to a transition, after it was made; answers the fence that is valid then. */
    long recordChange(Transaction transaction, StateChange change, StateTransition.Done done, AuditEntry audit) {
        JsonObject data = Json.object()
                .putAll(change.details())
                .put("from", change.from().name())
                .put("to", change.to().name())
                .build();
        EventLog.append(transaction, change.execution(), done.eventNumber(), "state", change.at(), data);
        for (WorkItem item : change.work()) {
            work.add(transaction, item);
        }
        AuditLog.append(transaction, audit);
        return done.fence();
    }

    void recordCancelRequest(Transaction transaction, ExecutionId execution, AuditEntry audit) throws SQLException {
        Guard.Held held = Guard.any(execution).updateWithEvent(transaction, "cancel_requested = TRUE");
        ExecutionState state = held.state();
        if (state.isEnd()) {
            throw new StateConflictException(execution, "execution " + execution + " is " + state + " and has ended");
        }
        JsonObject data = Json.object()
                .put("to", state.name())
                .put("cancelRequested", true)
                .build();
        EventLog.append(transaction, execution, held.eventNumber(), "state", audit.at(), data);
        AuditLog.append(transaction, audit);
    }

    void recordWaiting(Transaction transaction, ExecutionId execution, @Nullable String reason, Instant at)
            throws SQLException {
        recordWaiting(transaction, Guard.any(execution), reason, at);
    }

    /** Like the other, when what the guard wants is true. */
    void recordWaiting(Transaction transaction, Guard guard, @Nullable String reason, Instant at) throws SQLException {
        guard.hold(transaction);
        String before = transaction
                .list(
                        "SELECT waiting_reason FROM execution WHERE id = ?",
                        row -> new Reason(row.getString("waiting_reason")),
                        guard.execution())
                .get(0)
                .text();
        if (Objects.equals(before, reason)) {
            return;
        }
        Guard.Held held = guard.updateWithEvent(transaction, "waiting_reason = ?, place_asked_at = NULL", reason);
        JsonObject data = Json.object()
                .put("to", held.state().name())
                .put("waitingReason", reason == null ? Json.nullValue() : Json.of(reason))
                .build();
        EventLog.append(transaction, guard.execution(), held.eventNumber(), "state", at, data);
    }

    private static void insertEffects(Transaction transaction, ExecutionId execution, List<PlannedEffect> effects) {
        int position = 0;
        for (PlannedEffect effect : effects) {
            transaction.later(
                    "INSERT INTO effect (execution_id, name, position, kind, connection, lock_key, state, currency,"
                            + " planned_minor_units, attempt, clean_absences) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
                    execution,
                    effect.id(),
                    ++position,
                    effect.kind(),
                    effect.connection(),
                    effect.lockKey(),
                    EffectState.PLANNED,
                    effect.amount().currency(),
                    effect.amount().minorUnits());
        }
    }

    private record Reason(@Nullable String text) {}
}
