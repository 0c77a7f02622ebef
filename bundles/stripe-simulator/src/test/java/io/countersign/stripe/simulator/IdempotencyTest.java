package io.countersign.stripe.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;

import com.stripe.exception.ApiException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Payout;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;

public class IdempotencyTest {
    @Rule
    public final RunningSimulator simulator = new RunningSimulator();

    @Test
    public void replaysTheFirstAnswerAndMovesMoneyOnce() throws StripeException, IOException {
        HttpResponse<String> first = post("amount=100&currency=aed");
        simulator.get().advance(Duration.ofMinutes(1));
        HttpResponse<String> second = post("currency=aed&amount=100");
        assertEquals(first.body(), second.body());
        assertEquals("true", second.headers().firstValue("Idempotent-Replayed").orElse(""));
        assertFalse(first.headers().firstValue("Idempotent-Replayed").isPresent());
        assertEquals(first.headers().firstValue("Request-Id"), second.headers().firstValue("Original-Request"));
        assertEquals(124943, simulator.available("aed"));
        assertEquals(
                List.of(false, true),
                simulator.get().requests().stream()
                        .filter(request -> "k".equals(request.idempotencyKey()))
                        .map(RecordedRequest::replayed)
                        .toList());
    }

    @Test
    public void refusesOtherParametersOrAnotherEndpointUnderTheSameKey() throws StripeException, IOException {
        Payout payout = simulator.pay("aed", 100, "k");
        IdempotencyException other = assertThrows(IdempotencyException.class, () -> simulator.pay("aed", 200, "k"));
        assertEquals(Integer.valueOf(400), other.getStatusCode());
        assertEquals("idempotency_error", other.getStripeError().getType());
        Payout another = simulator.pay("aed", 100, "k2");
        simulator.stripe().v1().payouts().cancel(payout.getId(), RunningSimulator.withKey("cancel"));
        assertThrows(
                IdempotencyException.class,
                () -> simulator.stripe().v1().payouts().cancel(another.getId(), RunningSimulator.withKey("cancel")));
        assertEquals(List.of("payout.created", "payout.created", "payout.canceled"), simulator.payoutEntries());
    }

    @Test
    public void forgetsAKeyAfter24HoursAndNotBefore() throws StripeException {
        Payout first = simulator.pay("aed", 100, "k");
        simulator.get().advance(Duration.ofHours(24).minusMillis(1));
        assertEquals(first.getId(), simulator.pay("aed", 100, "k").getId());
        simulator.get().advance(Duration.ofMillis(1));
        Payout second = simulator.pay("aed", 100, "k");
        assertNotEquals(first.getId(), second.getId());
        assertEquals(124843, simulator.available("aed"));
    }

    @Test
    public void keepsARefusalThatTheStateOfTheAccountCaused() throws StripeException, IOException {
        assertThrows(InvalidRequestException.class, () -> simulator.pay("aed", 200_000, "k"));
        simulator.admin("/balances", "{\"balances\":[{\"currency\":\"aed\",\"available\":300000}]}");
        InvalidRequestException replayed =
                assertThrows(InvalidRequestException.class, () -> simulator.pay("aed", 200_000, "k"));
        assertEquals("balance_insufficient", replayed.getCode());
        assertEquals("paid", 300000, simulator.available("aed"));
    }

    @Test
    public void doesNotKeepAFailedValidation() throws StripeException, IOException {
        assertEquals(400, post("amount=100&currency=aed&nonsense=1").statusCode());
        assertEquals(200, post("amount=100&currency=aed").statusCode());
    }

    @Test
    public void keepsA500AcrossARestart() throws StripeException {
        simulator.get().arm(Fault.onPayout(Fault.Kind.STORED_500));
        assertThrows(ApiException.class, () -> simulator.pay("aed", 100, "k"));
        simulator.restart();
        ApiException replayed = assertThrows(ApiException.class, () -> simulator.pay("aed", 100, "k"));
        assertEquals(Integer.valueOf(500), replayed.getStatusCode());
        assertEquals(125043, simulator.available("aed"));
        simulator.pay("aed", 100, "another key");
        assertEquals(124943, simulator.available("aed"));
    }

    @Test
    public void keepsASuccessAcrossARestart() throws StripeException {
        Payout first = simulator.pay("aed", 100, "k");
        simulator.restart();
        assertEquals(first.getId(), simulator.pay("aed", 100, "k").getId());
        assertEquals(124943, simulator.available("aed"));
    }

    @Test
    public void refusesAKeyWhileItsFirstCallExecutes() throws StripeException {
        simulator.get().arm(Fault.onPayout(Fault.Kind.LATENCY).after(Duration.ofMillis(250)));
        List<CompletableFuture<String>> calls = Stream.of(1, 2)
                .map(i -> CompletableFuture.supplyAsync(this::payUnderK))
                .toList();
        List<String> results =
                calls.stream().map(CompletableFuture::join).sorted().toList();
        assertEquals("idempotency_key_in_use", results.get(0));
        assertEquals(results.get(1), payUnderK());
        assertEquals(124943, simulator.available("aed"));
    }

    @Test
    public void keysOfTestAndLiveModeAreNotTheSame() throws StripeException {
        Payout test = simulator.pay("aed", 100, "k");
        Payout live = simulator
                .stripe(RunningSimulator.LIVE_KEY)
                .v1()
                .payouts()
                .create(RunningSimulator.payout("aed", 100).build(), RunningSimulator.withKey("k"));
        assertNotEquals(test.getId(), live.getId());
    }

    private String payUnderK() {
        try {
            return simulator.pay("aed", 100, "k").getId();
        } catch (StripeException e) {
            return String.valueOf(e.getCode());
        }
    }

    private HttpResponse<String> post(String form) throws IOException {
        return simulator.rawPost("/v1/payouts", form, "Idempotency-Key", "k");
    }
}
