package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.rest.Client.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

public final class AnswerHeadersTest {
    private static TestNode node;

    @BeforeClass
    public static void start() throws IOException {
        node = new TestNode();
    }

    @AfterClass
    public static void stop() {
        node.close();
    }

    @Test
    public void everyAnswerIsKeptOutOfCachesAndFrames() {
        Client operator = node.as("operator");
        for (Answer answer : List.of(
                operator.get("/me"),
                operator.get("/nowhere"),
                node.anonymous().get("/me"),
                node.anonymous().get("/health/live"),
                node.anonymous().get("/api"),
                operator.post("/operations/bank.transfer/executions", "{"),
                operator.send("OPTIONS", "/me", BodyPublishers.noBody()),
                operator.send("HEAD", "/me", BodyPublishers.noBody()))) {
            assertEquals("no-store", answer.header("Cache-Control"));
            assertEquals("nosniff", answer.header("X-Content-Type-Options"));
            assertEquals("default-src 'none'; frame-ancestors 'none'", answer.header("Content-Security-Policy"));
            assertEquals(
                    "only once",
                    1,
                    answer.response().headers().allValues("Cache-Control").size());
            assertTrue(answer.header("X-Request-Id").matches("[0-9a-f]{32}"));
        }
    }

    @Test
    public void aWellFormedRequestIdIsTakenOverAndAnotherReplaced() {
        Client operator = node.as("operator");

        assertEquals(
                "trace-4711.A_b",
                operator.get("/me", "X-Request-Id", "trace-4711.A_b").header("X-Request-Id"));
        for (String malformed : List.of("short", "has spaces in it", "x".repeat(65), "semi;colon-id")) {
            assertNotEquals(
                    malformed, operator.get("/me", "X-Request-Id", malformed).header("X-Request-Id"));
        }
    }

    @Test
    public void aRequestThatWaitedKeepsItsId() {
        node.keepWorking();

        assertEquals(
                "waiting-1",
                node.as("operator")
                        .post("/operations/bank.report/executions?wait=20", "{}", "X-Request-Id", "waiting-1")
                        .header("X-Request-Id"));
    }

    @Test
    public void headAndOptionsAreAnswered() {
        Client operator = node.as("operator");

        Answer head = operator.send("HEAD", "/operations", BodyPublishers.noBody());
        assertEquals(200, head.status());
        assertEquals("", head.body());
        Answer options =
                operator.send("OPTIONS", "/executions/" + "0".repeat(32) + "/approvals", BodyPublishers.noBody());
        assertEquals(204, options.status());
        assertEquals("GET, HEAD, OPTIONS, POST", options.header("Allow"));
        assertEquals(
                404,
                operator.send("OPTIONS", "/nowhere", BodyPublishers.noBody()).status());
    }
}
