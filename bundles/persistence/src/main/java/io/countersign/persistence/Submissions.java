package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.SubmissionOutcome;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.NewExecution;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.execution.WorkItem;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Submissions, and the keys under which they are not made twice. */
final class Submissions {
    private static final Duration KEY_KEPT = Duration.ofDays(30);

    private final WorkQueue work;
    private final ExecutionQueries queries;

    Submissions(WorkQueue work, ExecutionQueries queries) {
        this.work = work;
        this.queries = queries;
    }

    SubmissionOutcome record(Transaction transaction, NewExecution submission, AuditEntry audit) throws SQLException {
        Optional<SubmissionOutcome> earlier = claimKey(transaction, submission);
        return earlier.isPresent() ? earlier.get() : create(transaction, submission, audit);
    }

    private SubmissionOutcome create(Transaction transaction, NewExecution submission, AuditEntry audit)
            throws SQLException {
        requireFirstRepetition(transaction, submission);
        Execution execution = execution(submission, transaction.now());
        transaction.soon(
                "INSERT INTO execution (id, operation, state, parameters, initiator_id, initiator_name, comment,"
                        + " scheduled_for, fence, event_number, log_number, progress_done, progress_total,"
                        + " cancel_requested, repeats, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 1, 0, 0, 0, FALSE, ?, ?, ?)",
                execution.id(),
                execution.operation(),
                execution.state(),
                execution.parameters(),
                execution.initiatorId(),
                execution.initiatorName(),
                execution.comment(),
                execution.scheduledFor(),
                execution.repeats(),
                execution.createdAt(),
                execution.updatedAt());
        EventLog.append(
                transaction,
                submission.id(),
                execution.eventNumber(),
                "state",
                submission.createdAt(),
                Json.object().put("to", execution.state().name()).build());
        work.add(transaction, WorkItem.now(submission.id(), WorkItem.Kind.PLAN, "1"));
        AuditLog.append(transaction, audit);
        return new SubmissionOutcome(execution, true, submission.requestDigest());
    }

    private static Execution execution(NewExecution submission, Instant now) {
        return new Execution(
                submission.id(),
                submission.operation(),
                null,
                null,
                ExecutionState.PLANNING,
                submission.parameters(),
                submission.initiatorId(),
                submission.initiatorName(),
                submission.comment(),
                Timestamps.microsOrNull(submission.scheduledFor()),
                submission.repeats(),
                null,
                null,
                0,
                1,
                0,
                0,
                false,
                null,
                null,
                null,
                Timestamps.micros(submission.createdAt()),
                now,
                null,
                null);
    }

    /** Holds the row of what is repeated, so that two repetitions at once come one after the other. */
    private static void requireFirstRepetition(Transaction transaction, NewExecution submission) throws SQLException {
        ExecutionId repeated = submission.repeats();
        if (repeated == null) {
            return;
        }
        Guard.any(repeated).hold(transaction);
        Optional<ExecutionId> earlier = transaction.first(
                "SELECT id FROM execution WHERE repeats = ?", row -> new ExecutionId(row.getString("id")), repeated);
        if (earlier.isPresent()) {
            throw StateConflictException.repeatedAlready(repeated, earlier.get());
        }
    }

    /** Takes the key for this submission, or finds the submission that has it; waits for one that is just being made. */
    private Optional<SubmissionOutcome> claimKey(Transaction transaction, NewExecution submission) throws SQLException {
        if (submission.idempotencyKey() == null || insertKey(transaction, submission)) {
            return Optional.empty();
        }
        Key earlier = findKey(transaction, submission);
        if (earlier.createdAt().isAfter(transaction.now().minus(KEY_KEPT))) {
            Execution execution = queries.find(transaction, new ExecutionId(earlier.execution()))
                    .orElseThrow(() -> new DatabaseException("the idempotency key '" + submission.idempotencyKey()
                            + "' stands for execution " + earlier.execution() + ", which is not there"));
            return Optional.of(new SubmissionOutcome(execution, false, earlier.requestDigest()));
        }
        forgetKey(transaction, submission, earlier);
        return claimKey(transaction, submission);
    }

    private static boolean insertKey(Transaction transaction, NewExecution submission) throws SQLException {
        return transaction.insertIfAbsent(
                "INSERT INTO idempotency_key"
                        + " (caller_id, operation, key_text, execution_id, request_digest, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, {now})",
                submission.initiatorId(),
                submission.operation(),
                submission.idempotencyKey(),
                submission.id(),
                submission.requestDigest());
    }

    private static Key findKey(Transaction transaction, NewExecution submission) throws SQLException {
        return transaction.one(
                "SELECT execution_id, request_digest, created_at FROM idempotency_key"
                        + " WHERE caller_id = ? AND operation = ? AND key_text = ?",
                row -> new Key(
                        row.getString("execution_id"),
                        row.getString("request_digest"),
                        Timestamps.read(row, "created_at")),
                submission.initiatorId(),
                submission.operation(),
                submission.idempotencyKey());
    }

    private static void forgetKey(Transaction transaction, NewExecution submission, Key earlier) throws SQLException {
        transaction.update(
                "DELETE FROM idempotency_key"
                        + " WHERE caller_id = ? AND operation = ? AND key_text = ? AND execution_id = ?",
                submission.initiatorId(),
                submission.operation(),
                submission.idempotencyKey(),
                earlier.execution());
    }

    private record Key(String execution, String requestDigest, Instant createdAt) {}
}
