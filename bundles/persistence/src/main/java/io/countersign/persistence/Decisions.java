package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Resolution;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people decide: on plans, and on effects that the engine could not clear up. */
final class Decisions {
    private final Transitions transitions;

    Decisions(Transitions transitions) {
        this.transitions = transitions;
    }

    void record(Transaction transaction, Decision decision, @Nullable StateChange change, AuditEntry audit)
            throws SQLException {
        ExecutionId execution = decision.execution();
        Guard.Held held =
                Guard.state(execution, ExecutionState.AWAITING_APPROVAL).raiseEventNumber(transaction);
        requireMayDecide(transaction, decision);
        transaction.update(
                "INSERT INTO decision (execution_id, initiator_id, approver_id, approver_name, kind, plan_digest,"
                        + " comment, decided_at, event_number)"
                        + " VALUES (?, (SELECT initiator_id FROM execution WHERE id = ?), ?, ?, ?, ?, ?, ?, ?)",
                execution,
                execution,
                decision.approverId(),
                decision.approverName(),
                decision.kind(),
                decision.planDigest(),
                decision.comment(),
                decision.at(),
                held.eventNumber());
        JsonObject data = Json.object()
                .put("decision", decision.kind().name())
                .put("approverId", decision.approverId())
                .put("approverName", decision.approverName())
                .put("planDigest", decision.planDigest())
                .put("comment", decision.comment())
                .build();
        EventLog.append(transaction, execution, held.eventNumber(), "approval", decision.at(), data);
        if (change == null) {
            AuditLog.append(transaction, audit);
            return;
        }
        transitions.recordChange(transaction, change, audit);
    }

    List<Decision> of(Transaction transaction, ExecutionId execution) throws SQLException {
        return transaction.list(
                "SELECT approver_id, approver_name, kind, plan_digest, comment, decided_at FROM decision"
                        + " WHERE execution_id = ? ORDER BY event_number",
                row -> new Decision(
                        execution,
                        row.getString("approver_id"),
                        row.getString("approver_name"),
                        Decision.Kind.valueOf(row.getString("kind")),
                        row.getString("plan_digest"),
                        row.getString("comment"),
                        Timestamps.read(row, "decided_at")),
                execution);
    }

    void propose(Transaction transaction, Resolution resolution, AuditEntry audit) throws SQLException {
        ExecutionId execution = resolution.execution();
        Guard.Held held = Guard.any(execution).raiseEventNumber(transaction);
        EffectState state = EffectJournal.requireOpen(transaction, execution, resolution.effect());
        transaction.update(
                "DELETE FROM resolution_proposal WHERE execution_id = ? AND effect = ? AND proposer_id = ?",
                execution,
                resolution.effect(),
                resolution.proposerId());
        transaction.update(
                "INSERT INTO resolution_proposal (execution_id, effect, proposer_id, proposer_name, applied,"
                        + " external_id, reason, proposed_at, event_number)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                execution,
                resolution.effect(),
                resolution.proposerId(),
                resolution.proposerName(),
                resolution.applied(),
                resolution.externalId(),
                resolution.reason(),
                resolution.at(),
                held.eventNumber());
        JsonObject data = EffectJournal.change(resolution.effect(), state, state)
                .put("proposedBy", resolution.proposerName())
                .put("applied", resolution.applied())
                .build();
        EventLog.append(transaction, execution, held.eventNumber(), "effect", resolution.at(), data);
        AuditLog.append(transaction, audit);
    }

    Optional<Resolution> newestProposal(Transaction transaction, ExecutionId execution, String effect)
            throws SQLException {
        return transaction.first(
                "SELECT proposer_id, proposer_name, applied, external_id, reason, proposed_at"
                        + " FROM resolution_proposal WHERE execution_id = ? AND effect = ?"
                        + " ORDER BY event_number DESC",
                row -> proposal(row, execution, effect),
                execution,
                effect);
    }

    private static Resolution proposal(ResultSet row, ExecutionId execution, String effect) throws SQLException {
        return new Resolution(
                execution,
                effect,
                row.getString("proposer_id"),
                row.getString("proposer_name"),
                row.getBoolean("applied"),
                row.getString("external_id"),
                row.getString("reason"),
                Timestamps.read(row, "proposed_at"));
    }

    /** The constraints of the table say the same; here it is said in words. */
    private static void requireMayDecide(Transaction transaction, Decision decision) throws SQLException {
        ExecutionId execution = decision.execution();
        Facts facts = transaction.one(
                "SELECT initiator_id, plan_digest,"
                        + " (SELECT COUNT(*) FROM decision WHERE execution_id = ? AND approver_id = ?) AS decided"
                        + " FROM execution WHERE id = ?",
                row -> new Facts(
                        row.getString("initiator_id"), row.getString("plan_digest"), row.getLong("decided") > 0),
                execution,
                decision.approverId(),
                execution);
        String refused = facts.refusalOf(decision);
        if (refused != null) {
            throw new StateConflictException(execution, "execution " + execution + " " + refused);
        }
    }

    private record Facts(String initiatorId, @Nullable String planDigest, boolean hasDecided) {
        @Nullable
        String refusalOf(Decision decision) {
            if (initiatorId.equals(decision.approverId())) {
                return "was submitted by '" + decision.approverName() + "', who cannot decide on it";
            }
            if (hasDecided) {
                return "was already decided on by '" + decision.approverName() + "'";
            }
            if (!decision.planDigest().equals(planDigest)) {
                return "has the plan " + planDigest + ", not " + decision.planDigest();
            }
            return null;
        }
    }
}
