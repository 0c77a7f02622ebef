package io.countersign.core.audit;

import io.countersign.api.json.JsonObject;
import java.util.List;

/** Port: entries that tell of no other change, and reading the log. */
public interface AuditRepository {

    /** Writes an entry of its own: something was tried and refused. */
    void record(AuditEntry entry);

    /**
     * Entries in the order of their writing on this database, newest first.
     *
     * @param subject only entries of this subject, or of all when empty
     * @param action only entries of this dotted word, or of all when empty
     * @param beforeNumber only entries with a smaller number; {@code Long.MAX_VALUE} for the first page
     */
    List<StoredEntry> list(String subject, String action, long beforeNumber, int limit);

    /** An entry with its number in this database. */
    record StoredEntry(long number, JsonObject entry) {}
}
