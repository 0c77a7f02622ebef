package io.countersign.core.execution;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bounded pool on which plug-in code runs, with the plug-in's class loader as context class loader. */
final class PluginThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginThreads.class);

    private final ThreadPoolExecutor pool;
    private final AtomicInteger abandoned = new AtomicInteger();

    PluginThreads(int threadsMax) {
        pool = new ThreadPoolExecutor(
                0, threadsMax, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), NamedThreads.of("countersign-plugin"));
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
        PluginCall<T> call = new PluginCall<>(task, what);
        try {
            pool.execute(call);
        } catch (RejectedExecutionException e) {
            throw new PluginThreadsBusyException(pool.getMaximumPoolSize());
        }
        return call;
    }

    /** Runs plug-in code to its end; an exception of the plug-in comes through as it is. */
    <T> T call(Object plugin, String what, Duration timeout, Callable<T> body) throws Exception {
        PluginCall<T> call = start(plugin, what, body);
        try {
            return call.await(timeout);
        } catch (TimeoutException e) {
            call.interruptAndLeave();
            throw new PluginTimeoutException(what, timeout);
        }
    }

    /** Threads of plug-in code that did not end when it was interrupted. */
    int abandoned() {
        return abandoned.get();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** Plug-in code that is running. */
    final class PluginCall<T> implements Runnable {
        private final FutureTask<T> task;
        private final String what;
        private volatile boolean left;
        private volatile boolean ended;

        private PluginCall(FutureTask<T> task, String what) {
            this.task = task;
            this.what = what;
        }

        @Override
        public void run() {
            try {
                task.run();
            } finally {
                ended = true;
                if (left) {
                    abandoned.decrementAndGet();
                }
            }
        }

        /** Waits for the end; an exception of the plug-in comes through as it is. */
        T await(Duration timeout) throws Exception {
            try {
                return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                // an Error in a plug-in (missing class, stack overflow) must not end a platform thread
                throw new PluginErrorException(what, e.getCause());
            }
        }

        /** Interrupts it; when it does not end within the grace, its thread is counted as abandoned. */
        void interruptAndLeave() {
            task.cancel(true);
            long deadline = System.nanoTime() + ExecutionSettings.INTERRUPT_GRACE.toNanos();
            while (!ended && System.nanoTime() < deadline) {
                LockSupport.parkNanos(5_000_000);
            }
            if (!ended) {
                left = true;
                int count = abandoned.incrementAndGet();
                LOG.warn("{} did not end when it was interrupted; its thread is abandoned ({} in all)", what, count);
            }
        }
    }
}
