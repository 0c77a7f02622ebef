package io.countersign.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that are never interrupted, whatever a library thinks: an interrupt inside a write of H2 closes the database
 * for everyone. What waits in the queue is dropped when they are to stop at once.
 */
final class PlatformThreads {
    private PlatformThreads() {}

    static ExecutorService pool(String name, int size) {
        return new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name)) {
            @Override
            public List<Runnable> shutdownNow() {
                shutdown();
                List<Runnable> dropped = new ArrayList<>();
                getQueue().drainTo(dropped);
                return dropped;
            }
        };
    }

    static ScheduledExecutorService scheduled(String name, int size) {
        return new ScheduledThreadPoolExecutor(size, named(name)) {
            @Override
            public List<Runnable> shutdownNow() {
                shutdown();
                return List.of();
            }
        };
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
