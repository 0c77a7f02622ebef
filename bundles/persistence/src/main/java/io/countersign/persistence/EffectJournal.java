package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.Effect;
import io.countersign.core.execution.EffectChange;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.Intent;
import io.countersign.core.execution.IntentOutcome;
import io.countersign.core.execution.StateConflictException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The journal of effects: intents, attempts, outcomes, and the locks on the items they move. */
final class EffectJournal {
    private static final String SELECT = "SELECT e.execution_id, e.name, e.position, e.kind, e.connection, e.lock_key,"
            + " e.state, e.currency, e.planned_minor_units, e.attempt, e.clean_absences, e.last_absence_at,"
            + " e.external_id, e.response, e.code, e.message, a.currency AS sent_currency, a.sent_minor_units,"
            + " a.idempotency_key, a.request, a.first_sent_at, a.sends FROM effect e LEFT JOIN effect_attempt a"
            + " ON a.execution_id = e.execution_id AND a.effect = e.name AND a.number = e.attempt";

    IntentOutcome recordIntent(Transaction transaction, Intent intent, long fence, AuditEntry audit)
            throws SQLException {
        ExecutionId execution = intent.execution();
        Guard.fence(execution, fence).hold(transaction);
        requireState(transaction, execution, intent.effect(), EffectState.PLANNED);
        Optional<ExecutionId> holder = takeLock(transaction, intent);
        if (holder.isPresent()) {
            return IntentOutcome.locked(holder.get());
        }
        Guard.Held held = Guard.fence(execution, fence).raiseEventNumber(transaction);
        Instant firstSentAt = transaction.now();
        transaction.later(
                "INSERT INTO effect_attempt (execution_id, effect, number, provider, connection, idempotency_key,"
                        + " request, currency, sent_minor_units, first_sent_at, sends)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                execution,
                intent.effect(),
                intent.attempt(),
                intent.provider(),
                intent.connection(),
                intent.idempotencyKey(),
                intent.request(),
                intent.amount().currency(),
                intent.amount().minorUnits(),
                firstSentAt);
        transaction.later(
                "UPDATE effect SET state = ?, attempt = ? WHERE execution_id = ? AND name = ?",
                EffectState.INTENT,
                intent.attempt(),
                execution,
                intent.effect());
        JsonObject data =
                change(intent.effect(), EffectState.PLANNED, EffectState.INTENT).build();
        EventLog.append(transaction, execution, held.eventNumber(), "effect", audit.at(), data);
        AuditLog.append(transaction, audit);
        return IntentOutcome.noted(firstSentAt);
    }

    void recordReplay(Transaction transaction, ExecutionId execution, String effect, long fence) throws SQLException {
        Guard.fence(execution, fence).hold(transaction);
        requireOpen(transaction, execution, effect);
        transaction.update(
                "UPDATE effect_attempt SET sends = sends + 1 WHERE execution_id = ? AND effect = ?"
                        + " AND number = (SELECT attempt FROM effect WHERE execution_id = ? AND name = ?)",
                execution,
                effect,
                execution,
                effect);
    }

    void recordOutcome(Transaction transaction, EffectChange change, long fence, AuditEntry audit) throws SQLException {
        ExecutionId execution = change.execution();
        Guard.Held held = Guard.fence(execution, fence).raiseEventNumber(transaction);
        requireState(transaction, execution, change.effect(), change.from());
        transaction.update(
                "UPDATE effect SET state = ?, external_id = COALESCE(?, external_id), response = COALESCE(?, response),"
                        + " code = ?, message = ? WHERE execution_id = ? AND name = ?",
                change.to(),
                change.externalId(),
                change.response(),
                change.code(),
                change.message(),
                execution,
                change.effect());
        if (!change.to().isOpen()) {
            transaction.update(
                    "DELETE FROM effect_lock WHERE execution_id = ? AND effect = ?", execution, change.effect());
        }
        JsonObject data = change(change.effect(), change.from(), change.to())
                .putIfPresent("externalId", change.externalId())
                .putIfPresent("code", change.code())
                .putIfPresent("message", change.message())
                .build();
        EventLog.append(transaction, execution, held.eventNumber(), "effect", change.at(), data);
        AuditLog.append(transaction, audit);
    }

