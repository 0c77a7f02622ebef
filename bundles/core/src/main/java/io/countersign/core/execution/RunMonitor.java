package io.countersign.core.execution;

import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one run: keeps its send lease good, notices cancellation and take-over, and writes logs and progress in
 * batches.
 */
final class RunMonitor implements AutoCloseable {
    /** Progress is written at every second beat, which is at most twice a second. */
    private static final int BEATS_PER_PROGRESS = 2;

    private final EngineParts parts;
    private final ExecutionId execution;
    private final long fence;
    private final StopSignal stop;
    private final SendLease lease;
    private final LiveLog log;
    private final Progress progress;
    private @Nullable ScheduledFuture<?> beats;
    private int beat;

    RunMonitor(
            EngineParts parts,
            ExecutionId execution,
            long fence,
            StopSignal stop,
            SendLease lease,
            LiveLog log,
            Progress progress) {
        this.parts = parts;
        this.execution = execution;
        this.fence = fence;
        this.stop = stop;
        this.lease = lease;
        this.log = log;
        this.progress = progress;
    }

    /** Looks at once and begins to watch; throws when the first look fails, because then nothing may be sent. */
    void watch() {
        beat();
        watchFromNextBeat();
    }

    /** Begins to watch; until the first look nothing can be sent. */
    void watchFromNextBeat() {
        beats = parts.platform().atEachBeat(ExecutionSettings.HEARTBEAT, this::beat);
    }

    private synchronized void beat() {
        beat++;
        long askedAt = lease.nanoTime();
        ExecutionRepository.Heartbeat heartbeat = parts.executions().heartbeat(execution, fence);
        if (!heartbeat.fenceHeld()) {
            stop.raise(StopSignal.Cause.FENCE_LOST, "another worker has taken this execution over");
            return;
        }
        lease.renew(askedAt);
        if (heartbeat.cancelRequested()) {
            stop.raise(StopSignal.Cause.CANCELLED, "a person cancelled this execution");
        }
        write(beat % BEATS_PER_PROGRESS == 0);
    }

    private void write(boolean withProgress) {
        log.flush(lines -> parts.executions().recordLogs(execution, fence, lines));
        if (withProgress) {
            progress.drain().ifPresent(report -> parts.executions()
                    .recordProgress(execution, fence, report.done(), report.total(), parts.now()));
        }
    }

    /** Writes what is left. */
    @Override
    public void close() {
        if (beats != null) {
            beats.cancel(false);
        }
        synchronized (this) {
            try {
                // an interrupted worker must not stand in a database write
                parts.platform().handOver(() -> write(true));
            } catch (FenceLostException e) {
                stop.raise(StopSignal.Cause.FENCE_LOST, String.valueOf(e.getMessage()));
            }
        }
    }
}
