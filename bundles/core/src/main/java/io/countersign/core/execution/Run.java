package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.Drift;
import io.countersign.api.operation.ExecutionStoppedException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Plan;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.registry.DeployedOperation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One worker's run of one execution, under one fence. */
final class Run {
    private static final Duration BUSY_RETRY = Duration.ofSeconds(2);

    private final EngineParts parts;
    private final Execution execution;
    private final DeployedOperation operation;
    private final Plan plan;
    private final long fence;
    private final EffectHandlers handlers;
    private final EffectSending sending;
    private final RunEnding ending;

    Run(
            EngineParts parts,
            Execution execution,
            DeployedOperation operation,
            Plan plan,
            Map<String, Connection> connections,
            long fence) {
        this.parts = parts;
        this.execution = execution;
        this.operation = operation;
        this.plan = plan;
        this.fence = fence;
        this.handlers = EffectHandlers.of(operation.plugin());
        this.sending = new EffectSending(parts, execution, connections);
        this.ending = new RunEnding(parts, execution, fence);
    }

    /** A first run: whatever has drifted since the approval stops it, then the operation executes. */
    Optional<Duration> start() {
        LiveLog log = newLog();
        if (!plan.isReadOnly()) {
            Optional<StateChange> stale = checkDrift(log);
            if (stale.isPresent()) {
                flush(log);
                return ending.stale(stale.get());
            }
        }
        return execute(log);
    }

    /** A worker died while running: open effects first, then the operation is entered again. */
    Optional<Duration> takeUp() {
        List<Effect> effects = parts.executions().effects(execution.id());
        if (EffectCounts.of(effects).open() > 0) {
            ending.resolving("the worker ended while effects were open");
            return resolve(true);
        }
        boolean nothingSent = effects.stream().allMatch(effect -> effect.state() == EffectState.PLANNED);
        return nothingSent ? start() : execute(newLog());
    }

    /** Finds out what is unknown; when all is known the operation goes on. */
    Optional<Duration> resolve(boolean mayReplay) {
        EffectResolver resolver = new EffectResolver(parts, execution, operation, plan, fence, handlers, sending);
        @Nullable Duration retryAfter = null;
        boolean exhausted = true;
        for (Effect effect : parts.executions().effects(execution.id())) {
            if (!effect.state().isOpen()) {
                continue;
            }
            EffectResolver.Finding finding = resolver.resolve(effect, mayReplay);
            if (finding.kind() == EffectResolver.Finding.Kind.RESOLVED) {
                continue;
            }
            exhausted &= finding.kind() == EffectResolver.Finding.Kind.EXHAUSTED;
            retryAfter = retryAfter == null || finding.retryAfter().compareTo(retryAfter) < 0
                    ? finding.retryAfter()
                    : retryAfter;
        }
        if (retryAfter == null) {
            ending.resumed(mayReplay ? ExecutionState.RESOLVING : ExecutionState.NEEDS_ATTENTION);
            return execute(newLog());
        }
        if (exhausted && mayReplay) {
            ending.needsAttention();
        }
        return Optional.of(retryAfter);
    }

    /** People were asked; a later positive look-up still closes it, a negative one never does. */
    Optional<Duration> lookAgain() {
        List<Effect> effects = parts.executions().effects(execution.id());
        if (EffectCounts.of(effects).open() == 0) {
            ending.resumed(ExecutionState.NEEDS_ATTENTION);
            return execute(newLog());
        }
        return resolve(false);
    }

    private Optional<StateChange> checkDrift(LiveLog log) {
        List<Drift> drifts;
        try {
            StopSignal stop = new StopSignal();
            PlanningContext context =
                    new PlanningContext(parts, execution.id(), operation.schema(), execution.parameters(), log, stop);
            drifts = parts.plugins()
                    .call(
                            operation.plugin(),
                            "comparing with the approved plan of " + operation.name(),
                            operation.profile().planTimeout(),
                            () -> operation.plugin().drift(context, plan));
        } catch (PluginThreadsBusyException e) {
            throw e;
        } catch (Exception e) {
            Failure failure = Planner.failureOf(operation, e, "drift_check_failed");
            return Optional.of(change(ExecutionState.FAILED, failure).build());
        }
        if (drifts.isEmpty()) {
            return Optional.empty();
        }
        drifts.forEach(drift -> log.warn("Stale: " + drift.explanation()));
        String sentence = drifts.stream().map(Drift::explanation).collect(Collectors.joining("; "));
        return Optional.of(change(
                        ExecutionState.STALE,
                        new Failure("stale", sentence + "; nothing was sent, submit again to plan anew"))
                .details(Json.object()
                        .put("drift", drifts.stream().map(Drift::toJson).toList())
                        .build())
                .build());
    }

