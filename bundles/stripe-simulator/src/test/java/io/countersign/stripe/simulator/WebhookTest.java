package io.countersign.stripe.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.Payout;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Events are sent as Stripe sends them: the real SDK verifies every one. */
public class WebhookTest {
    private static final String SECRET = "whsec_simulator_test";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Rule
    public final RunningSimulator simulator = new RunningSimulator(builder ->
            builder.clock(Clock.systemUTC()).pending(Duration.ofDays(1)).transit(Duration.ofDays(1)));

    private final List<Event> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer receiver;

    @Before
    public void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hooks", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
                if (refusals.getAndDecrement() > 0) {
                    exchange.sendResponseHeaders(500, -1);
                    return;
                }
                Webhook.Signature.verifyHeader(body, signature, SECRET, 300);
                received.add(Event.GSON.fromJson(body, Event.class));
                exchange.sendResponseHeaders(200, -1);
            } catch (SignatureVerificationException e) {
                exchange.sendResponseHeaders(400, -1);
            }
        });
        receiver.start();
        simulator.get().sendWebhooksTo(url(), SECRET);
    }

    @After
    public void stopListening() {
        receiver.stop(0);
    }

    @Test
    public void everyStepOfAPayoutIsSentInOrder() throws Exception {
        String payout = pay().getId();
        await("the creation", () -> received.size() == 1);
        simulator.get().advance(Duration.ofDays(3));
        await("the other steps", () -> received.size() == 3);

        assertEquals(List.of("payout.created", "payout.updated", "payout.paid"), types());
        assertTrue(received.stream()
                .allMatch(
                        event -> event.getDataObjectDeserializer().getRawJson().contains(payout)));
        assertEquals(3, received.stream().map(Event::getId).distinct().count());
        assertEquals(
                "the same event as the list has",
                simulator.stripe().v1().events().list().getData().get(0).getId(),
                received.get(2).getId());
    }

    @Test
    public void aLateFailureComesAfterPaid() throws Exception {
        simulator.get().arm(Fault.onPayout(Fault.Kind.FAILURE_AFTER_PAID).after(Duration.ofDays(2)));
        String payout = pay().getId();
        simulator.get().advance(Duration.ofDays(5));
        await("all steps", () -> received.size() == 4);

        assertEquals("payout.failed", types().get(3));
        String transaction = simulator.stripe().v1().payouts().retrieve(payout).getFailureBalanceTransaction();
        assertTrue(received.get(3).getDataObjectDeserializer().getRawJson().contains(transaction));
    }

    @Test
    public void theFaultPlanDuplicatesReordersAndLoses() throws Exception {
        simulator.get().arm(Fault.onWebhook(Fault.Kind.WEBHOOK_LOST, "payout.created"));
        simulator.get().arm(Fault.onWebhook(Fault.Kind.WEBHOOK_LATE, "payout.updated"));
        simulator.get().arm(Fault.onWebhook(Fault.Kind.WEBHOOK_DUPLICATE, "payout.paid"));
        pay();
        simulator.get().advance(Duration.ofDays(3));
        await("all steps", () -> received.size() == 3);

        assertEquals(List.of("payout.paid", "payout.paid", "payout.updated"), types());
        assertEquals(received.get(0).getId(), received.get(1).getId());
        assertEquals(
                "lost by the fault plan", simulator.get().deliveries().get(0).problem());
    }

    @Test
    public void whatIsNotTakenIsSentAgain() throws Exception {
        refusals.set(1);
        pay();
        await("the second attempt", () -> simulator.get().deliveries().size() == 2);

        List<WebhookDelivery> deliveries = simulator.get().deliveries();
        assertEquals(500, deliveries.get(0).status());
        assertEquals(2, deliveries.get(1).attempt());
        assertEquals(deliveries.get(0).eventId(), deliveries.get(1).eventId());
    }

    @Test
    public void anEventIsSentOnceMoreOnRequest() throws Exception {
        pay();
        await("the creation", () -> received.size() == 1);
        String event = received.get(0).getId();
        assertEquals(
                200,
                simulator
                        .admin("/webhooks/resend", "{\"event\":\"" + event + "\"}")
                        .statusCode());
        await("the second copy", () -> received.size() == 2);
        assertEquals(event, received.get(1).getId());
        assertEquals(
                400,
                simulator.admin("/webhooks/resend", "{\"event\":\"evt_none\"}").statusCode());
    }

    @Test
    public void endpointsAreAddedByCallAndByOption() throws Exception {
        assertEquals(
                200,
                simulator
                        .admin("/webhooks", "{\"url\":\"" + url() + "/second\",\"secret\":\"" + SECRET + "\"}")
                        .statusCode());
        pay();
        await("both copies", () -> received.size() == 2);
        assertTrue(!simulator
                .admin("/webhooks", "{\"url\":\"x\",\"secret\":\"y\"}")
                .body()
                .contains(SECRET));

        List<String> options =
                List.of("--data", "d", "--webhook-url", "http://127.0.0.1:1/hooks/x", "--webhook-secret", SECRET);
        assertEquals(1, StripeSimulatorMain.config(options).webhooks().size());
        assertThrows(
                IllegalArgumentException.class,
                () -> StripeSimulatorMain.config(List.of("--webhook-url", "http://127.0.0.1:1/hooks/x")));
    }

    private Payout pay() throws StripeException {
        return simulator
                .stripe()
                .v1()
                .payouts()
                .create(RunningSimulator.payout("aed", 1_000).build());
    }

    private List<String> types() {
        return received.stream().map(Event::getType).toList();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hooks");
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + PATIENCE + ": " + what + "; delivered "
                        + simulator.get().deliveries());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
