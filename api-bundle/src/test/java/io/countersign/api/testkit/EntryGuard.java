package io.countersign.api.testkit;

import io.countersign.api.operation.ExecutionStoppedException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether one entry into a plug-in may go on. Once it was stopped or died, every further call on its context
 * ends the same way, so that a plug-in gains nothing by catching the exception.
 */
final class EntryGuard {
    private final RunRecord run;
    private final Clock clock;
    private final Instant deadline;
    private @Nullable ExecutionStoppedException stop;
    private @Nullable SimulatedCrashError crash;
    private boolean over;

    EntryGuard(RunRecord run, Clock clock, Instant deadline) {
        this.run = run;
        this.clock = clock;
        this.deadline = deadline;
    }

    /** Returns when the entry may go on. */
    void check() {
        rethrowEnd();
        if (over) {
            throw new ExecutionStoppedException("this context is used after its call has returned");
        }
        checkNotCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw stopped("the execution was interrupted");
        }
        if (clock.instant().isAfter(deadline)) {
            throw stopped("the time limit of the operation has passed at " + deadline);
        }
    }

    void checkNotCancelled() {
        if (run.isCancelled()) {
            throw stopped("the execution was cancelled");
        }
    }

    ExecutionStoppedException stopped(String reason) {
        stop = new ExecutionStoppedException(reason);
        return stop;
    }

    /** Like {@link #stopped}, and kept as a breach of the contract. */
    ExecutionStoppedException violated(String breach) {
        run.addViolation(breach);
        run.log.error(breach);
        return stopped(breach);
    }

    void crashIf(CrashPoint.Moment moment, String effectId) {
        if (run.takeCrash(new CrashPoint(moment, effectId))) {
            crash = new SimulatedCrashError(moment + " of " + effectId);
            throw crash;
        }
    }

    /** Throws what ended this entry, if anything did. */
    void rethrowEnd() {
        if (crash != null) {
            throw crash;
        }
        if (stop != null) {
            throw stop;
        }
    }

    void close() {
        over = true;
    }
}
