package io.countersign.core.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Enters the operation once and watches over it until it has returned, failed or been stopped. */
final class PluginRun {
    private final EngineParts parts;
    private final Claim claim;
    private final RunEnding ending;
    private final LiveLog log;
    private final StopSignal stop = new StopSignal();
    private final Progress progress = new Progress();
    private final SendLease lease;
    private final CallWatch watch;
    private final EffectJournal journal;
    private final Instant startedAt;

    PluginRun(EngineParts parts, Claim claim, RunEnding ending, LiveLog log) {
        this.parts = parts;
        this.claim = claim;
        this.ending = ending;
        this.log = log;
        this.lease = new SendLease(parts.nanoTime());
        this.watch = new CallWatch(parts.nanoTime(), parts.settings().callTimeout());
        this.journal = new EffectJournal(parts, claim, stop, lease, watch);
        this.startedAt = Objects.requireNonNullElseGet(claim.execution().startedAt(), parts::now);
    }

    /** What came of entering it: one of the two, or neither when it was stopped before it began. */
    private record Outcome(@Nullable OperationReport report, @Nullable Failure failure) {}

    /** Returns when the worker is to look again; empty when the execution needs no worker any more. */
    Optional<Duration> execute() {
        journal.takeUp(parts.effectsOf(claim));
        long startedNanos = parts.nanoTime().getAsLong();
        Outcome outcome;
        try {
            outcome = enter();
        } finally {
            stop.raise(StopSignal.Cause.ENDED, "the run has ended; its context can no longer be used");
            journal.seal();
        }
        Duration took = Duration.ofNanos(parts.nanoTime().getAsLong() - startedNanos);
        return ending.end(stop.reason().orElseThrow(), outcome.report(), outcome.failure(), took);
    }

    private Outcome enter() {
        try (WorkDirectory directory = new WorkDirectory(parts.settings().workDirectory(), claim.id());
                RunMonitor monitor = new RunMonitor(parts, claim.id(), claim.fence(), stop, lease, log, progress)) {
            if (claim.isNew() && claim.plan().effects().isEmpty()) {
                monitor.watchFromNextBeat();
            } else {
                monitor.watch();
            }
            raiseWhenReleaseEnds();
            if (stop.isRaised()) {
                return new Outcome(null, null);
            }
            OutputFiles outputs = new OutputFiles(parts, claim.execution(), claim.fence(), stop, directory);
            RunContext context = new RunContext(
                    parts, claim, new RunContext.RunParts(log, stop, journal, outputs, directory, progress));
            return new Outcome(call(context), null);
        } catch (PluginFailedException e) {
            return new Outcome(null, Planner.failureOf(claim.operation(), e, "execute_failed"));
        }
    }

    private OperationReport call(RunContext context) throws PluginFailedException {
        Duration limit = claim.operation().profile().executionTimeout();
        long deadline = parts.nanoTime().getAsLong() + limit.toNanos();
        String what = "executing " + claim.operation().name();
        PluginThreads.PluginCall<OperationReport> call = parts.plugins()
                .start(
                        claim.operation().plugin(),
                        what,
                        () -> OperationReport.of(claim.operation().plugin().execute(context)));
        while (true) {
            try {
                return call.await(ExecutionSettings.HEARTBEAT);
            } catch (TimeoutException e) {
                raiseWhatIsDue(deadline, limit);
                if (stop.isRaised() && !watch.isInTime()) {
                    call.interruptAndLeave();
                    throw new PluginFailedException(what, e);
                }
            }
        }
    }

    private void raiseWhatIsDue(long deadline, Duration limit) {
        if (parts.plugins().isStopping()) {
            stop.raise(StopSignal.Cause.NODE_STOPPING, "this node is stopping");
        }
        if (watch.isLate()) {
            stop.raise(
                    StopSignal.Cause.UNRESOLVED,
                    "a handler did not answer within "
                            + parts.settings().callTimeout().toSeconds() + " s");
        }
        if (parts.nanoTime().getAsLong() - deadline > 0) {
            stop.raise(
                    StopSignal.Cause.TIMED_OUT,
                    "the operation took longer than its limit of " + limit.toSeconds() + " s");
        }
        raiseWhenReleaseEnds();
    }

    private void raiseWhenReleaseEnds() {
        String digest = claim.operation().releaseDigest();
        parts.registry()
                .runEnd(digest, startedAt)
                .filter(end -> !parts.now().isBefore(end))
                .ifPresent(end -> stop.raise(
                        StopSignal.Cause.RELEASE_ENDED,
                        "release " + digest + " was withdrawn, or drains for too long; repeat to do the rest on the "
                                + "newest release"));
    }
}
