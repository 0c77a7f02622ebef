package io.countersign.core.execution;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The engine's threads without threads: everything happens at once, one thing after the other, always the same. */
final class SameThread {
    private SameThread() {}

    static PlatformThreads platform() {
        return new PlatformThreads(new AtOnce(), new NoBeats());
    }

    static PluginThreads plugins() {
        return new PluginThreads(new AtOnce(), Duration.ZERO);
    }

    private static final class AtOnce extends ThreadPoolExecutor {
        AtOnce() {
            super(0, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>());
        }

        @Override
        public void execute(Runnable command) {
            command.run();
        }
    }

    /** Runs look once when they begin; what comes between is told by crash points. */
    private static final class NoBeats extends ScheduledThreadPoolExecutor {
        NoBeats() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
            return new Never();
        }
    }

    private static final class Never extends FutureTask<Void> implements ScheduledFuture<Void> {
        Never() {
            super(() -> null);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return Long.MAX_VALUE;
        }

        @Override
        public int compareTo(java.util.concurrent.Delayed other) {
            return 1;
        }
    }
}
