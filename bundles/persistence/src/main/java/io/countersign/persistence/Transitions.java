package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Failure;
import io.countersign.core.execution.PlanRecord;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.execution.WorkItem;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The state of executions: claims, plans, transitions, and what is in the way of one. */
final class Transitions {
    private static final String CHANGED_COLUMNS = "state = ?, fence = fence + ?, waiting_reason = NULL,"
            + " result = COALESCE(?, result), failure_code = COALESCE(?, failure_code),"
            + " failure_message = COALESCE(?, failure_message), started_at = COALESCE(started_at, ?),"
            + " ended_at = COALESCE(?, ended_at)";

    private final WorkQueue work;

    Transitions(WorkQueue work) {
        this.work = work;
    }

    long recordClaim(
            Transaction transaction, ExecutionId execution, ExecutionState expected, @Nullable AuditEntry audit)
            throws SQLException {
        Guard.state(execution, expected).update(transaction, "fence = fence + 1");
        if (audit != null) {
            AuditLog.append(transaction, audit);
        }
        return fence(transaction, execution);
    }

    void recordPlan(Transaction transaction, PlanRecord plan, StateChange change, AuditEntry audit)
            throws SQLException {
        recordChange(transaction, change, audit);
        transaction.update(
                "UPDATE execution SET release_digest = ?, plugin_version = ?, plan_digest = ?, risk_level = ?"
                        + " WHERE id = ?",
                plan.releaseDigest(),
                plan.pluginVersion(),
                plan.document().digest(),
                plan.riskLevel(),
                change.execution());
        transaction.update(
                "INSERT INTO execution_plan (execution_id, document, risk) VALUES (?, ?, ?)",
                change.execution(),
                plan.document().bytes(),
                plan.risk());
        insertEffects(transaction, change.execution(), plan.effects());
    }

    long recordChange(Transaction transaction, StateChange change, AuditEntry audit) throws SQLException {
        Failure failure = change.failure().orElse(null);
        Guard.of(change)
                .updateWithEvent(
                        transaction,
                        CHANGED_COLUMNS,
                        change.to(),
                        change.raisesFence() ? 1L : 0L,
                        change.result().map(Json::toText).orElse(null),
                        failure == null ? null : failure.code(),
                        failure == null ? null : failure.message(),
                        change.to() == ExecutionState.RUNNING ? change.at() : null,
                        change.to().isEnd() ? change.at() : null);
        JsonObject data = Json.object()
                .putAll(change.details())
                .put("from", change.from().name())
                .put("to", change.to().name())
                .build();
        EventLog.append(transaction, change.execution(), "state", change.at(), data);
        for (WorkItem item : change.work()) {
            work.add(item);
        }
        AuditLog.append(transaction, audit);
        return fenceAfter(transaction, change);
    }

    void recordCancelRequest(Transaction transaction, ExecutionId execution, AuditEntry audit) throws SQLException {
        Guard.any(execution).updateWithEvent(transaction, "cancel_requested = TRUE");
        ExecutionState state = state(transaction, execution);
        if (state.isEnd()) {
            throw new StateConflictException(execution, "execution " + execution + " is " + state + " and has ended");
        }
        JsonObject data = Json.object()
                .put("to", state.name())
                .put("cancelRequested", true)
                .build();
        EventLog.append(transaction, execution, "state", audit.at(), data);
        AuditLog.append(transaction, audit);
    }

    void recordWaiting(Transaction transaction, ExecutionId execution, @Nullable String reason, Instant at)
            throws SQLException {
        Guard.any(execution).hold(transaction);
        String before = transaction
                .list(
                        "SELECT waiting_reason FROM execution WHERE id = ?",
                        row -> new Reason(row.getString("waiting_reason")),
                        execution)
                .get(0)
                .text();
        if (Objects.equals(before, reason)) {
            return;
        }
        Guard.any(execution).updateWithEvent(transaction, "waiting_reason = ?", reason);
        JsonObject data = Json.object()
                .put("to", state(transaction, execution).name())
                .put("waitingReason", reason == null ? Json.nullValue() : Json.of(reason))
                .build();
        EventLog.append(transaction, execution, "state", at, data);
    }

    private static void insertEffects(Transaction transaction, ExecutionId execution, List<PlannedEffect> effects)
            throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (PlannedEffect effect : effects) {
            rows.add(new Object[] {
                execution,
                effect.id(),
                rows.size() + 1,
                effect.kind(),
                effect.connection(),
                effect.lockKey(),
                EffectState.PLANNED,
                effect.amount().currency(),
                effect.amount().minorUnits()
            });
        }
        transaction.updateAll(
                "INSERT INTO effect (execution_id, name, position, kind, connection, lock_key, state, currency,"
                        + " planned_minor_units, attempt, clean_absences) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
                rows);
    }

    private static long fenceAfter(Transaction transaction, StateChange change) throws SQLException {
        return change.fence().isPresent()
                ? change.fence().get() + (change.raisesFence() ? 1 : 0)
                : fence(transaction, change.execution());
    }

    private static long fence(Transaction transaction, ExecutionId execution) throws SQLException {
        return transaction.one("SELECT fence FROM execution WHERE id = ?", row -> row.getLong("fence"), execution);
    }

    private static ExecutionState state(Transaction transaction, ExecutionId execution) throws SQLException {
        return transaction.one(
                "SELECT state FROM execution WHERE id = ?",
                row -> ExecutionState.valueOf(row.getString("state")),
                execution);
    }

    private record Reason(@Nullable String text) {}
}
