package io.countersign.core.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.core.testing.SettableClock;
import java.time.Duration;
import org.junit.Test;

public final class SignInThrottleTest {
    private final SettableClock clock = new SettableClock();
    private final SignInThrottle throttle =
            new SignInThrottle(clock, new SignInThrottle.Limits(3, 6, Duration.ofSeconds(60)));

    @Test
    public void waitsTwiceAsLongAfterEachFailureUpToTheLimit() {
        for (int i = 0; i < 3; i++) {
            assertEquals(Duration.ZERO, throttle.admit("maria", ""));
        }
        for (long expected : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            Duration wait = throttle.admit("maria", "");
            assertEquals(Duration.ofSeconds(expected), wait);
            clock.advance(wait.minusMillis(1));
            assertEquals(Duration.ofMillis(1), throttle.admit("maria", ""));
            clock.advance(Duration.ofMillis(1));
            assertEquals(Duration.ZERO, throttle.admit("maria", ""));
        }
    }

    @Test
    public void countsAnAttemptFromItsBeginningSoThatManyAtOnceGainNothing() {
        long admitted = java.util.stream.IntStream.range(0, 1000)
                .filter(i -> throttle.admit("maria", "").isZero())
                .count();

        assertEquals(3, admitted);
    }

    @Test
    public void successStartsTheAccountAfresh() {
        for (int i = 0; i < 20; i++) {
            assertEquals(Duration.ZERO, throttle.admit("maria", "192.0.2.1"));
            throttle.succeeded("maria", "192.0.2.1");
        }
    }

    @Test
    public void oneAddressCannotGuessAtManyAccounts() {
        for (int i = 0; i < 6; i++) {
            assertEquals(Duration.ZERO, throttle.admit("user" + i, "192.0.2.1"));
        }
        assertEquals(Duration.ofSeconds(1), throttle.admit("user6", "192.0.2.1"));
        assertEquals(Duration.ZERO, throttle.admit("user6", "192.0.2.2"));
    }

    @Test
    public void anOwnAccountDoesNotWashAwayTheFailuresOfAnAddress() {
        int guesses = 0;
        for (int i = 0; i < 50; i++) {
            if (throttle.admit("own", "192.0.2.1").isZero()) {
                throttle.succeeded("own", "192.0.2.1");
            }
            if (throttle.admit("victim" + i, "192.0.2.1").isZero()) {
                guesses++;
            }
        }
        assertEquals(6, guesses);
    }

    @Test
    public void anAddressIsForgivenOneFailureAMinute() {
        SignInThrottle patient = new SignInThrottle(clock, new SignInThrottle.Limits(3, 6, Duration.ofMinutes(15)));
        for (int i = 0; i < 200; i++) {
            assertEquals(Duration.ZERO, patient.admit("colleague" + i, "192.0.2.1"));
            clock.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    public void anIpv6NetworkIsOneAddress() {
        for (int i = 0; i < 6; i++) {
            throttle.admit("user" + i, "2001:db8:1:2::" + i);
        }
        assertEquals(Duration.ofSeconds(1), throttle.admit("user6", "2001:db8:1:2:ffff::1"));
        assertEquals(Duration.ZERO, throttle.admit("user6", "2001:db8:1:3::1"));
    }

    @Test
    public void aStrangerCannotLockTheOwnerOut() {
        throttle.admit("maria", "192.0.2.1");
        throttle.succeeded("maria", "192.0.2.1");
        for (int i = 0; i < 100; i++) {
            throttle.admit("maria", "203.0.113." + i);
        }

        assertTrue(throttle.admit("maria", "203.0.113.200").compareTo(Duration.ZERO) > 0);
        assertEquals(Duration.ZERO, throttle.admit("maria", "192.0.2.1"));
    }

    @Test
    public void forgetsAfterFourTimesTheLongestWait() {
        for (int i = 0; i < 4; i++) {
            throttle.admit("maria", "");
        }
        clock.advance(Duration.ofMinutes(4));
        for (int i = 0; i < 3; i++) {
            assertEquals(Duration.ZERO, throttle.admit("maria", ""));
        }
    }

    @Test
    public void holdsABoundedNumberOfNames() {
        throttle.admit("first", "");
        for (int i = 0; i < 3; i++) {
            throttle.admit("first", "");
        }
        for (int i = 0; i < 20_000; i++) {
            throttle.admit("name" + i, "");
        }
        assertEquals("the oldest made room", Duration.ZERO, throttle.admit("first", ""));
    }
}
