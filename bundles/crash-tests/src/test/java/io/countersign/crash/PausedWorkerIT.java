package io.countersign.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.persistence.StopPoint;
import io.countersign.persistence.TestDatabases;
import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A node is stopped in the middle of a payout for longer than its claim is worth, another one finishes its work, and it
 * wakes up: it writes nothing, and what it still sends carries the key that was used already.
 */
public final class PausedWorkerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long the product lets a worker send after its last look at the fence, and a little more. */
    private static final Duration LEASE = Duration.ofMillis(8_300);

    /** Several heartbeats of a run, and more than one time-out of a call. */
    private static final Duration AWAKE = Duration.ofSeconds(2);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private StripeSimulatorProcess stripe;
    private PlainNodeOptions options;

    @Before
    public void start() {
        Path directory = folder.getRoot().toPath();
        stripe = StripeAccounts.bank(directory.resolve("stripe"));
        stripe.setAvailable(StripeAccounts.account(1), Map.of("aed", 1_000_000L, "bhd", 1_000_000L));
        options = PlainNodeOptions.of(
                TestDatabases.postgres("paused_worker", TestDatabases.EMPTY), directory, stripe.base());
    }

    @After
    public void stop() {
        stripe.close();
    }

    @Test
    public void stoppedBetweenTheLastLookAndTheCallItSendsTheKeyThatWasUsed() {
        try (NodeProcess sleeper = stoppingAt(StopPoint.BEFORE_CALL)) {
            String id = approved(sleeper);
            awaitStopped(sleeper);
            assertEquals(List.of(), payoutCalls());

            List<JsonObject> late = callsOfTheSleeper(sleeper, id, () -> true, 1);

            assertEquals(keys().get(0), late.get(0).text("idempotency_key"));
            assertTrue("the bank has answered from its memory", late.get(0).flag("replayed"));
        }
    }

    @Test
    public void stoppedWhileTheCallIsUnderWayItHasNoSayInWhatCameOfIt() {
        stripe.arm(Json.object()
                .put("kind", "latency")
                .put("delay_ms", 1500)
                .put("parameters", Json.object().put("currency", "aed").build())
                .build());
        try (NodeProcess sleeper = NodeProcess.start(options.named("sleeper")).awaitReady()) {
            String id = approved(sleeper);
            awaitTrue("the call has arrived", () -> stripe.faults().get(0).integer("met") == 1);
            signal("-STOP", sleeper);
            awaitStopped(sleeper);

            assertEquals(List.of(), callsOfTheSleeper(sleeper, id, () -> true, 0));
        }
    }

    @Test
    public void stoppedAfterTheIntentForLongerThanTheLeaseItSendsNothing() {
        try (NodeProcess sleeper = stoppingAt(StopPoint.AFTER_INTENT)) {
            String id = approved(sleeper);
            awaitStopped(sleeper);
            long stopped = System.nanoTime();

            List<JsonObject> late =
                    callsOfTheSleeper(sleeper, id, () -> System.nanoTime() - stopped > LEASE.toNanos(), 0);

            assertEquals(List.of(), late);
        }
    }

    /**
     * Another node finishes it; then the sleeper goes on for a while, and nothing of the execution changes. Answers the
     * calls that have reached the bank since.
     *
     * @param mayWake whether it is time for the sleeper to go on
     * @param callsMin so many are waited for
     */
    private List<JsonObject> callsOfTheSleeper(NodeProcess sleeper, String id, BooleanSupplier mayWake, int callsMin) {
        try (NodeProcess other = NodeProcess.start(options.named("other")).awaitReady()) {
            other.awaitState(id, "COMPLETED"::equals, PATIENCE);
            JsonObject finished = other.report(id);
            List<String> paid = payouts();
            assertEquals(2, paid.size());
            awaitTrue("it is time to wake up", mayWake);
            int callsBefore = payoutCalls().size();

            signal("-CONT", sleeper);
            long woken = System.nanoTime();
            awaitTrue(
                    "the sleeper has gone on",
                    () -> System.nanoTime() - woken > AWAKE.toNanos()
                            && payoutCalls().size() >= callsBefore + callsMin);

            sleeper.awaitState(id, "COMPLETED"::equals, PATIENCE);
            assertEquals(finished, other.report(id));
            assertEquals(paid, payouts());
            assertEquals(1, actions(finished, "execution.taken-over"));
            assertEquals(2, actions(finished, "effect.intent"));
            assertEquals(2, actions(finished, "effect.applied"));
            List<JsonObject> calls = payoutCalls();
            return calls.subList(callsBefore, calls.size());
        } finally {
            signal("-CONT", sleeper);
        }
    }

    private List<String> keys() {
        return payoutCalls().stream().map(call -> call.text("idempotency_key")).toList();
    }

    private NodeProcess stoppingAt(StopPoint point) {
        List<String> classes = new ArrayList<>(ClassArchive.ofThisRun().options());
        classes.add("-D" + StopPoint.PROPERTY + "=" + point.name());
        return NodeProcess.start(options.named("sleeper"), new ClassArchive(classes))
                .awaitReady();
    }

    private static String approved(NodeProcess node) {
        String id = node.submit("one", StripeAccounts.connection(1), "aed=125.04,bhd=5.670");
        node.awaitState(id, "AWAITING_APPROVAL"::equals, PATIENCE);
        node.approve(id);
        return id;
    }

    private List<String> payouts() {
        return stripe.ledger().stream()
                .filter(entry -> entry.text("type").equals("payout.created"))
                .map(entry -> entry.object("payout"))
                .map(payout -> payout.text("id") + " " + payout.text("currency") + " " + payout.integer("amount"))
                .toList();
    }

    /** Those for the currency that is paid first. */
    private List<JsonObject> payoutCalls() {
        return stripe.requests().stream()
                .filter(request -> request.text("method").equals("POST"))
                .filter(request -> request.text("path").equals("/v1/payouts"))
                .filter(request ->
                        request.object("parameters").findText("currency").equals(Optional.of("aed")))
                .toList();
    }

    private static long actions(JsonObject report, String action) {
        return report.array("audit").objects().stream()
                .filter(line -> line.text("action").equals(action))
                .count();
    }

    private static void signal(String signal, NodeProcess node) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(node.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitStopped(NodeProcess node) {
        Path stat = Path.of("/proc", Long.toString(node.pid()), "stat");
        awaitTrue("process " + node.pid() + " is stopped", () -> {
            try {
                return Files.readString(stat).contains(") T ");
            } catch (IOException e) {
                throw new UncheckedIOException("the node is gone", e);
            }
        });
    }

    private static void awaitTrue(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue("waited in vain until " + what, System.nanoTime() < deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
