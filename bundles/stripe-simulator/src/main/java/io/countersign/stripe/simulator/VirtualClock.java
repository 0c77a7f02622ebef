package io.countersign.stripe.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The simulator's time: real time multiplied by a speed, which can be moved forward at will but never back. */
final class VirtualClock {
    private final Clock realClock;
    private final double speed;
    private final Instant realStart;
    private final Instant virtualStart;
    private Duration advanced = Duration.ZERO;

    /**
     * @param notBefore the last moment the ledger knows; virtual time goes on from there after a restart if it is later
     *     than real time
     */
    VirtualClock(Clock realClock, double speed, Instant notBefore) {
        this.realClock = realClock;
        this.speed = speed;
        this.realStart = realClock.instant();
        this.virtualStart = notBefore.isAfter(realStart) ? notBefore : realStart;
    }

    synchronized Instant now() {
        long elapsedNanos = Duration.between(realStart, realClock.instant()).toNanos();
        return virtualStart.plusNanos(Math.round(elapsedNanos * speed)).plus(advanced);
    }

    synchronized void advance(Duration by) {
        advanced = advanced.plus(by);
    }
}
