package io.countersign.persistence;

import io.countersign.core.audit.AuditEntry;

/** Adds an entry in the transaction of the change it tells of. */
final class AuditLog {
    private AuditLog() {}

    static void append(Transaction transaction, AuditEntry entry) {
        transaction.later(
                "INSERT INTO audit_entry (id, at_time, actor_id, action, subject, bytes) VALUES (?, ?, ?, ?, ?, ?)",
                entry.id(),
                entry.at(),
                entry.actorId(),
                entry.action().word(),
                entry.subject(),
                entry.bytes());
        transaction.onceLater(
                "INSERT INTO audit_pending (number) SELECT number FROM audit_entry WHERE id = ANY(?)", entry.id());
    }
}
