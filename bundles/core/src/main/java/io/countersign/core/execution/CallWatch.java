package io.countersign.core.execution;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows whether an effect is under way, from before its note until its outcome is written: it is not interrupted while
 * its handler still has time to answer.
 */
final class CallWatch {
    private final LongSupplier nanoTime;
    private final long limitNanos;
    private boolean underWay;
    private long begunAt;

    CallWatch(LongSupplier nanoTime, Duration limit) {
        this.nanoTime = nanoTime;
        this.limitNanos = limit.toNanos();
    }

    /** It begins, or the next call of its handler does. */
    synchronized void begin() {
        underWay = true;
        begunAt = nanoTime.getAsLong();
    }

    synchronized void end() {
        underWay = false;
    }

    /** Whether an effect is under way whose call still has time to answer. */
    synchronized boolean isInTime() {
        return underWay && !isPastLimit();
    }

    /** Whether an effect is under way whose call should have answered. */
    synchronized boolean isLate() {
        return underWay && isPastLimit();
    }

    private boolean isPastLimit() {
        return nanoTime.getAsLong() - begunAt > limitNanos;
    }
}
