package io.countersign.reconciliation.match;

import io.countersign.reconciliation.scan.ScanProgress;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

/** Progress and cancellation of a run on all its threads; only the thread that made it talks to the platform. */
public final class RunControl implements ScanProgress {
    private static final long REPORT_EACH = 4 << 20;

    private final Reporter reporter;
    private final long total;
    private final Thread owner = Thread.currentThread();
    private final AtomicLong done = new AtomicLong();
    private volatile boolean stopped;
    private long reported;

    /** @param total units of work of the whole run */
    public RunControl(Reporter reporter, long total) {
        this.reporter = reporter;
        this.total = total;
    }

    /**
     * Counts work done.
     *
     * @throws CancellationException on other threads when the run ends early; the platform's own exception on its thread
     */
    @Override
    public void read(long units) {
        long now = done.addAndGet(units);
        if (Thread.currentThread() == owner) {
            reporter.checkCancelled();
            if (now - reported >= REPORT_EACH || now >= total) {
                reported = now;
                reporter.progress(Math.min(now, total), total);
            }
        } else if (stopped) {
            throw new CancellationException("the run has ended");
        }
    }

    /** Says that all is done, whatever the units added up to. */
    void finish() {
        reporter.progress(total, total);
    }

    /** Ends the work of all other threads. */
    void stop() {
        stopped = true;
    }

    /** The platform's side of it. */
    public interface Reporter {
        /** Throws when the run must not go on. */
        void checkCancelled();

        void progress(long done, long total);
    }
}
