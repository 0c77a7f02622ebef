package io.countersign.core.execution;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Knows whether a handler's call is under way: it is not interrupted while it still has time to answer. */
final class CallWatch {
    private final LongSupplier nanoTime;
    private final long limitNanos;
    private boolean underWay;
    private long begunAt;

    CallWatch(LongSupplier nanoTime, Duration limit) {
        this.nanoTime = nanoTime;
        this.limitNanos = limit.toNanos();
    }

    synchronized void begin() {
        underWay = true;
        begunAt = nanoTime.getAsLong();
    }

    synchronized void end() {
        underWay = false;
    }

    /** Whether a call is under way that still has time to answer. */
    synchronized boolean isInTime() {
        return underWay && !isPastLimit();
    }

    /** Whether a call is under way that should have answered. */
    synchronized boolean isLate() {
        return underWay && isPastLimit();
    }

    private boolean isPastLimit() {
        return nanoTime.getAsLong() - begunAt > limitNanos;
    }
}
