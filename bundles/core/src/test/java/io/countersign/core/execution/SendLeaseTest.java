package io.countersign.core.execution;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class SendLeaseTest {
    // near the overflow of the monotonic clock, which has no fixed origin
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final SendLease lease = new SendLease(nanos::get);

    @Test
    public void isNotGoodBeforeTheFirstLook() {
        assertFalse(lease.isGood());
    }

    @Test
    public void isGoodForEightSecondsFromBeforeTheLook() {
        long askedAt = lease.nanoTime();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        lease.renew(askedAt);
        assertTrue(lease.isGood());
        nanos.set(askedAt + Duration.ofSeconds(8).toNanos() - 1);
        assertTrue(lease.isGood());
        nanos.set(askedAt + Duration.ofSeconds(8).toNanos());
        assertFalse(lease.isGood());
    }
}