    void recordAbsence(Transaction transaction, ExecutionId execution, String effect, long fence) throws SQLException {
        Guard.fence(execution, fence).hold(transaction);
        requireOpen(transaction, execution, effect);
        transaction.update(
                "UPDATE effect SET clean_absences = clean_absences + 1, last_absence_at = {now}"
                        + " WHERE execution_id = ? AND name = ?",
                execution,
                effect);
    }

    List<Effect> of(Transaction transaction, ExecutionId execution) throws SQLException {
        return transaction.list(
                SELECT + " WHERE e.execution_id = ? ORDER BY e.position", EffectJournal::effect, execution);
    }

    /** An effect holds its lock exactly as long as it is open. */
    List<Effect> openOn(Transaction transaction, Collection<String> lockKeys) throws SQLException {
        if (lockKeys.isEmpty()) {
            return List.of();
        }
        String places = String.join(", ", Collections.nCopies(lockKeys.size(), "?"));
        return transaction.list(
                SELECT + " JOIN effect_lock l ON l.execution_id = e.execution_id AND l.effect = e.name"
                        + " WHERE l.lock_key IN (" + places + ") ORDER BY l.lock_key",
                EffectJournal::effect,
                lockKeys.toArray());
    }

    /** Which effect went from where to where, as events tell it. */
    static JsonObject.Builder change(String effect, EffectState from, EffectState to) {
        return Json.object().put("effect", effect).put("from", from.name()).put("to", to.name());
    }

    static EffectState requireOpen(Transaction transaction, ExecutionId execution, String effect) throws SQLException {
        EffectState state = state(transaction, execution, effect);
        if (!state.isOpen()) {
            throw new StateConflictException(execution, "effect '" + effect + "' is " + state + ", not open");
        }
        return state;
    }

    private static void requireState(
            Transaction transaction, ExecutionId execution, String effect, EffectState expected) throws SQLException {
        EffectState state = state(transaction, execution, effect);
        if (state != expected) {
            throw new StateConflictException(execution, "effect '" + effect + "' is " + state + ", not " + expected);
        }
    }

    /** Stays true until the transaction ends, because it holds the execution's row. */
    private static EffectState state(Transaction transaction, ExecutionId execution, String effect)
            throws SQLException {
        return transaction
                .first(
                        "SELECT state FROM effect WHERE execution_id = ? AND name = ?",
                        row -> EffectState.valueOf(row.getString("state")),
                        execution,
                        effect)
                .orElseThrow(() -> new StateConflictException(
                        execution, "execution " + execution + " has no effect '" + effect + "'"));
    }

    /** Answers who has the lock, or nothing when it is ours now. A lock that is released in between is tried again. */
    private static Optional<ExecutionId> takeLock(Transaction transaction, Intent intent) throws SQLException {
        Optional<ExecutionId> holder = Optional.empty();
        while (holder.isEmpty() && !insertLock(transaction, intent)) {
            holder = transaction.first(
                    "SELECT execution_id FROM effect_lock WHERE lock_key = ?",
                    row -> new ExecutionId(row.getString("execution_id")),
                    intent.lockKey());
        }
        return holder;
    }

    private static boolean insertLock(Transaction transaction, Intent intent) throws SQLException {
        return transaction.insertIfAbsent(
                "INSERT INTO effect_lock (lock_key, execution_id, effect, taken_at) VALUES (?, ?, ?, {now})",
                intent.lockKey(),
                intent.execution(),
                intent.effect());
    }

    private static Effect effect(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        String sentCurrency = row.getString("sent_currency");
        return new Effect(
                new ExecutionId(row.getString("execution_id")),
                row.getString("name"),
                row.getInt("position"),
                row.getString("kind"),
                row.getString("connection"),
                row.getString("lock_key"),
                EffectState.valueOf(row.getString("state")),
                Money.ofMinor(row.getLong("planned_minor_units"), currency),
                sentCurrency == null ? null : Money.ofMinor(row.getLong("sent_minor_units"), sentCurrency),
                row.getInt("attempt"),
                row.getString("idempotency_key"),
                object(row.getString("request")),
                Timestamps.readOrNull(row, "first_sent_at"),
                row.getInt("sends"),
                row.getInt("clean_absences"),
                Timestamps.readOrNull(row, "last_absence_at"),
                row.getString("external_id"),
                object(row.getString("response")),
                row.getString("code"),
                row.getString("message"));
    }

    private static @Nullable JsonObject object(@Nullable String text) {
        return text == null ? null : Json.parse(text).asObject();
    }
}
