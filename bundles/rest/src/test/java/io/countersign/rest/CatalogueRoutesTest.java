package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What can be asked for, and whether it may. */
public final class CatalogueRoutesTest {
    private TestNode node;
    private Client operator;

    @Before
    public void start() throws IOException {
        node = new TestNode();
        operator = node.as("operator");
    }

    @After
    public void stop() {
        node.close();
    }

    @Test
    public void parametersAreCheckedAndPlannedWithoutATrace() {
        int before = node.audit.entries().size();

        assertEquals(
                Json.parse("{\"valid\":true,\"problems\":[]}"),
                operator.post("/operations/bank.transfer/validate", Transfers.of("x"))
                        .json());
        assertFalse(
                operator.post("/operations/bank.transfer/validate", "{}").json().flag("valid"));
        JsonObject plan = operator.post("/operations/bank.transfer/plans", Transfers.of("x"))
                .json();

        assertEquals(
                "12.50",
                plan.object("document")
                        .object("plan")
                        .array("totals")
                        .objects()
                        .get(0)
                        .text("text"));
        assertEquals(before, node.audit.entries().size());
        assertEquals(0, operator.get("/executions").items().size());
    }

    @Test
    public void theCatalogueShowsOperationsReleasesAndConnections() {
        assertEquals(
                List.of("bank.report", "bank.transfer"),
                operator.get("/operations").items().objects().stream()
                        .map(operation -> operation.text("name"))
                        .toList());
        JsonObject transfer = operator.get("/operations/bank.transfer").json();
        assertEquals("Bank transfer", transfer.text("title"));
        assertEquals(4, transfer.array("parameters").size());
        assertEquals(
                List.of("account", "amount"),
                operator.get("/operations/bank.transfer/schema")
                        .json()
                        .array("required")
                        .texts());
        JsonObject release = operator.get("/plugins").items().objects().get(0);
        assertEquals("ACTIVE", release.text("state"));
        assertEquals(2, release.array("operations").size());
        List<JsonObject> connections = operator.get("/connections").items().objects();
        assertEquals("broken", connections.get(0).text("name"));
        assertFalse(connections.get(0).flag("usable"));
        assertTrue(connections.get(0).text("fault").contains("mode"));
        assertEquals("TEST", connections.get(1).text("mode"));
    }
}
