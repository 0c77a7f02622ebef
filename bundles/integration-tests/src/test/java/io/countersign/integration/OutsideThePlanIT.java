package io.countersign.integration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * An operation that tries what nobody signed is stopped before anything leaves the house, even when it swallows the
 * refusal and goes on.
 */
public final class OutsideThePlanIT {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final String NAME = "test.trespass";
    private static final Duration DEPLOY_MAX = Duration.ofSeconds(30);

    private static DemoPlatform platform;
    private static Workflow workflow;
    private static Path deployed;

    @BeforeClass
    public static void deploy() {
        platform = TestPlatforms.shared();
        workflow = new Workflow(platform);
        OperationSource source = OperationSource.ofResource(OutsideThePlanIT.class, "Trespasser.java.txt");
        Path jar = new OperationBuild(FOLDER.getRoot().toPath()).jar(source, "1.0.0", "trespass.jar");
        deployed = platform.distribution().deploy(jar);
        platform.distribution()
                .process()
                .await(
                        "operation " + NAME,
                        DEPLOY_MAX,
                        () -> workflow.operator().get("operations/" + NAME).status() == 200);
    }

    @AfterClass
    public static void takeAway() throws IOException {
        Files.delete(deployed);
    }

    @Test
    public void performsWhatWasSigned() throws IOException {
        Path book = book("honest");

        workflow.complete(NAME, parameters("honest", book));

        assertEquals("1000\n", Files.readString(book));
    }

    @Test
    public void stopsAnEffectThatThePlanDoesNotHave() {
        assertStopped("seventh-effect", "outside_plan", "transfer:2");
    }

    @Test
    public void stopsAnotherAmountThanTheExactOne() {
        assertStopped("changed-amount", "outside_plan", "exactly");
    }

    @Test
    public void stopsMoreThanTheUpperBound() {
        assertStopped("larger-amount", "outside_plan", "at most");
    }

    @Test
    public void stopsTheReachForAConnectionThatWasNotGiven() {
        assertStopped("foreign-connection", "foreign_connection", "stripe-foreign");
    }

    @Test
    public void refusesAPlanOverAConnectionThatWasNotGiven() {
        Path book = book("foreign-plan");
        String id = workflow.submit(NAME, parameters("foreign-plan", book));

        assertRefused(id, "foreign_connection", "stripe-foreign");
        assertFalse(Files.exists(book));
    }

    private static void assertStopped(String attempt, String code, String named) {
        Path book = book(attempt);
        String id = workflow.submit(NAME, parameters(attempt, book));
        workflow.approve(id);

        assertRefused(id, code, named);
        assertFalse("nothing may have left the house", Files.exists(book));
        assertEquals("PLANNED", workflow.effects(id).get(0).text("state"));
    }

    private static void assertRefused(String id, String code, String named) {
        JsonObject failure = workflow.await(id, "FAILED").object("failure");
        assertEquals(code, failure.text("code"));
        assertTrue(failure.text("message"), failure.text("message").contains(named));
        List<JsonObject> refusals = workflow.audit("execution:" + id).stream()
                .filter(entry -> entry.text("action").equals("effect.refused"))
                .toList();
        assertEquals(1, refusals.size());
        assertEquals(code, refusals.get(0).object("details").text("code"));
        String reason = refusals.get(0).object("details").text("reason");
        assertTrue(reason, reason.contains(named));
    }

    private static Path book(String attempt) {
        return FOLDER.getRoot().toPath().resolve("book-" + attempt);
    }

    private static JsonObject parameters(String attempt, Path book) {
        return Json.object()
                .put("connection", DemoPlatform.CONNECTION)
                .put("book", book.toString())
                .put("attempt", attempt)
                .build();
    }
}
