package io.countersign.persistence;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Submits executions to a node of its own: either as many as it takes with a bounded number under way, or a few at a
 * steady pace.
 */
final class EngineLoad implements AutoCloseable {
    private static final int SUBMITTERS = 64;

    private final Semaphore room;
    private final EngineNode node;

    /** @param underWay executions that are submitted and not executed yet, at most */
    EngineLoad(DatabaseSettings settings, WorkSettings work, int underWay) throws IOException {
        room = new Semaphore(underWay);
        node = new EngineNode(settings, work, room::release);
    }

    EngineNode node() {
        return node;
    }

    /** As fast as executions end; answers how long each submission took. */
    Latencies flood(Duration duration) throws InterruptedException {
        Latencies latencies = new Latencies();
        long end = System.nanoTime() + duration.toNanos();
        List<Thread> submitters = new ArrayList<>();
        for (int i = 0; i < SUBMITTERS; i++) {
            Thread submitter = new Thread(() -> submitUntil(end, latencies), "submitter-" + i);
            submitter.start();
            submitters.add(submitter);
        }
        for (Thread submitter : submitters) {
            submitter.join();
        }
        return latencies;
    }

    private void submitUntil(long endNanos, Latencies latencies) {
        while (System.nanoTime() < endNanos) {
            room.acquireUninterruptibly();
            submit(latencies);
        }
    }

    /** One after the other; answers how long each submission took. */
    Latencies trickle(Duration duration, int perSecond) {
        Latencies latencies = new Latencies();
        long start = System.nanoTime();
        long gapNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        for (long i = 0; i * gapNanos < duration.toNanos(); i++) {
            while (System.nanoTime() < start + i * gapNanos) {
                LockSupport.parkNanos(gapNanos / 4);
            }
            submit(latencies);
        }
        return latencies;
    }

    private void submit(Latencies latencies) {
        long begin = System.nanoTime();
        node.submit();
        latencies.add(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        node.close();
    }
}
