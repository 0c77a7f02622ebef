package io.countersign.integration;

import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the people of the demo do with executions: olivia submits and looks, arthur approves. */
final class Workflow {
    static final String PAYOUT = "stripe.payout";

    private static final Duration STATE_MAX = Duration.ofMinutes(2);
    private static final Duration EVENT_MAX = Duration.ofMinutes(1);
    private static final Set<String> ENDS =
            Set.of("COMPLETED", "RETURNED", "FAILED", "REJECTED", "STALE", "EXPIRED", "CANCELLED", "NEEDS_ATTENTION");

    private final DemoPlatform platform;

    Workflow(DemoPlatform platform) {
        this.platform = platform;
    }

    ApiClient operator() {
        return platform.as(DemoPlatform.OPERATOR);
    }

    ApiClient approver() {
        return platform.as(DemoPlatform.APPROVER);
    }

    ApiClient administrator() {
        return platform.as(DemoPlatform.ADMINISTRATOR);
    }

    DemoPlatform platform() {
        return platform;
    }

    /** The node that is asked. */
    KarafProcess process() {
        return platform.distribution().process();
    }

    /** Parameters of a payout of these currencies over the demo's connection. */
    static JsonObject payoutOf(String... currencies) {
        return Json.object()
                .put("connection", DemoPlatform.CONNECTION)
                .put("currencies", Json.texts(Arrays.asList(currencies)))
                .build();
    }

    static JsonObject body(JsonObject parameters) {
        return Json.object().put("parameters", parameters).build();
    }

    /** Submits under a new key; answers the execution's id. */
    String submit(String operation, JsonObject parameters) {
        return operator()
                .submit(operation, body(parameters), UUID.randomUUID().toString())
                .expect(202)
                .json()
                .asObject()
                .text("id");
    }

    JsonObject execution(String id) {
        return object("executions/" + id);
    }

    JsonObject plan(String id) {
        return object("executions/" + id + "/plan");
    }

    List<JsonObject> effects(String id) {
        return items("executions/" + id + "/effects");
    }

    List<JsonObject> items(String path) {
        return object(path).array("items").objects();
    }

    /** The execution once it is in one of the states. */
    JsonObject await(String id, String... states) {
        Set<String> wanted = Set.of(states);
        process().await("execution " + id + " in " + wanted, STATE_MAX, () -> {
            JsonObject execution = execution(id);
            String state = execution.text("state");
            if (ENDS.contains(state) && !wanted.contains(state)) {
                throw new AssertionError(
                        "execution " + id + " is " + state + " instead of " + wanted + ": " + execution.toText());
            }
            return wanted.contains(state);
        });
        return execution(id);
    }

    static JsonObject approval(String planDigest) {
        return Json.object()
                .put("decision", "APPROVED")
                .put("planDigest", planDigest)
                .put("comment", "as planned")
                .build();
    }

    /** Lets the approver sign the plan there is. */
    void approve(String id) {
        JsonObject awaiting = await(id, "AWAITING_APPROVAL");
        approver()
                .post("executions/" + id + "/approvals", approval(awaiting.text("planDigest")))
                .expect(200);
    }

    /** Submits, approves and waits for the end. */
    JsonObject complete(String operation, JsonObject parameters) {
        String id = submit(operation, parameters);
        approve(id);
        return await(id, "COMPLETED");
    }

    /** Entries of the log about a subject, oldest first. */
    List<JsonObject> audit(String subject) {
        return administrator()
                .get("audit/entries?limit=200&subject=" + URLEncoder.encode(subject, StandardCharsets.UTF_8))
                .expect(200)
                .json()
                .asObject()
                .array("items")
                .objects()
                .stream()
                .sorted((one, other) -> Long.compare(one.integer("number"), other.integer("number")))
                .map(item -> item.object("entry"))
                .toList();
    }

    /**
     * Follows an execution until the server closes the stream.
     *
     * @param lastEventId resumes behind this event; {@code null} from the beginning
     */
    List<EventStream.ServerEvent> eventsUntilTheEnd(String id, @Nullable String lastEventId) {
        List<EventStream.ServerEvent> all = new ArrayList<>();
        try (EventStream stream = operator().events("executions/" + id + "/events", lastEventId)) {
            Optional<EventStream.ServerEvent> next = stream.next(EVENT_MAX);
            while (next.isPresent()) {
                all.add(next.get());
                next = stream.next(EVENT_MAX);
            }
            assertTrue("the stream ends with the execution, not " + all, stream.hasEnded());
        }
        return all;
    }

    /** Uploads a file; answers what a parameter names it by. */
    JsonObject upload(Path file, String mediaType) {
        JsonObject stored = operator()
                .upload("files", "file", file, mediaType)
                .expect(201)
                .json()
                .asObject();
        return Json.object()
                .put("id", stored.text("id"))
                .put("version", stored.integer("version"))
                .build();
    }

    /** The content of a file the execution wrote. */
    ApiReply download(String id, String name) {
        String file = items("executions/" + id + "/files").stream()
                .filter(candidate -> candidate.text("name").equals(name))
                .map(found -> found.text("id"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("execution " + id + " has no file " + name));
        return operator().get("files/" + file + "/content").expect(200);
    }

    /** Everything the API tells about an execution, by path; files with their contents. */
    Map<String, String> everythingAbout(String id) {
        Map<String, String> all = new TreeMap<>();
        for (String part : List.of("", "/plan", "/effects", "/approvals", "/files", "/logs")) {
            String path = "executions/" + id + part;
            all.put(path, operator().get(path).expect(200).text());
        }
        for (JsonObject file : items("executions/" + id + "/files")) {
            String path = "files/" + file.text("id") + "/content";
            all.put(path, operator().get(path).expect(200).text());
        }
        return all;
    }

    private JsonObject object(String path) {
        return operator().get(path).expect(200).json().asObject();
    }
}