    private Optional<Duration> execute(LiveLog log) {
        StopSignal stop = new StopSignal();
        SendLease lease = new SendLease(System::nanoTime);
        Progress progress = new Progress();
        EffectJournal journal = new EffectJournal(parts, execution, fence, stop, lease, handlers, sending);
        journal.takeUp(parts.executions().effects(execution.id()));
        long startedNanos = System.nanoTime();
        @Nullable OperationResult result = null;
        @Nullable Failure failure = null;
        boolean busy = false;
        try (WorkDirectory directory = new WorkDirectory(parts.settings().workDirectory(), execution.id());
                RunMonitor monitor = new RunMonitor(parts, execution.id(), fence, stop, lease, log, progress)) {
            OutputFiles outputs = new OutputFiles(parts, execution, fence, stop, directory);
            RunContext context = new RunContext(
                    parts,
                    execution,
                    operation.schema(),
                    plan,
                    new RunContext.RunParts(fence, log, stop, journal, outputs, directory, progress));
            monitor.watch();
            result = callPlugin(context, stop);
        } catch (PluginThreadsBusyException e) {
            busy = true;
        } catch (FenceLostException e) {
            throw e;
        } catch (Exception e) {
            failure = Planner.failureOf(operation, e, "execute_failed");
        } finally {
            stop.raise(StopSignal.Cause.ENDED, "the run has ended; its context can no longer be used");
        }
        if (busy) {
            return Optional.of(BUSY_RETRY);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
        return ending.end(stop.reason().orElseThrow(), result, failure, took);
    }

    private OperationResult callPlugin(RunContext context, StopSignal stop) throws Exception {
        Duration timeout = operation.profile().executionTimeout();
        PluginThreads.PluginCall<OperationResult> call = parts.plugins()
                .start(operation.plugin(), "executing " + operation.name(), () -> operation
                        .plugin()
                        .execute(context));
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                return call.await(ExecutionSettings.HEARTBEAT);
            } catch (TimeoutException e) {
                if (System.nanoTime() - deadline > 0) {
                    stop.raise(
                            StopSignal.Cause.TIMED_OUT,
                            "the operation took longer than its limit of " + timeout.toSeconds() + " s");
                }
                if (stop.reason().isPresent() && !endsByItself(stop)) {
                    call.interruptAndLeave();
                    throw new ExecutionStoppedException(stop.reason().get().message());
                }
            }
        }
    }

    /** After an effect stopped the run the plug-in is about to return by itself. */
    private static boolean endsByItself(StopSignal stop) {
        return stop.reason().stream().anyMatch(reason -> reason.cause() == StopSignal.Cause.ENDED);
    }

    private LiveLog newLog() {
        long last = parts.executions().logs(execution.id(), 0, ExecutionSettings.LOG_LINES_MAX).stream()
                .mapToLong(LogLine::number)
                .max()
                .orElse(0);
        return new LiveLog(parts.clock(), last);
    }

    private void flush(LiveLog log) {
        List<LogLine> lines = log.drain();
        if (!lines.isEmpty()) {
            parts.executions().recordLogs(execution.id(), fence, lines);
        }
    }

    private StateChange.Builder change(ExecutionState to, Failure failure) {
        return StateChange.of(execution.id(), ExecutionState.RUNNING, to, parts.now())
                .fence(fence)
                .failure(failure);
    }

    static AuditAction actionOf(ExecutionState state) {
        return switch (state) {
            case COMPLETED -> AuditAction.EXECUTION_COMPLETED;
            case SETTLING -> AuditAction.EXECUTION_SETTLING;
            case STALE -> AuditAction.EXECUTION_STALE;
            case CANCELLED -> AuditAction.EXECUTION_CANCELLED;
            case RESOLVING -> AuditAction.EXECUTION_RESOLVING;
            case NEEDS_ATTENTION -> AuditAction.EXECUTION_NEEDS_ATTENTION;
            default -> AuditAction.EXECUTION_FAILED;
        };
    }
}
