package io.countersign.crash;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.stripe.simulator.StripeSimulatorMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The bank: the Stripe simulator in a process of its own with its own books. Payouts arrive at once. */
final class StripeProcess implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final String ANNOUNCEMENT = "SIMULATOR listening at ";

    private final Process process;
    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    private StripeProcess(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** Starts it on a free port and waits until it listens. */
    static StripeProcess start(Path data) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                StripeSimulatorMain.class.getName(),
                "--data",
                data.toString(),
                "--pending-seconds",
                "0",
                "--transit-seconds",
                "0");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(data.resolveSibling("simulator.log").toFile())
                    .start();
            // it would outlive a run that is stopped from the keyboard
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new StripeProcess(process, announcedAddress(process));
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator cannot be started", e);
        }
    }

    private static URI announcedAddress(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (line == null || !line.startsWith(ANNOUNCEMENT)) {
            process.destroy();
            throw new IOException("the simulator did not say where it listens but: " + line);
        }
        return URI.create(line.substring(ANNOUNCEMENT.length()).strip());
    }

    URI base() {
        return base;
    }

    /** Everything that happened, oldest first. */
    List<JsonObject> ledger() {
        return entries("/_simulator/ledger", "entries");
    }

    /** The calls that arrived, oldest first. */
    List<JsonObject> requests() {
        return entries("/_simulator/requests", "requests");
    }

    /** The faults that are armed, each with the number of calls that met it. */
    List<JsonObject> faults() {
        return entries("/_simulator/faults", "faults");
    }

    /** Gives a connected account money in Stripe's minor units. */
    void give(String account, Map<String, Long> minorUnitsByCurrency) {
        List<JsonObject> balances = minorUnitsByCurrency.entrySet().stream()
                .map(balance -> Json.object()
                        .put("currency", balance.getKey())
                        .put("available", balance.getValue())
                        .build())
                .toList();
        post(
                "balances",
                Json.object().put("account", account).put("balances", balances).build());
    }

    /** Arms a fault; see the simulator's help. */
    void arm(JsonObject fault) {
        post("faults", fault);
    }

    /** Takes all faults away. */
    void disarm() {
        send("DELETE", "/_simulator/faults", BodyPublishers.noBody());
    }

    /** Moves its virtual time on: after 24 h it has forgotten every idempotency key. */
    void advance(Duration time) {
        post("clock/advance", Json.object().put("seconds", time.toSeconds()).build());
    }

    private List<JsonObject> entries(String path, String member) {
        return send("GET", path, BodyPublishers.noBody())
                .asObject()
                .array(member)
                .objects();
    }

    private void post(String call, JsonObject body) {
        send("POST", "/_simulator/" + call, BodyPublishers.ofString(body.toText()));
    }

    private Json send(String method, String path, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER_MAX)
                .method(method, body)
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new AssertionError(method + " " + path + " was answered " + response.statusCode() + ": "
                        + new String(response.body(), StandardCharsets.UTF_8));
            }
            return Json.parse(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator at " + base + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the simulator", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
