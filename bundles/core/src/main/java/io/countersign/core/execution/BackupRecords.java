package io.countersign.core.execution;

import io.countersign.core.audit.AuditEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * Port: what the database knows about having been restored from a backup. Each verb is one transaction. An execution that
 * a backup brought back may have sent effects that its journal does not know any more.
 */
public interface BackupRecords {

    /** When the newest intent of all executions was noted, in database time; empty when there is none. */
    Optional<Instant> newestIntentAt();

    /** Notes every execution that has not ended as brought back by a backup; those noted already stay so. */
    void recordRestored(AuditEntry audit);

    /** Whether a backup brought the execution back. */
    boolean isFromBackup(ExecutionId execution);

    /** How many executions that a backup brought back have not ended. */
    long openFromBackup();
}
