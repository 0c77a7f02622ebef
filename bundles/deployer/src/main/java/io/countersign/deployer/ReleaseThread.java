package io.countersign.deployer;

import io.countersign.core.registry.Release;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which rows, the store and bundles are touched, one thing after the other. */
final class ReleaseThread {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseThread.class);
    private static final int CLOSE_SECONDS = 30;

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, body -> new Thread(body, "countersign-releases"));

    ReleaseThread() {
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Trouble of the moment (a database that is away) is told, and the next alignment tries again. */
    static Runnable guarded(String what, Runnable body) {
        return () -> {
            try {
                body.run();
            } catch (RuntimeException e) {
                LOG.error("{} failed and is tried again", what, e);
            }
        };
    }

    /** Does it now and then again after each pause, until the end. */
    void repeat(String what, Runnable body, Duration pause) {
        // guarded, so that no failure hides in the future; closing the thread ends it
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(guarded(what, body), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does it after what was asked for before; returns at once. */
    void perform(String what, Runnable body) {
        try {
            thread.execute(guarded(what, body));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is left for the next start", what);
        }
    }

    /** Does it after what was asked for before, and waits for it. */
    void await(Runnable body) throws ExecutionException, InterruptedException {
        thread.submit(body).get();
    }

    /** Does it after what was asked for before, and waits for it: what it answers is what was written. */
    Release ask(Callable<Release> work) {
        Future<Release> done;
        try {
            done = thread.submit(work);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("this node is stopping; ask another one", e);
        }
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted; look at the release before you ask again", e);
        }
    }

    /** Lets what was asked for come to its end. */
    void close() throws InterruptedException {
        // never interrupted: an interrupt inside a write closes an H2 database for everybody
        thread.shutdown();
        if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn(
                    "The thread of releases has not ended within {} s; what it does is taken up after the restart",
                    CLOSE_SECONDS);
        }
    }
}
