package io.countersign.stripe.simulator.testing;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.stripe.simulator.SimulatorConfig;
import io.countersign.stripe.simulator.StripeSimulatorMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The Stripe simulator in a process of its own, with its own ledger on disk: what tests believe about money. */
public final class StripeSimulatorProcess implements AutoCloseable {
    /** The secret key the simulator accepts. */
    public static final String KEY = SimulatorConfig.DEFAULT_KEY;

    private static final Duration ANSWER_MAX = Duration.ofMinutes(1);
    private static final String ANNOUNCEMENT = "SIMULATOR listening at ";

    private final Process process;
    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    private StripeSimulatorProcess(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /**
     * Starts it on a free port and waits until it listens.
     *
     * @param data where its ledger lies; a later start on the same folder goes on with it
     * @param options further command line options
     */
    public static StripeSimulatorProcess start(Path data, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                placeOfSimulator(),
                StripeSimulatorMain.class.getName(),
                "--port",
                "0",
                "--data",
                data.toString()));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(data.resolveSibling("simulator.log").toFile())
                    .start();
            // it would outlive a run that is stopped from the keyboard
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new StripeSimulatorProcess(process, announcedAddress(process));
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator cannot be started", e);
        }
    }

    /** Where this program has the simulator's classes from: it needs nothing else. */
    private static String placeOfSimulator() {
        try {
            return Path.of(StripeSimulatorMain.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where the simulator was loaded from", e);
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
        return URI.create(line.substring(ANNOUNCEMENT.length()).trim());
    }

    /** Where it listens; the base address of a connection. */
    public URI base() {
        return base;
    }

    /** Everything that happened to money, oldest first. */
    public List<JsonObject> ledger() {
        return list("ledger", "entries");
    }

    /** The calls that arrived, oldest first. */
    public List<JsonObject> requests() {
        return list("requests", "requests");
    }

    /** The faults that are armed, each with the number of calls that met it. */
    public List<JsonObject> faults() {
        return list("faults", "faults");
    }

    /** Arms a fault; see the simulator's help. */
    public void arm(JsonObject fault) {
        post("faults", fault);
    }

    /** Takes all faults away. */
    public void disarm() {
        call("DELETE", "faults", BodyPublishers.noBody());
    }

    /** Moves its virtual time on, and with it every payout that is due by then. */
    public void advance(Duration time) {
        JsonObject by = Json.object().put("seconds", time.toSeconds()).build();
        post("clock/advance", by);
    }

    /** Sends the events of payouts there from now on. */
    public void sendWebhooksTo(URI url, String secret) {
        JsonObject endpoint =
                Json.object().put("url", url.toString()).put("secret", secret).build();
        post("webhooks", endpoint);
    }

    /** Sends no more webhooks. */
    public void sendNoWebhooks() {
        call("DELETE", "webhooks", BodyPublishers.noBody());
    }

    /** Sends an event once more. */
    public void resend(String eventId) {
        JsonObject event = Json.object().put("event", eventId).build();
        post("webhooks/resend", event);
    }

    /** The attempts to deliver events, oldest first. */
    public List<JsonObject> deliveries() {
        return list("webhooks", "deliveries");
    }

    /** Sets available balances in Stripe's minor units; those of other currencies stay. */
    public void setAvailable(Map<String, Long> minorUnitsByCurrency) {
        post("balances", balances(minorUnitsByCurrency).build());
    }

    /** The same for a connected account. */
    public void setAvailable(String account, Map<String, Long> minorUnitsByCurrency) {
        post("balances", balances(minorUnitsByCurrency).put("account", account).build());
    }

    private static JsonObject.Builder balances(Map<String, Long> minorUnitsByCurrency) {
        List<JsonObject> balances = minorUnitsByCurrency.entrySet().stream()
                .map(balance -> Json.object()
                        .put("currency", balance.getKey())
                        .put("available", balance.getValue())
                        .build())
                .toList();
        return Json.object().put("balances", balances);
    }

    /** Available balance of a currency over all source types, in Stripe's minor units. */
    public long available(String currency) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/v1/balance"))
                .header("Authorization", "Bearer " + KEY)
                .build();
        return send(request).asObject().array("available").objects().stream()
                .filter(balance -> balance.text("currency").equals(currency))
                .mapToLong(balance -> balance.integer("amount"))
                .sum();
    }

    private List<JsonObject> list(String path, String member) {
        return call("GET", path, BodyPublishers.noBody())
                .asObject()
                .array(member)
                .objects();
    }

    private void post(String path, JsonObject body) {
        call("POST", path, BodyPublishers.ofString(body.toText()));
    }

    private Json call(String method, String path, HttpRequest.BodyPublisher body) {
        return send(HttpRequest.newBuilder(base.resolve("/_simulator/" + path))
                .timeout(ANSWER_MAX)
                .method(method, body)
                .build());
    }

    private Json send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new AssertionError(request.method() + " " + request.uri() + " answered " + response.statusCode()
                        + ": " + new String(response.body(), StandardCharsets.UTF_8));
            }
            return response.body().length == 0 ? Json.nullValue() : Json.parse(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator at " + base + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the simulator", e);
        }
    }

    /** Ends the process and waits for its end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
