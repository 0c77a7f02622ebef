package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.rest.Client.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Lists of executions, and what one of them left behind. */
public final class ExecutionReadingTest {
    private static final String REPORTS = "/operations/bank.report/executions";

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
    public void pagesDoNotShiftWhenNewExecutionsComeInBetween() {
        Set<String> expected = new LinkedHashSet<>();
        for (int i = 0; i < 7; i++) {
            expected.add(operator.post(Transfers.PATH, Transfers.of("number " + i))
                    .json()
                    .text("id"));
        }

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = operator.get("/executions?limit=3" + cursor).json();
            page.array("items").objects().forEach(item -> seen.add(item.text("id")));
            cursor = page.findText("nextCursor").map(next -> "&cursor=" + next).orElse("");
            operator.post(Transfers.PATH, Transfers.of("newcomer"));
        } while (!cursor.isEmpty());

        assertEquals("no item twice, none left out", 7, seen.size());
        assertEquals(expected, Set.copyOf(seen));
        assertEquals(seen.get(6), expected.iterator().next());
    }

    @Test
    public void listsAreNarrowedByStatusStateOperationPersonAndTime() {
        String transfer = Transfers.planned(node);
        String report = operator.post(REPORTS, "{}").json().text("id");
        node.work();
        node.as("second-operator").post(REPORTS, "{}");

        assertEquals(Set.of(report), ids("?status=completed"));
        assertEquals(Set.of(transfer.substring("/executions/".length())), ids("?state=AWAITING_APPROVAL,RUNNING"));
        assertEquals(Set.of(), ids("?status=completed&state=AWAITING_APPROVAL"));
        assertEquals(2, ids("?operation=bank.report").size());
        assertEquals(2, ids("?executedBy=me").size());
        assertEquals(
                1, ids("?executedBy=" + node.caller("second-operator").userId()).size());
        assertEquals(Set.of(), ids("?from=2999-01-01T00:00:00Z"));
        assertEquals(Set.of(), ids("?to=2001-01-01T00:00:00Z"));
        assertEquals(
                3, ids("?from=2001-01-01T00:00:00Z&status=pending,completed").size());
    }

    @Test
    public void anIntegratorSeesOnlyTheirOwnExecutions() {
        String others = operator.post(REPORTS, "{}").json().text("id");
        Client integrator = node.as("integrator");
        String own = integrator.post(REPORTS, "{}").json().text("id");

        assertEquals(404, integrator.get("/executions/" + others).status());
        assertEquals(404, integrator.get("/executions/" + others + "/events").status());
        List<JsonObject> items = integrator.get("/executions").items().objects();
        assertEquals(List.of(own), items.stream().map(item -> item.text("id")).toList());
    }

    @Test
    public void logsComeAsJsonOrAsText() {
        String id = operator.post(REPORTS, "{\"parameters\":{\"lines\":\"3\"}}")
                .json()
                .text("id");
        node.work();

        List<JsonObject> lines = operator.get("/executions/" + id + "/logs?after=1&limit=1")
                .items()
                .objects();
        assertEquals(1, lines.size());
        assertEquals("line 2", lines.get(0).text("text"));
        Answer text = operator.get("/executions/" + id + "/logs", "Accept", "text/plain");
        assertEquals("text/plain;charset=utf-8", text.header("Content-Type"));
        assertTrue(text.body(), text.body().matches("(\\S+Z INFO line [123]\n){3}"));
    }

    @Test
    public void theFilesAnExecutionWroteAreListed() {
        String id = operator.post(REPORTS, "{}").json().text("id");
        node.work();

        JsonObject file =
                operator.get("/executions/" + id + "/files").items().objects().get(0);
        assertEquals("balances.csv", file.text("name"));
        assertEquals(id, file.text("executionId"));
        assertEquals(
                "currency,balance\nAED,12.50\n",
                operator.get("/files/" + file.text("id") + "/content").body());
    }

    private Set<String> ids(String query) {
        Set<String> ids = new LinkedHashSet<>();
        operator.get("/executions" + query).items().objects().forEach(item -> ids.add(item.text("id")));
        return ids;
    }
}
