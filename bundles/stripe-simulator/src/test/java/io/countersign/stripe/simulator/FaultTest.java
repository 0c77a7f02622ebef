package io.countersign.stripe.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

public class FaultTest {
    @Rule
    public final RunningSimulator simulator = new RunningSimulator();

    @Test
    public void timeoutBeforeCommitMovesNothing() throws StripeException {
        simulator.get().arm(Fault.onPayout(Fault.Kind.TIMEOUT_BEFORE_COMMIT));
        assertThrows(ApiConnectionException.class, () -> simulator.pay("aed", 100, "k"));
        assertEquals(List.of(), simulator.payoutEntries());
        simulator.pay("aed", 100, "k");
        assertEquals(List.of("payout.created"), simulator.payoutEntries());
        assertEquals(List.of(0, 200), statuses());
    }

    @Test
    public void timeoutAfterCommitLosesOnlyTheAnswer() throws StripeException {
        simulator.get().arm(Fault.onPayout(Fault.Kind.TIMEOUT_AFTER_COMMIT));
        assertThrows(ApiConnectionException.class, () -> simulator.pay("aed", 100, "k"));
        assertEquals(List.of("payout.created"), simulator.payoutEntries());
        String found = simulator.stripe().v1().payouts().list().getData().get(0).getId();
        assertEquals(found, simulator.pay("aed", 100, "k").getId());
        assertEquals(124943, simulator.available("aed"));
    }

    @Test
    public void resetBeforeCommitMovesNothing() throws IOException {
        simulator.get().arm(Fault.onPayout(Fault.Kind.RESET_BEFORE_COMMIT));
        assertThrows(IOException.class, () -> simulator.rawPost("/v1/payouts", "amount=100&currency=aed"));
        assertEquals(List.of(), simulator.payoutEntries());
        assertEquals(
                200, simulator.rawPost("/v1/payouts", "amount=100&currency=aed").statusCode());
    }

    @Test
    public void resetAfterCommitLosesOnlyTheAnswer() throws IOException, StripeException {
        simulator.get().arm(Fault.onPayout(Fault.Kind.RESET_AFTER_COMMIT));
        assertThrows(
                IOException.class,
                () -> simulator.rawPost("/v1/payouts", "amount=100&currency=aed", "Idempotency-Key", "k"));
        assertEquals(List.of("payout.created"), simulator.payoutEntries());
        simulator.pay("aed", 100, "k");
        assertEquals(List.of("payout.created"), simulator.payoutEntries());
    }

    /** The JDK's HttpURLConnection repeats a POST once by itself when a connection is dropped without an answer. */
    @Test
    public void theSdkReportsAResetOnlyIfItHappensTwice() throws StripeException {
        simulator.get().arm(Fault.onPayout(Fault.Kind.RESET_AFTER_COMMIT));
        simulator.pay("aed", 100, "once");
        assertEquals(List.of(0, 200), statuses());
        simulator.get().arm(Fault.onPayout(Fault.Kind.RESET_AFTER_COMMIT).times(2));
        assertThrows(ApiConnectionException.class, () -> simulator.pay("aed", 100, "twice"));
        assertEquals(List.of("payout.created", "payout.created"), simulator.payoutEntries());
    }

    @Test
    public void stored500AfterCommitHidesAPayoutThatExists() throws StripeException {
        simulator.get().arm(Fault.onPayout(Fault.Kind.STORED_500_AFTER_COMMIT));
        assertThrows(ApiException.class, () -> simulator.pay("aed", 100, "k"));
        assertThrows(ApiException.class, () -> simulator.pay("aed", 100, "k"));
        assertEquals(1, simulator.stripe().v1().payouts().list().getData().size());
        assertEquals(124943, simulator.available("aed"));
    }

    @Test
    public void rateLimitAndConflictAreNotStored() throws StripeException {
        simulator.get().arm(Fault.onPayout(Fault.Kind.RATE_LIMIT));
        RateLimitException limited = assertThrows(RateLimitException.class, () -> simulator.pay("aed", 100, "k"));
        assertEquals("rate_limit", limited.getCode());
        simulator.get().arm(Fault.onPayout(Fault.Kind.CONFLICT));
        ApiException conflict = assertThrows(ApiException.class, () -> simulator.pay("aed", 100, "k"));
        assertEquals(Integer.valueOf(409), conflict.getStatusCode());
        assertEquals("idempotency_key_in_use", conflict.getCode());
        assertEquals(List.of(), simulator.payoutEntries());
        simulator.pay("aed", 100, "k");
        assertEquals(124943, simulator.available("aed"));
    }

    @Test
    public void latencyDelaysTheAnswerAndNothingElse() throws StripeException {
        simulator.get().arm(Fault.onPayout(Fault.Kind.LATENCY).after(Duration.ofMillis(150)));
        long start = System.nanoTime();
        simulator.pay("aed", 100, "k");
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() >= 150);
        assertEquals(124943, simulator.available("aed"));
    }

    @Test
    public void hitsTheNthCallSoManyTimes() throws StripeException {
        simulator
                .get()
                .arm(Fault.onPayout(Fault.Kind.RATE_LIMIT).fromCall(2).times(2).when("currency", "aed"));
        simulator.pay("usd", 100, "other currency");
        List<Integer> expected = List.of(200, 429, 429, 200);
        assertEquals(expected, payFourTimes());
        simulator.get().arm(Fault.onPayout(Fault.Kind.RATE_LIMIT).times(100));
        simulator.get().disarm();
        simulator.pay("usd", 100, "disarmed");
    }

    @Test
    public void chanceIsRepeatableByItsSeed() throws StripeException {
        List<List<Integer>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            simulator.get().disarm();
            simulator.get().arm(Fault.onPayout(Fault.Kind.RATE_LIMIT).times(100).withChance(0.5, 42));
            List<Integer> statuses = payFourTimes();
            statuses.addAll(payFourTimes());
            runs.add(statuses);
        }
        assertEquals(runs.get(0), runs.get(1));
        assertTrue(
                runs.get(0).toString(), runs.get(0).contains(429) && runs.get(0).contains(200));
    }

    @Test
    public void faultsAreArmedOverHttp() throws IOException {
        String fault =
                "{\"kind\":\"rate_limit\",\"method\":\"GET\",\"path\":\"/v1/bal*\",\"times\":1,\"probability\":1.0}";
        assertEquals(200, simulator.admin("/faults", fault).statusCode());
        assertThrows(
                RateLimitException.class,
                () -> simulator.stripe().v1().balance().retrieve());
        assertEquals(400, simulator.admin("/faults", "{\"kind\":\"nonsense\"}").statusCode());
        assertEquals(
                400,
                simulator.admin("/faults", "{\"kind\":\"latency\",\"nth\":0}").statusCode());
    }

    private List<Integer> payFourTimes() {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            try {
                simulator
                        .stripe()
                        .v1()
                        .payouts()
                        .create(RunningSimulator.payout("aed", 100).build());
                statuses.add(200);
            } catch (StripeException e) {
                statuses.add(e.getStatusCode());
            }
        }
        return statuses;
    }

    private List<Integer> statuses() {
        return simulator.get().requests().stream()
                .filter(request -> request.method().equals("POST"))
                .map(RecordedRequest::status)
                .toList();
    }
}
