package io.countersign.core.testing;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.audit.AuditRepository;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The log in memory; the other fakes write their entries here. */
public final class FakeAuditRepository implements AuditRepository {
    private final List<AuditEntry> entries = new ArrayList<>();

    @Override
    public synchronized void record(AuditEntry entry) {
        entries.add(entry);
    }

    @Override
    public synchronized List<StoredEntry> list(String subject, String action, long beforeNumber, int limit) {
        List<StoredEntry> found = new ArrayList<>(IntStream.range(0, entries.size())
                .mapToObj(i -> new StoredEntry(i + 1L, entries.get(i).toJson()))
                .filter(stored -> stored.number() < beforeNumber)
                .filter(stored ->
                        subject.isEmpty() || stored.entry().text("subject").equals(subject))
                .filter(stored ->
                        action.isEmpty() || stored.entry().text("action").equals(action))
                .toList());
        Collections.reverse(found);
        return found.stream().limit(limit).toList();
    }

    /** All entries, oldest first. */
    public synchronized List<AuditEntry> entries() {
        return List.copyOf(entries);
    }

    /** The actions written about a subject, oldest first. */
    public synchronized List<AuditAction> actions(String subject) {
        return entries.stream()
                .filter(entry -> entry.subject().equals(subject))
                .map(AuditEntry::action)
                .toList();
    }
}
