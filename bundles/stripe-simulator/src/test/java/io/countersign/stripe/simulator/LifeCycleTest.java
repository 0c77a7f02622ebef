package io.countersign.stripe.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Event;
import com.stripe.model.Payout;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

public class LifeCycleTest {
    @Rule
    public final RunningSimulator simulator = new RunningSimulator(
            builder -> builder.pending(Duration.ofMinutes(10)).transit(Duration.ofDays(2)));

    @Test
    public void goesFromPendingOverInTransitToPaid() throws StripeException {
        String id = simulator.pay("aed", 5000, "k").getId();
        simulator.get().advance(Duration.ofMinutes(10).minusMillis(1));
        assertEquals("pending", payout(id).getStatus());
        simulator.get().advance(Duration.ofMillis(1));
        assertEquals("in_transit", payout(id).getStatus());
        assertEquals(0, simulator.booked("bank", "aed"));
        simulator.get().advance(Duration.ofDays(2));
        Payout paid = payout(id);
        assertEquals("paid", paid.getStatus());
        assertEquals("supported", paid.getTraceId().getStatus());
        assertEquals(5000, simulator.booked("bank", "aed"));
        assertEquals(0, simulator.booked("in_transit", "aed"));
    }

    @Test
    public void returnsTheMoneyWhenAPaidPayoutFailsLate() throws StripeException {
        simulator
                .get()
                .arm(Fault.onPayout(Fault.Kind.FAILURE_AFTER_PAID)
                        .after(Duration.ofDays(3))
                        .failingWith("account_closed"));
        String id = simulator.pay("aed", 5000, "k").getId();
        simulator.get().advance(Duration.ofDays(4));
        assertEquals("paid", payout(id).getStatus());
        assertNull(payout(id).getFailureCode());
        assertEquals(120043, simulator.available("aed"));

        simulator.get().advance(Duration.ofDays(2));
        Payout failed = payout(id);
        assertEquals("failed", failed.getStatus());
        assertEquals("account_closed", failed.getFailureCode());
        assertEquals("The bank account has been closed.", failed.getFailureMessage());
        BalanceTransaction back =
                simulator.stripe().v1().balanceTransactions().retrieve(failed.getFailureBalanceTransaction());
        assertEquals("payout_failure", back.getType());
        assertEquals(Long.valueOf(5000), back.getNet());
        assertEquals(125043, simulator.available("aed"));
        assertEquals(0, simulator.booked("bank", "aed"));
    }

    @Test
    public void returnsTheMoneyWhenTheBankRefusesBeforePaid() throws StripeException {
        simulator.get().arm(Fault.onPayout(Fault.Kind.FAILURE_BEFORE_PAID).when("currency", "usd"));
        String healthy = simulator.pay("aed", 5000, "k").getId();
        String doomed = simulator.pay("usd", 5000, "k2").getId();
        simulator.get().advance(Duration.ofDays(3));
        assertEquals("paid", payout(healthy).getStatus());
        assertEquals("failed", payout(doomed).getStatus());
        assertEquals("could_not_process", payout(doomed).getFailureCode());
        assertEquals(50000, simulator.available("usd"));
        assertEquals(0, simulator.booked("bank", "usd"));
        assertEquals(0, simulator.booked("in_transit", "usd"));
    }

    @Test
    public void booksEachStepAtItsOwnMomentHoweverFarTimeJumps() throws StripeException {
        String id = simulator.pay("aed", 5000, "k").getId();
        simulator.get().advance(Duration.ofDays(30));
        Instant start = RunningSimulator.START;
        List<Instant> moments = simulator.get().ledger().stream()
                .filter(entry -> id.equals(entry.payoutId()))
                .map(LedgerEntry::at)
                .toList();
        assertEquals(
                List.of(
                        start,
                        start.plus(Duration.ofMinutes(10)),
                        start.plus(Duration.ofMinutes(10)).plus(Duration.ofDays(2))),
                moments);
        assertEquals(List.of("payout.created", "payout.updated", "payout.paid"), simulator.payoutEntries());
    }

    @Test
    public void goesOnAfterARestartWhereTimeWas() throws StripeException {
        String id = simulator.pay("aed", 5000, "k").getId();
        simulator.get().advance(Duration.ofHours(1));
        simulator.restart();
        assertEquals(
                RunningSimulator.START.plus(Duration.ofHours(1)),
                simulator.get().now());
        assertEquals("in_transit", payout(id).getStatus());
        simulator.get().advance(Duration.ofDays(2));
        assertEquals("paid", payout(id).getStatus());
    }

    @Test
    public void timeCanBeAdvancedOverHttp() throws StripeException, IOException {
        String id = simulator.pay("aed", 5000, "k").getId();
        assertEquals(200, simulator.admin("/clock/advance", "{\"seconds\":600}").statusCode());
        assertEquals("in_transit", payout(id).getStatus());
        assertEquals(400, simulator.admin("/clock/advance", "{\"seconds\":-1}").statusCode());
    }

    @Test
    public void reportsEachStepAsAnEvent() throws StripeException {
        String id = simulator.pay("aed", 5000, "k").getId();
        simulator.get().advance(Duration.ofDays(3));
        List<Event> events = simulator.stripe().v1().events().list().getData();
        assertEquals(
                List.of("payout.paid", "payout.updated", "payout.created"),
                events.stream().map(Event::getType).toList());
        Event created = simulator.stripe().v1().events().retrieve(events.get(2).getId());
        assertEquals("k", created.getRequest().getIdempotencyKey());
        Payout snapshot =
                (Payout) created.getDataObjectDeserializer().getObject().orElseThrow();
        assertEquals(id, snapshot.getId());
        assertEquals("pending", snapshot.getStatus());
    }

    @Test
    public void runsByItselfOnRealTime() throws IOException {
        SimulatorConfig config = SimulatorConfig.builder(
                        simulator.get().ledgerFile().resolveSibling("fast"))
                .openingBalances(OpeningBalance.parse("aed=1000"))
                .secretKey(RunningSimulator.TEST_KEY)
                .pending(Duration.ofMinutes(10))
                .transit(Duration.ofMinutes(10))
                .speed(100_000)
                .build();
        try (StripeSimulator fast = StripeSimulator.start(config)) {
            StripeClient client = StripeClient.builder()
                    .setApiKey(RunningSimulator.TEST_KEY)
                    .setApiBase(fast.baseUri().toString())
                    .build();
            client.v1().payouts().create(RunningSimulator.payout("aed", 1000).build());
            // Nobody calls any more: the file must get there on its own.
            long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (!Files.readString(fast.ledgerFile()).contains("payout.paid") && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertEquals(true, Files.readString(fast.ledgerFile()).contains("payout.paid"));
        } catch (StripeException e) {
            throw new AssertionError(e);
        }
    }

    private Payout payout(String id) throws StripeException {
        return simulator.stripe().v1().payouts().retrieve(id);
    }
}
