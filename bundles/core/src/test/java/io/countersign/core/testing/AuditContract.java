package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.audit.AuditRepository.StoredEntry;
import java.util.List;
import org.junit.Test;

/** Reading and adding to the log. */
public abstract class AuditContract extends ContractTest {

    @Test
    public void entryReadsBackAsItWasWritten() {
        String subject = Samples.id();
        AuditEntry entry =
                Samples.audit(AuditAction.REQUEST_REFUSED, subject).withDigests("a".repeat(64), "b".repeat(64));

        ports.audit().record(entry);

        List<StoredEntry> stored = ports.audit().list(entry.subject(), "", Long.MAX_VALUE, 10);
        assertEquals(1, stored.size());
        assertEquals(entry.toJson(), stored.get(0).entry());
    }

    @Test
    public void listsNewestFirstByActionInPages() {
        String subject = Samples.id();
        for (AuditAction action : List.of(
                AuditAction.SESSION_STARTED,
                AuditAction.SESSION_REFUSED,
                AuditAction.SESSION_STARTED,
                AuditAction.SESSION_ENDED)) {
            ports.audit().record(Samples.audit(action, subject));
        }
        String full = "sample:" + subject;

        List<StoredEntry> page = ports.audit().list(full, "", Long.MAX_VALUE, 3);
        assertEquals(List.of("session.ended", "session.started", "session.refused"), actions(page));
        assertTrue(page.get(0).number() > page.get(1).number());
        assertEquals(
                List.of("session.started"),
                actions(ports.audit().list(full, "", page.get(2).number(), 3)));
        assertEquals(
                List.of("session.started", "session.started"),
                actions(ports.audit().list(full, "session.started", Long.MAX_VALUE, 3)));
        assertEquals(1, ports.audit().list("", "", Long.MAX_VALUE, 1).size());
    }

    private static List<String> actions(List<StoredEntry> entries) {
        return entries.stream()
                .map(StoredEntry::entry)
                .map((JsonObject entry) -> entry.text("action"))
                .toList();
    }
}
