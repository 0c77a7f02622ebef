package io.countersign.integration;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** People who submit one execution after the other, each as soon as the last has ended, and note what was refused. */
final class SwapLoad implements AutoCloseable {
    private static final int WAIT_SECONDS = 30;

    private final ApiClient operator;
    private final String path;
    private final ExecutorService people;
    private final ConcurrentLinkedQueue<String> submitted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private volatile boolean enough;

    SwapLoad(ApiClient operator, String operation, int peopleCount) {
        this.operator = operator;
        this.path = "operations/" + operation + "/executions?wait=" + WAIT_SECONDS;
        this.people = Executors.newFixedThreadPool(peopleCount);
        for (int i = 0; i < peopleCount; i++) {
            people.execute(this::submitUntilEnough);
        }
    }

    /** Ids of the executions so far. */
    List<String> submitted() {
        return List.copyOf(submitted);
    }

    /** Answers that were not 202. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** Lets everybody finish what they wait for. */
    @Override
    public void close() {
        enough = true;
        people.shutdown();
        try {
            if (!people.awaitTermination(2 * WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("submissions hang");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void submitUntilEnough() {
        JsonObject body = Json.object().put("parameters", JsonObject.empty()).build();
        while (!enough) {
            try {
                String key = UUID.randomUUID().toString();
                ApiReply reply = operator.post(path, body, Map.of("Idempotency-Key", key));
                if (reply.status() == 202) {
                    submitted.add(reply.json().asObject().text("id"));
                } else {
                    refused.add(reply.status() + " " + reply.text());
                }
            } catch (RuntimeException | AssertionError e) {
                refused.add(e.toString());
            }
        }
    }
}
