package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.SubmissionOutcome;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.NewExecution;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.execution.WorkItem;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Submissions, and the keys under which they are not made twice. */
final class Submissions {
    private static final Duration KEY_KEPT = Duration.ofDays(30);

    private final WorkQueue work;

    Submissions(WorkQueue work) {
        this.work = work;
    }

    SubmissionOutcome record(Transaction transaction, NewExecution submission, AuditEntry audit) throws SQLException {
        Optional<SubmissionOutcome> earlier = claimKey(transaction, submission);
        return earlier.isPresent() ? earlier.get() : create(transaction, submission, audit);
    }

    private SubmissionOutcome create(Transaction transaction, NewExecution submission, AuditEntry audit)
            throws SQLException {
        requireFirstRepetition(transaction, submission);
        ExecutionRow row = new ExecutionRow(submission, now(transaction));
        transaction.entities().persist(row);
        transaction.entities().flush();
        EventLog.append(
                transaction,
                submission.id(),
                "state",
                submission.createdAt(),
                Json.object().put("to", ExecutionState.PLANNING.name()).build());
        work.add(WorkItem.now(submission.id(), WorkItem.Kind.PLAN, "1"));
        AuditLog.append(transaction, audit);
        return new SubmissionOutcome(row.toExecution(), true, submission.requestDigest());
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
    private static Optional<SubmissionOutcome> claimKey(Transaction transaction, NewExecution submission)
            throws SQLException {
        if (submission.idempotencyKey() == null || insertKey(transaction, submission)) {
            return Optional.empty();
        }
        Key earlier = findKey(transaction, submission);
        Instant keptSince = now(transaction).toInstant().minus(KEY_KEPT);
        if (earlier.createdAt().isAfter(keptSince)) {
            ExecutionRow row = transaction.entities().find(ExecutionRow.class, earlier.execution());
            return Optional.of(new SubmissionOutcome(row.toExecution(), false, earlier.requestDigest()));
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

    private static OffsetDateTime now(Transaction transaction) throws SQLException {
        return transaction.one("SELECT {now} AS now", row -> row.getObject("now", OffsetDateTime.class));
    }

    private record Key(String execution, String requestDigest, Instant createdAt) {}
}
