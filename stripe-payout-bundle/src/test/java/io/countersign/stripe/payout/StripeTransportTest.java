package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.stripe.exception.ApiConnectionException;
import com.stripe.param.PayoutCreateParams;
import io.countersign.stripe.simulator.Fault;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;

public class StripeTransportTest {
    private static final PayoutCreateParams PARAMS =
            PayoutCreateParams.builder().setAmount(1_000L).setCurrency("aed").build();

    @Rule
    public final SimulatedStripe stripe = new SimulatedStripe();

    @Test
    public void sendsAPostOnceEvenWhenTheConnectionDrops() {
        StripeApi api = new StripeConnector(Duration.ofSeconds(5), Duration.ofSeconds(10))
                .open(stripe.connection().build());
        for (Fault.Kind kind : new Fault.Kind[] {Fault.Kind.RESET_BEFORE_COMMIT, Fault.Kind.RESET_AFTER_COMMIT}) {
            int before = stripe.payoutCalls().size();
            stripe.simulator().arm(Fault.onPayout(kind));
            assertThrows(ApiConnectionException.class, () -> api.create(PARAMS, "key-" + kind));
            assertEquals(kind.name(), 1, stripe.payoutCalls().size() - before);
        }
    }

    @Test
    public void givesUpOnTheWholeCallInTime() {
        StripeApi api = new StripeConnector(Duration.ofSeconds(5), Duration.ofSeconds(10))
                .open(stripe.connection().build(), Duration.ofMillis(200));
        stripe.simulator().arm(Fault.onPayout(Fault.Kind.TIMEOUT_BEFORE_COMMIT));
        ApiConnectionException late = assertThrows(ApiConnectionException.class, () -> api.create(PARAMS, "key-late"));
        assertTrue(Said.by(late), Said.by(late).contains("within 200 ms"));
    }

    @Test
    public void keepsTheInterruptionOfItsThread() {
        StripeApi api = new StripeConnector(Duration.ofSeconds(5), Duration.ofSeconds(10))
                .open(stripe.connection().build());
        Thread.currentThread().interrupt();
        assertThrows(ApiConnectionException.class, () -> api.create(PARAMS, "key-interrupted"));
        assertTrue("still interrupted", Thread.interrupted());
    }
}
