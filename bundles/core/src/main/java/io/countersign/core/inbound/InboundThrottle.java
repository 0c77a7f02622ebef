package io.countersign.core.inbound;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many messages are taken: for each sender and for all together a bucket of tokens that fills up steadily. Kept in
 * memory, per node.
 */
final class InboundThrottle {
    private static final int SENDERS_MAX = 10_000;

    private final LongSupplier nanoTime;
    private final Limits limits;
    private final Bucket all;
    private final Map<String, Bucket> bySender = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > SENDERS_MAX;
        }
    };

    /**
     * @param senderPerSecond steady rate of one sender
     * @param allPerSecond steady rate of all senders together
     * @param burstSeconds a bucket holds so many seconds' worth
     */
    record Limits(int senderPerSecond, int allPerSecond, int burstSeconds) {}

    /** Whole and broken tokens at one moment; guarded by the throttle's lock. */
    private static final class Bucket {
        private double tokens;
        private long at;

        Bucket(double tokens, long at) {
            this.tokens = tokens;
            this.at = at;
        }

        void fill(long now, int perSecond, int burstSeconds) {
            double more = (now - at) / (double) TimeUnit.SECONDS.toNanos(1) * perSecond;
            tokens = Math.min((double) perSecond * burstSeconds, tokens + more);
            at = now;
        }
    }

    InboundThrottle(LongSupplier nanoTime, Limits limits) {
        this.nanoTime = nanoTime;
        this.limits = limits;
        this.all = new Bucket((double) limits.allPerSecond() * limits.burstSeconds(), nanoTime.getAsLong());
    }

    /** Takes a token of each bucket; false, and none was taken, when one of them is empty. */
    synchronized boolean admits(String address) {
        long now = nanoTime.getAsLong();
        Bucket sender = bySender.computeIfAbsent(
                address, key -> new Bucket((double) limits.senderPerSecond() * limits.burstSeconds(), now));
        sender.fill(now, limits.senderPerSecond(), limits.burstSeconds());
        all.fill(now, limits.allPerSecond(), limits.burstSeconds());
        if (sender.tokens < 1 || all.tokens < 1) {
            return false;
        }
        sender.tokens--;
        all.tokens--;
        return true;
    }
}
