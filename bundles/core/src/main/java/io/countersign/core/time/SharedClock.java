package io.countersign.core.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time that all nodes share: a node's own clock may be wrong by minutes, and what one node writes, others compare
 * with their now. In UTC. Durations within a node are measured with {@link System#nanoTime} instead.
 */
public abstract class SharedClock extends Clock {

    /** A clock for a node that shares nothing with others. */
    public static SharedClock of(Clock clock) {
        return new SharedClock() {
            @Override
            public Instant instant() {
                return clock.instant();
            }
        };
    }

    @Override
    public final ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** @throws UnsupportedOperationException always; times of the platform are in UTC */
    @Override
    public final Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times of the platform are in UTC, not " + zone);
    }
}
