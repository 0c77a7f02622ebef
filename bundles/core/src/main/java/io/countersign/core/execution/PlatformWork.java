package io.countersign.core.execution;

import io.countersign.api.operation.ExecutionStoppedException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Database work of one plug-in call, done on platform threads. When something cannot be written down the call is stopped
 * for good: plug-in code that swallows the exception must not go on either.
 */
final class PlatformWork {
    private static final Logger LOG = LoggerFactory.getLogger(PlatformWork.class);

    private final PlatformThreads threads;
    private final StopSignal stop;

    PlatformWork(PlatformThreads threads, StopSignal stop) {
        this.threads = threads;
        this.stop = stop;
    }

    <T> T call(Callable<T> work) {
        try {
            return threads.handOver(work);
        } catch (ExecutionStoppedException e) {
            throw e;
        } catch (FenceLostException e) {
            throw stop.stop(StopSignal.Cause.FENCE_LOST, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("Something could not be written down; the run stops and is taken up again", e);
            throw stop.stop(StopSignal.Cause.PLATFORM_FAILED, "something could not be written down: " + e);
        }
    }

    void run(Runnable work) {
        call(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }
}
