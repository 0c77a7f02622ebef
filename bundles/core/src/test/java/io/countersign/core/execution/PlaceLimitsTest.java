package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

public final class PlaceLimitsTest {

    @Test
    public void nothingConfiguredIsNoLimit() {
        assertEquals(Optional.empty(), PlaceLimits.parse("").of("stripe.payout"));
        assertEquals(Optional.empty(), PlaceLimits.parse(" , ").of("stripe.payout"));
        assertEquals(Optional.empty(), PlaceLimits.none().of("stripe.payout"));
    }

    @Test
    public void aNamedOperationHasItsOwnLimitAndTheOthersTheCommonOne() {
        PlaceLimits limits = PlaceLimits.parse("stripe.payout=2,* = 8");

        assertEquals(Optional.of(new PlaceLimit("stripe.payout", 2)), limits.of("stripe.payout"));
        assertEquals(Optional.of(new PlaceLimit("bank.reconcile", 8)), limits.of("bank.reconcile"));
        assertEquals(Optional.empty(), PlaceLimits.parse("stripe.payout=2").of("bank.reconcile"));
    }

    @Test
    public void aWrongPartIsNamedWithTheRemedy() {
        assertWrong(
                "stripe.payout",
                "'stripe.payout' of operationConcurrencyMax in etc/io.countersign.execution.cfg"
                        + " is not written as operation=number; write e.g. stripe.payout=2, *=8");
        assertWrong(
                "a.b=1, =3",
                "'=3' of operationConcurrencyMax in etc/io.countersign.execution.cfg is not written as"
                        + " operation=number; write e.g. stripe.payout=2, *=8");
        assertWrong(
                "a.b=two",
                "'a.b=two' of operationConcurrencyMax in etc/io.countersign.execution.cfg does not end in"
                        + " a whole number; write e.g. stripe.payout=2, *=8");
        assertWrong(
                "a.b=0",
                "'a.b=0' of operationConcurrencyMax in etc/io.countersign.execution.cfg is not between 1"
                        + " and 10000; to stop an operation, stop its plug-in (ops:plugin-stop); write e.g. stripe.payout=2, *=8");
        assertWrong(
                "a.b=1, a.b=2",
                "'a.b=2' of operationConcurrencyMax in etc/io.countersign.execution.cfg gives"
                        + " operation 'a.b' a second limit; write e.g. stripe.payout=2, *=8");
    }

    @Test
    public void theFurtherBehindTheLaterItAsksAgainButAlwaysInTime() {
        PlaceLimit two = new PlaceLimit("stripe.payout", 2);

        assertEquals(Duration.ofSeconds(1), two.retryAfter(2));
        assertEquals(Duration.ofSeconds(2), two.retryAfter(12));
        assertEquals(Duration.ofSeconds(30), two.retryAfter(1_000_000));
    }

    private static void assertWrong(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> PlaceLimits.parse(text))
                        .getMessage());
    }
}
