package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.LogLine;
import io.countersign.rest.Client.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public final class EventStreamTest {
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
    public void everyEventComesOnceInOrderAndTheStreamEndsWithTheExecution() {
        String id = operator.post(REPORTS, "{}").json().text("id");
        HttpResponse<InputStream> response = operator.open("/executions/" + id + "/events");
        assertEquals(
                "text/event-stream;charset=utf-8",
                response.headers().firstValue("Content-Type").orElse(""));
        assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
        node.keepWorking();

        try (EventLines events = new EventLines(response.body())) {
            List<EventLines.Event> all = events.all();

            assertEquals(gaplessFrom(1, all.size()), ids(all));
            EventLines.Event last = all.get(all.size() - 1);
            assertEquals("state", last.kind());
            assertEquals("COMPLETED", last.data().text("to"));
            assertEquals(id, last.data().text("executionId"));
        }
    }

    @Test
    public void logEventsCarryTheirLines() {
        String id = operator.post(REPORTS, "{\"parameters\":{\"lines\":\"3\"}}")
                .json()
                .text("id");
        node.work();

        try (EventLines events =
                new EventLines(operator.open("/executions/" + id + "/events").body())) {
            List<String> lines = events.all().stream()
                    .filter(event -> event.kind().equals("log"))
                    .flatMap(event -> event.data().array("lines").objects().stream())
                    .map(line -> line.text("text"))
                    .toList();

            assertEquals(List.of("line 1", "line 2", "line 3"), lines);
        }
    }

    @Test
    public void aReaderThatComesBackGetsExactlyWhatItHasMissed() {
        String path = "/executions/" + operator.post(REPORTS, "{}").json().text("id") + "/events";
        node.work();
        List<String> all = read(path);

        assertEquals(all.subList(2, all.size()), read(path, "Last-Event-ID", "2"));
        assertEquals(all.subList(3, all.size()), read(path + "?after=3"));
        assertEquals(all.subList(4, all.size()), read(path + "?after=1", "Last-Event-ID", "4"));
        assertEquals(
                "nothing more to come",
                204,
                operator.get(path, "Last-Event-ID", all.get(all.size() - 1)).status());
        assertEquals(400, operator.get(path, "Last-Event-ID", "-1").status());
        assertEquals(400, operator.get(path + "?after=x").status());
    }

    @Test
    public void aStreamEndsWithItsSession() {
        String id = operator.post(REPORTS, "{}").json().text("id");
        try (EventLines events = new EventLines(
                        operator.open("/executions/" + id + "/events").body());
                EventLines everything = new EventLines(operator.open("/events").body())) {
            assertTrue(events.next().isPresent());

            assertEquals(204, operator.delete("/session").status());

            assertEquals(List.of(), events.all());
            // what changed shortly before may still come
            everything.all();
        }
    }

    @Test
    public void theGlobalStreamTellsEachCallerWhatTheyMaySee() {
        Client integrator = node.as("integrator");
        try (EventLines all = new EventLines(operator.open("/events").body());
                EventLines own = new EventLines(integrator.open("/events").body())) {
            String others = operator.post(REPORTS, "{}").json().text("id");
            String theirs = integrator.post(REPORTS, "{}").json().text("id");

            assertEquals(theirs, next(own).text("executionId"));
            JsonObject first = next(all);
            assertEquals(others, first.text("executionId"));
            assertEquals(1, first.integer("number"));
            assertEquals("PLANNING", first.text("state"));
            assertEquals("pending", first.text("status"));
            assertEquals(theirs, next(all).text("executionId"));
        }
    }

    @Test
    public void theGlobalStreamGoesOnWhereAReaderLeftIt() {
        String id = operator.post(REPORTS, "{}").json().text("id");
        String lastEventId;
        try (EventLines events = new EventLines(operator.open("/events").body())) {
            lastEventId = events.next().orElseThrow().id();
        }
        node.work();

        try (EventLines events = new EventLines(
                operator.open("/events", "Last-Event-ID", lastEventId).body())) {
            JsonObject event = next(events);
            assertEquals(id, event.text("executionId"));
            assertEquals("COMPLETED", event.text("state"));
        }
        assertEquals(400, operator.get("/events", "Last-Event-ID", "yesterday").status());
    }

    @Test
    public void aReaderThatTakesNothingDoesNotHoldTheOthersUp() {
        ExecutionId id = new ExecutionId(
                operator.post("/operations/bank.report/executions", "{}").json().text("id"));
        long fence = node.executions.recordClaim(id, ExecutionState.PLANNING, null);
        int lines = 3000;
        String path = "/executions/" + id + "/events";
        try (EventLines slow = new EventLines(operator.open(path).body());
                EventLines quick = new EventLines(node.as("auditor").open(path).body())) {
            // ten megabytes, far more than a connection holds
            for (int i = 0; i < lines; i++) {
                node.executions.recordLogs(
                        id, fence, List.of(new LogLine(0, node.clock.instant(), "INFO", "x".repeat(3500))));
            }
            List<String> seen = IntStream.rangeClosed(0, lines)
                    .mapToObj(i -> quick.next().orElseThrow().id())
                    .toList();

            assertEquals(gaplessFrom(1, lines + 1), seen);
            // and the slow one has missed nothing once it reads
            List<String> later = IntStream.rangeClosed(0, lines)
                    .mapToObj(i -> slow.next().orElseThrow().id())
                    .toList();
            assertEquals(gaplessFrom(1, lines + 1), later);
        }
    }

    @Test
    public void aStreamIsOnlyForGet() {
        Answer head = operator.send("HEAD", "/events", BodyPublishers.noBody());

        assertEquals(405, head.status());
        assertEquals("GET, OPTIONS", head.header("Allow"));
    }

    @Test
    public void streamsAreGivenBackWhenTheyEnd() {
        String id = operator.post(REPORTS, "{}").json().text("id");
        node.work();

        for (int i = 0; i < 3 * TestNode.STREAMS_MAX; i++) {
            assertFalse(read("/executions/" + id + "/events").isEmpty());
        }
    }

    @Test
    public void streamsEndWhenTheNodeStopsServing() {
        String id = operator.post(REPORTS, "{}").json().text("id");
        try (EventLines events =
                new EventLines(operator.open("/executions/" + id + "/events").body())) {
            assertTrue(events.next().isPresent());

            node.down();

            assertEquals(Optional.empty(), events.next());
        }
    }

    private static JsonObject next(EventLines events) {
        return events.next().orElseThrow().data();
    }

    private List<String> read(String path, String... headers) {
        try (EventLines events = new EventLines(operator.open(path, headers).body())) {
            return ids(events.all());
        }
    }

    private static List<String> ids(List<EventLines.Event> events) {
        return events.stream().map(EventLines.Event::id).toList();
    }

    private static List<String> gaplessFrom(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Long::toString).toList();
    }
}
