package io.countersign.persistence;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.BackupRecords;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What a restored backup brought back, in the database. */
@Component(service = BackupRecords.class)
public final class JdbcBackupRecords implements BackupRecords {
    private static final String NOT_ENDED = Arrays.stream(ExecutionState.values())
            .filter(state -> !state.isEnd())
            .map(state -> "'" + state.name() + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    private final Transactions transactions;

    @Activate
    public JdbcBackupRecords(@Reference Database database) {
        this.transactions = database.transactions();
    }

    @Override
    public Optional<Instant> newestIntentAt() {
        return transactions.call(transaction -> transaction.one(
                "SELECT MAX(first_sent_at) AS newest FROM effect_attempt",
                row -> Optional.ofNullable(Timestamps.readOrNull(row, "newest"))));
    }

    @Override
    public void recordRestored(AuditEntry audit) {
        transactions.run(transaction -> {
            transaction.update(
                    "INSERT INTO restored_execution (execution_id) SELECT e.id FROM execution e WHERE e.state IN "
                            + NOT_ENDED
                            + " AND NOT EXISTS (SELECT 1 FROM restored_execution r WHERE r.execution_id = e.id)");
            AuditLog.append(transaction, audit);
        });
    }

    @Override
    public boolean isFromBackup(ExecutionId execution) {
        return transactions.call(transaction -> transaction
                .first(
                        "SELECT execution_id FROM restored_execution WHERE execution_id = ?",
                        row -> Boolean.TRUE,
                        execution)
                .isPresent());
    }

    @Override
    public long openFromBackup() {
        return transactions.call(transaction -> transaction.one(
                "SELECT COUNT(*) AS executions FROM restored_execution r JOIN execution e ON e.id = r.execution_id"
                        + " WHERE e.state IN " + NOT_ENDED,
                row -> row.getLong("executions")));
    }
}
