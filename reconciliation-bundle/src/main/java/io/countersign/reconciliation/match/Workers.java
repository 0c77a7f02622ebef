package io.countersign.reconciliation.match;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs parts of the work side by side: one on the calling thread, the others on threads of their own. */
final class Workers implements AutoCloseable {
    private static final long CHECK_MILLIS = 200;
    private static final long END_MAX_SECONDS = 30;

    private final int threads;
    private final RunControl control;
    private final ExecutorService others;

    /** @param threads at least 1 */
    Workers(int threads, RunControl control) {
        this.threads = threads;
        this.control = control;
        this.others = Executors.newFixedThreadPool(Math.max(1, threads - 1), task -> {
            Thread thread = new Thread(task, "reconciliation");
            thread.setDaemon(true);
            return thread;
        });
    }

    int threads() {
        return threads;
    }

    /** Runs all parts to their end, in order when there is one thread. */
    void run(List<? extends Part> parts) throws IOException {
        if (threads == 1) {
            for (Part part : parts) {
                part.run();
            }
            return;
        }
        List<Future<?>> running = new ArrayList<>();
        for (Part part : parts.subList(1, parts.size())) {
            running.add(others.submit(() -> {
                part.run();
                return null;
            }));
        }
        parts.get(0).run();
        for (Future<?> part : running) {
            await(part);
        }
    }

    /** Stops what still runs and waits for it. */
    @Override
    public void close() throws IOException {
        control.stop();
        others.shutdownNow();
        try {
            if (!others.awaitTermination(END_MAX_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("a part of the work did not end within " + END_MAX_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Future<?> part) throws IOException {
        while (true) {
            try {
                part.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                control.read(0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                control.read(0);
                throw new IOException("interrupted while a part of the work was running", e);
            } catch (ExecutionException e) {
                throw unwrapped(e);
            }
        }
    }

    private static IOException unwrapped(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException("a part of the work failed: " + cause, cause);
    }

    /** One part of the work. */
    interface Part {
        void run() throws IOException;
    }
}
