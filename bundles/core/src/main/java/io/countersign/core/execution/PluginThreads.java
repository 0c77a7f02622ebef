package io.countersign.core.execution;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bounded pool on which plug-in code runs, with the plug-in's class loader as context class loader. */
final class PluginThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginThreads.class);

    private final ThreadPoolExecutor pool;
    private final Duration interruptGrace;
    private final Set<PluginCall<?>> abandoned = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** @param interruptGrace how long plug-in code has to end after it was interrupted */
    PluginThreads(int threadsMax, Duration interruptGrace) {
        this(
                new ThreadPoolExecutor(
                        0,
                        threadsMax,
                        30,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        NamedThreads.of("countersign-plugin")),
                interruptGrace);
    }

    PluginThreads(ThreadPoolExecutor pool, Duration interruptGrace) {
        this.pool = pool;
        this.interruptGrace = interruptGrace;
    }

    /**
     * Starts plug-in code.
     *
     * @throws PluginThreadsBusyException when all threads are taken
     */
    <T> PluginCall<T> start(Object plugin, String what, Callable<T> body) {
        ClassLoader loader = plugin.getClass().getClassLoader();
        FutureTask<T> task = new FutureTask<>(() -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                return body.call();
            } finally {
                thread.setContextClassLoader(before);
            }
        });
        PluginCall<T> call = new PluginCall<>(plugin, task, what);
        try {
            pool.execute(call);
        } catch (RejectedExecutionException e) {
            throw new PluginThreadsBusyException(pool.getMaximumPoolSize());
        }
        return call;
    }

    /**
     * Runs plug-in code to its end.
     *
     * @throws PluginFailedException with what it threw, or with a {@link PluginTimeoutException}
     * @throws PluginThreadsBusyException when all threads are taken
     * @throws NodeStoppingException when this node stops meanwhile; then it is not the plug-in that failed
     */
    <T> T call(Object plugin, String what, Duration timeout, Callable<T> body) throws PluginFailedException {
        PluginCall<T> call = start(plugin, what, body);
        try {
            return call.await(timeout);
        } catch (TimeoutException e) {
            call.interruptAndLeave();
            throw new PluginFailedException(what, new PluginTimeoutException(what, timeout));
        }
    }

    /** Whether a thread is free right now. */
    boolean hasRoom() {
        return pool.getActiveCount() < pool.getMaximumPoolSize();
    }

    /** Whether this node is stopping and nothing new is to be begun. */
    boolean isStopping() {
        return stopping;
    }

    /** Threads of plug-in code that did not end when it was interrupted. */
    int abandoned() {
        return abandoned.size();
    }

    /** Those of one plug-in. */
    int abandoned(Object plugin) {
        return (int) abandoned.stream().filter(call -> call.plugin == plugin).count();
    }

    /** Lets calls under way end by themselves for a while, then interrupts them. */
    @Override
    public void close() {
        stopping = true;
        pool.shutdown();
        if (!endsWithinGrace()) {
            pool.shutdownNow();
            if (!endsWithinGrace()) {
                LOG.warn("{} threads of plug-ins did not end when they were interrupted", pool.getActiveCount());
            }
        }
    }

    private boolean endsWithinGrace() {
        try {
            return pool.awaitTermination(interruptGrace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Plug-in code that is running. */
    final class PluginCall<T> implements Runnable {
        private final Object plugin;
        private final FutureTask<T> task;
        private final String what;
        private final CountDownLatch end = new CountDownLatch(1);

        private PluginCall(Object plugin, FutureTask<T> task, String what) {
            this.plugin = plugin;
            this.task = task;
            this.what = what;
        }

        @Override
        public void run() {
            try {
                task.run();
            } finally {
                ended();
            }
        }

        /** Waits for the end, but not longer than the given time. */
        T await(Duration timeout) throws PluginFailedException, TimeoutException {
            try {
                return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                // only the platform interrupts a worker, and only when it stops
                Thread.currentThread().interrupt();
                throw new NodeStoppingException(what);
            } catch (ExecutionException e) {
                if (stopping) {
                    throw new NodeStoppingException(what);
                }
                throw new PluginFailedException(what, e.getCause());
            }
        }

        /** Interrupts it; when it does not end within the grace, its thread is counted as abandoned until it does. */
        void interruptAndLeave() {
            task.cancel(true);
            try {
                if (end.await(interruptGrace.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            leave();
        }

        private synchronized void leave() {
            if (end.getCount() > 0) {
                abandoned.add(this);
                LOG.warn(
                        "{} did not end when it was interrupted; its thread is abandoned ({} in all)",
                        what,
                        abandoned.size());
            }
        }

        private synchronized void ended() {
            end.countDown();
            abandoned.remove(this);
        }
    }
}
