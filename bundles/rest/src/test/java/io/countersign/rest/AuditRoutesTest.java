package io.countersign.rest;

import static org.junit.Assert.assertEquals;

import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditAction;
import java.io.IOException;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The log as auditors read it. */
public final class AuditRoutesTest {
    private TestNode node;

    @Before
    public void start() throws IOException {
        node = new TestNode();
    }

    @After
    public void stop() {
        node.close();
    }

    @Test
    public void whoIsTurnedAwayFromAChangeIsInTheLog() {
        String path = Transfers.planned(node);
        int before = refusals();

        assertEquals(403, node.as("executive").post(path + "/approvals", "{}").status());
        assertEquals(403, node.as("executive").get("/users").status());

        assertEquals("looking is not worth a line", before + 1, refusals());
    }

    @Test
    public void theLogIsPagedFromTheNewestEntryBack() {
        Transfers.planned(node);
        Client auditor = node.as("auditor");

        JsonObject first = auditor.get("/audit/entries?limit=2").json();
        JsonObject second = auditor.get("/audit/entries?limit=2&cursor=" + first.text("nextCursor"))
                .json();

        long last = first.array("items").objects().get(1).integer("number");
        assertEquals(last - 1, second.array("items").objects().get(0).integer("number"));
        List<JsonObject> planned =
                auditor.get("/audit/entries?action=execution.planned").items().objects();
        assertEquals(1, planned.size());
        assertEquals(
                2,
                auditor.get("/audit/entries?subject="
                                + planned.get(0).object("entry").text("subject"))
                        .items()
                        .size());
    }

    private int refusals() {
        return (int) node.audit.entries().stream()
                .filter(entry -> entry.action() == AuditAction.REQUEST_REFUSED)
                .count();
    }
}
