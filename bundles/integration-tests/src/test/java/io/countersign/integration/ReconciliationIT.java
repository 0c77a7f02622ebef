package io.countersign.integration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Two files go in over REST, are followed while they are matched, and what comes out tells what went in. */
public final class ReconciliationIT {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final String NAME = "reconciliation.match";
    private static final int ROWS = 300_000;
    /** One row in so many is missing on the right. */
    private static final int MISSING_EACH = 1_000;

    private static final String SIDE = "{\"csv\": {\"columns\": {\"id\": \"id\", \"value_date\": \"date\","
            + " \"amount\": \"amount\", \"currency\": \"currency\", \"counterparty\": \"party\"}}}";
    private static final String CONFIGURATION =
            "{\"left\": " + SIDE + ", \"right\": " + SIDE + ", \"passes\": [{\"type\": \"key\", \"columns\": \"id\"}]}";

    private static Workflow workflow;

    @BeforeClass
    public static void start() {
        workflow = new Workflow(TestPlatforms.shared());
    }

    @Test
    public void matchesTwoUploadedFilesAndProvesIt() throws Exception {
        Path left = write("ledger.csv", Integer.MAX_VALUE);
        Path right = write("bank.csv", MISSING_EACH);
        JsonObject parameters = Json.object()
                .put("left", uploaded(left))
                .put("right", uploaded(right))
                .put("configuration", CONFIGURATION)
                .put("asOf", "2026-12-31")
                .build();

        String id = workflow.submit(NAME, parameters);
        List<EventStream.ServerEvent> events = workflow.eventsUntilTheEnd(id, null);
        JsonObject ended = workflow.await(id, "COMPLETED");

        assertTrue(
                "progress was told live: " + events,
                events.stream().map(EventStream.ServerEvent::name).anyMatch("progress"::equals));
        JsonObject summary = workflow.download(id, "summary.json").json().asObject();
        assertTrue(ended + " " + summary, summary.flag("proven"));
        assertInputs(summary, left, right);
        assertMatches(id);
        new ExecutionEvidence(workflow, id)
                .assertComplete(Set.of("matched.csv", "breaks.csv", "rejects.csv", "summary.json"));
    }

    @Test
    public void aBadConfigurationIsRefusedByThePublishedSchema() throws IOException {
        JsonObject published = workflow.operator()
                .get("operations/" + NAME + "/schema")
                .expect(200)
                .json()
                .asObject()
                .object("properties")
                .object("configuration")
                .object("contentSchema");
        assertEquals("Configuration of reconciliation.match", published.text("title"));
        Path header = FOLDER.getRoot().toPath().resolve("header.csv");
        JsonObject file = uploaded(Files.writeString(header, "id,date,amount,currency,party\n"));
        JsonObject parameters = Json.object()
                .put("left", file)
                .put("right", file)
                .put("configuration", CONFIGURATION.replace("\"key\"", "\"keys\""))
                .build();

        ApiReply refused = workflow.operator()
                .post("operations/" + NAME + "/validate", Workflow.body(parameters))
                .expect(200);

        JsonObject problem =
                refused.json().asObject().array("problems").objects().get(0);
        assertEquals(refused.text(), "configuration", problem.text("parameter"));
        assertTrue(refused.text(), problem.text("message").startsWith("/passes/0/type: is 'keys'; give one of "));
    }

    private static void assertInputs(JsonObject summary, Path left, Path right) throws IOException {
        List<JsonObject> inputs = summary.array("inputs").objects();
        long missing = ROWS / MISSING_EACH;

        assertEquals(
                ExecutionEvidence.sha256(Files.readAllBytes(left)),
                inputs.get(0).text("sha256"));
        assertEquals(
                ExecutionEvidence.sha256(Files.readAllBytes(right)),
                inputs.get(1).text("sha256"));
        assertEquals(ROWS, inputs.get(0).integer("lines"));
        assertEquals(ROWS - missing, inputs.get(0).integer("matched"));
        assertEquals(missing, inputs.get(0).integer("broken"));
        assertEquals(ROWS - missing, inputs.get(1).integer("matched"));
    }

    private static void assertMatches(String id) {
        long missing = ROWS / MISSING_EACH;
        String breaks = workflow.download(id, "breaks.csv").text();
        assertEquals(1 + missing, breaks.lines().count());
        assertEquals(
                missing,
                breaks.lines().filter(line -> line.contains(",missing_right,")).count());
        assertEquals(
                1 + ROWS - missing,
                workflow.download(id, "matched.csv").text().lines().count());
    }

    private static JsonObject uploaded(Path file) {
        return workflow.upload(file, "text/csv");
    }

    private static Path write(String name, int missingEach) throws IOException {
        Path file = FOLDER.getRoot().toPath().resolve(name);
        try (BufferedWriter text = Files.newBufferedWriter(file)) {
            text.write("id,date,amount,currency,party\n");
            for (int i = 1; i <= ROWS; i++) {
                if (i % missingEach != 0) {
                    text.write("P" + i + ",2026-11-0" + (i % 9 + 1) + "," + i + ".25,EUR,Customer " + i % 1_000 + "\n");
                }
            }
        }
        return file;
    }
}
