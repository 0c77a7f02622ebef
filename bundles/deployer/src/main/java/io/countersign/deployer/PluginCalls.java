package io.countersign.deployer;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs code of plug-ins (activators, getters) on threads of its own and waits no longer than a limit. */
final class PluginCalls implements AutoCloseable {
    private static final int THREADS_MAX = 8;

    private final Duration limit;
    private final ThreadPoolExecutor threads;

    PluginCalls(Duration limit) {
        this.limit = limit;
        this.threads = new ThreadPoolExecutor(0, THREADS_MAX, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), body -> {
            Thread thread = new Thread(body, "countersign-release-start");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How long one call may take. */
    Duration limit() {
        return limit;
    }

    /**
     * Runs code of a plug-in to its end or to the limit; then it is interrupted and left alone.
     *
     * @param what for the message: {@code starting x 1.0.0}
     * @throws ReleaseRefusedException when it throws or takes too long
     */
    <T> T call(String what, Callable<T> body) throws ReleaseRefusedException {
        Future<T> call;
        try {
            call = threads.submit(body);
        } catch (RejectedExecutionException e) {
            throw new ReleaseRefusedException(
                    what + " is not possible: " + THREADS_MAX + " releases hang already; restart the node", e);
        }
        try {
            return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new ReleaseRefusedException(what + " failed: " + reasonOf(cause), cause);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new ReleaseRefusedException(what + " did not end within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseRefusedException(what + " was interrupted", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static String reasonOf(Throwable cause) {
        return cause.getCause() == null ? cause.toString() : cause + ", caused by " + cause.getCause();
    }
}
