package io.countersign.integration;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
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
import java.util.concurrent.TimeUnit;

/** The Stripe simulator in a process of its own, with its own ledger on disk: what tests believe about money. */
public final class StripeSimulatorProcess implements AutoCloseable {
    /** System property with the path of the simulator's runnable jar. */
    public static final String JAR_PROPERTY = "countersign.simulator";

    /** The secret key the simulator accepts. */
    public static final String KEY = "rk_test_countersign_simulator";

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
        String jar = System.getProperty(JAR_PROPERTY);
        if (jar == null) {
            throw new IllegalStateException("set -D" + JAR_PROPERTY
                    + "=PATH to the jar in bundles/stripe-simulator/target; the Maven build does it");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-jar",
                jar,
                "--port",
                "0",
                "--data",
                data.toString()));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(data.resolveSibling("simulator.log").toFile())
                    .start();
            return new StripeSimulatorProcess(process, announcedAddress(process));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the simulator " + jar, e);
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
    public Json ledger() {
        return admin("GET", "/_simulator/ledger", BodyPublishers.noBody());
    }

    /** The calls that arrived, oldest first. */
    public Json requests() {
        return admin("GET", "/_simulator/requests", BodyPublishers.noBody());
    }

    /** Arms a fault; see the simulator's help. */
    public void arm(JsonObject fault) {
        admin("POST", "/_simulator/faults", BodyPublishers.ofString(fault.toText()));
    }

    /** Takes all faults away. */
    public void disarm() {
        admin("DELETE", "/_simulator/faults", BodyPublishers.noBody());
    }

    /** Moves its virtual time on, and with it every payout that is due by then. */
    public void advance(Duration time) {
        JsonObject by = Json.object().put("seconds", time.toSeconds()).build();
        admin("POST", "/_simulator/clock/advance", BodyPublishers.ofString(by.toText()));
    }

    /** Sends the events of payouts there from now on. */
    public void sendWebhooksTo(URI url, String secret) {
        JsonObject endpoint =
                Json.object().put("url", url.toString()).put("secret", secret).build();
        admin("POST", "/_simulator/webhooks", BodyPublishers.ofString(endpoint.toText()));
    }

    /** Sends no more webhooks. */
    public void sendNoWebhooks() {
        admin("DELETE", "/_simulator/webhooks", BodyPublishers.noBody());
    }

    /** Sends an event once more. */
    public void resend(String eventId) {
        JsonObject event = Json.object().put("event", eventId).build();
        admin("POST", "/_simulator/webhooks/resend", BodyPublishers.ofString(event.toText()));
    }

    /** The attempts to deliver events, oldest first. */
    public List<JsonObject> deliveries() {
        return admin("GET", "/_simulator/webhooks", BodyPublishers.noBody())
                .asObject()
                .array("deliveries")
                .objects();
    }

    /** Books available balances in addition to those there are. */
    public void book(JsonObject balances) {
        admin("POST", "/_simulator/balances", BodyPublishers.ofString(balances.toText()));
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

    private Json admin(String method, String path, HttpRequest.BodyPublisher body) {
        return send(
                HttpRequest.newBuilder(base.resolve(path)).method(method, body).build());
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
