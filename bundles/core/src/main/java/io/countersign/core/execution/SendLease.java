package io.countersign.core.execution;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A local, monotonic deadline for sending: renewed by each good heartbeat. A worker that was paused past it (and may have
 * been replaced meanwhile) sends nothing.
 */
final class SendLease {
    private final LongSupplier nanoTime;
    private final AtomicLong goodUntil;

    SendLease(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.goodUntil = new AtomicLong(nanoTime.getAsLong() + ExecutionSettings.SEND_LEASE.toNanos());
    }

    /** @param askedAt nano time before the heartbeat was asked for */
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
