package io.countersign.integration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What the API tells about a completed execution without effects, held against itself: plan, log, events and files. */
final class ExecutionEvidence {

    private final Workflow workflow;
    private final String id;

    ExecutionEvidence(Workflow workflow, String id) {
        this.workflow = workflow;
        this.id = id;
    }

    /** The SHA-256 of bytes, in hexadecimal digits. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails when a part is missing or contradicts another. */
    void assertComplete(Set<String> outputs) {
        JsonObject execution = workflow.execution(id);
        assertEquals("COMPLETED", execution.text("state"));
        assertTrue(execution.toText(), execution.object("result").flag("success"));
        assertPlan(execution);
        assertEquals("nothing was changed outside", List.of(), workflow.effects(id));
        assertEvents(execution);
        List<JsonObject> entries = workflow.audit("execution:" + id);
        List<String> actions =
                entries.stream().map(entry -> entry.text("action")).toList();
        assertEquals("execution.submitted", actions.get(0));
        assertTrue(actions.toString(), actions.contains("execution.planned"));
        assertTrue(actions.toString(), actions.contains("execution.started"));
        assertEquals("execution.completed", actions.get(actions.size() - 1));
        assertFiles(outputs, entries);
    }

    /** The stored bytes are what the digest is of, and name the execution with the inputs it was given. */
    private void assertPlan(JsonObject execution) {
        ApiReply stored =
                workflow.operator().get("executions/" + id + "/plan?raw=true").expect(200);
        String digest = sha256(stored.body());
        JsonObject document = stored.json().asObject();

        assertEquals(execution.text("planDigest"), digest);
        assertEquals(digest, stored.headers().firstValue("Plan-Digest").orElse(""));
        assertEquals(id, document.text("executionId"));
        assertEquals(execution.text("release"), document.text("release"));
        assertEquals(execution.object("parameters"), document.object("parameters"));
        assertEquals(document, workflow.plan(id).object("document"));
    }

    /** Every event has its number, without a gap up to the last. */
    private void assertEvents(JsonObject execution) {
        long last = execution.integer("eventNumber");
        List<String> expected =
                LongStream.rangeClosed(1, last).mapToObj(Long::toString).toList();
        List<String> told = workflow.eventsUntilTheEnd(id, null).stream()
                .map(EventStream.ServerEvent::id)
                .toList();
        assertEquals(expected, told);
    }

    /** List, content, header and log give each file one and the same digest. */
    private void assertFiles(Set<String> outputs, List<JsonObject> entries) {
        Map<String, String> logged = new TreeMap<>();
        entries.stream()
                .filter(entry -> entry.text("action").equals("file.written"))
                .map(entry -> entry.object("details"))
                .forEach(details -> logged.put(details.text("name"), details.text("sha256")));
        Map<String, String> listed = new TreeMap<>();
        for (JsonObject file : workflow.items("executions/" + id + "/files")) {
            ApiReply content = workflow.operator()
                    .get("files/" + file.text("id") + "/content")
                    .expect(200);
            assertEquals(file.toText(), file.integer("sizeBytes"), content.body().length);
            assertEquals(file.toText(), file.text("sha256"), sha256(content.body()));
            listed.put(file.text("name"), file.text("sha256"));
        }
        assertEquals(outputs, listed.keySet());
        assertEquals(listed, logged);
    }
}
