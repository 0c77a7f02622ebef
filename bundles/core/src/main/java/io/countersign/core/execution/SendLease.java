package io.countersign.core.execution;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A local, monotonic deadline for sending: renewed by each look that shows the fence is still held, and not good before
 * the first. A worker that was paused past it (and may have been replaced meanwhile) sends nothing.
 */
final class SendLease {
    private final LongSupplier nanoTime;
    private final AtomicLong goodUntil;

    SendLease(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.goodUntil = new AtomicLong(nanoTime.getAsLong());
    }

    /** @param askedAt nano time before the fence was looked at */
    void renew(long askedAt) {
        goodUntil.set(askedAt + ExecutionSettings.SEND_LEASE.toNanos());
    }

    boolean isGood() {
        return nanoTime.getAsLong() - goodUntil.get() < 0;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }
}
