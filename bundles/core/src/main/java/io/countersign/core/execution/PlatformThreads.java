package io.countersign.core.execution;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that may touch the database. Plug-in threads hand over to them, because interrupting a thread inside an H2
 * write closes the whole database.
 */
final class PlatformThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlatformThreads.class);
    private static final int THREADS_MAX = 16;

    private final ExecutorService writers;
    private final ScheduledExecutorService beats;

    PlatformThreads() {
        this(newWriters(), new ScheduledThreadPoolExecutor(2, NamedThreads.of("countersign-heartbeat")));
    }

    PlatformThreads(ExecutorService writers, ScheduledExecutorService beats) {
        this.writers = writers;
        this.beats = beats;
    }

    private static ExecutorService newWriters() {
        ThreadPoolExecutor writers = new ThreadPoolExecutor(
                THREADS_MAX,
                THREADS_MAX,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                NamedThreads.of("countersign-journal"));
        writers.allowCoreThreadTimeOut(true);
        return writers;
    }

    /**
     * Does the work on a platform thread and waits for its end, also when the waiting thread is interrupted: whoever hands
     * over a note must know whether it was written.
     */
    <T> T handOver(Callable<T> work) {
        Future<T> done = writers.submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Like {@link #handOver(Callable)}, without a result. */
    void handOver(Runnable work) {
        handOver(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /** Does the work at each beat until the future is cancelled; a failure is logged and the next beat tries again. */
    ScheduledFuture<?> atEachBeat(Duration beat, Runnable work) {
        return beats.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.warn("A heartbeat failed; the next one tries again", e);
                    }
                },
                beat.toMillis(),
                beat.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        beats.shutdown();
        writers.shutdown();
    }
}
