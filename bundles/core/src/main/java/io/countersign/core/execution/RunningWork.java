package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.Plan;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.ExecutionRepository.Start;
import io.countersign.core.registry.DeployedOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries an execution from QUEUED to its result; also takes up what a dead worker left and what is unresolved. An
 * execution has one such work item at a time, so nobody is at work on it when the item is handed over.
 */
final class RunningWork {
    private static final Duration PLUGIN_MISSING_RETRY = Duration.ofSeconds(2);

    private final EngineParts parts;
    private final Planner planner;
    private final Places places;

    RunningWork(EngineParts parts, Planner planner) {
        this.parts = parts;
        this.planner = planner;
        this.places = new Places(parts);
    }

    /** Looks at the state and does what is due. */
    Optional<Duration> perform(ExecutionId id) {
        Execution execution = parts.executions().find(id).orElse(null);
        if (execution == null) {
            return Optional.empty();
        }
        return switch (execution.state()) {
            case SCHEDULED -> leaveSchedule(execution);
            case QUEUED, RUNNING, RESOLVING -> carryOn(execution);
            case NEEDS_ATTENTION -> isLookDue(id) ? carryOn(execution) : Optional.of(ExecutionSettings.ATTENTION_POLL);
            default -> Optional.empty();
        };
    }

    private Optional<Duration> leaveSchedule(Execution execution) {
        Instant due = execution.scheduledFor();
        Instant now = parts.now();
        if (due != null && due.isAfter(now)) {
            return Optional.of(Duration.between(now, due));
        }
        StateChange change = StateChange.of(execution.id(), ExecutionState.SCHEDULED, ExecutionState.QUEUED, now)
                .build();
        parts.executions()
                .recordChange(change, parts.entry(AuditAction.EXECUTION_QUEUED, execution.id(), JsonObject.empty()));
        return Optional.of(Duration.ZERO);
    }

    /** Whether people have closed what was unclear, or it is time to look at the provider again. */
    private boolean isLookDue(ExecutionId id) {
        List<Effect> open = parts.executions().effects(id).stream()
                .filter(effect -> effect.state().isOpen())
                .toList();
        Instant now = parts.executions().databaseTime();
        Duration gap = parts.settings().absenceGap();
        return open.isEmpty() || open.stream().anyMatch(effect -> ResolutionRule.absenceCounts(effect, gap, now));
    }

    private Optional<Duration> carryOn(Execution execution) {
        String digest = Optional.ofNullable(execution.releaseDigest()).orElseThrow();
        Optional<DeployedOperation> operation = parts.registry().find(execution.operation(), digest);
        if (operation.isEmpty()) {
            return waitFor(
                    execution,
                    "release " + digest + " of operation '" + execution.operation()
                            + "' is not active on this node; deploy that jar again or cancel");
        }
        return withHandlers(execution, operation.get(), handlers -> {
            Plan plan = parts.executions()
                    .findPlan(execution.id())
                    .orElseThrow()
                    .document()
                    .plan();
            Map<String, Connection> connections = planner.connections(operation.get(), execution.parameters());
            Start start = claim(execution);
            if (!start.started()) {
                return Optional.of(places.retryAfter(execution.operation(), start));
            }
            Claim claim = new Claim(
                    execution,
                    operation.get(),
                    plan,
                    handlers,
                    connections,
                    start.fence(),
                    isFromBackup(execution, plan));
            if (!places.isAskedFor(execution)) {
                parts.noteWaiting(execution, null);
            }
            return run(execution, new Run(parts, claim));
        });
    }

    private Optional<Duration> run(Execution execution, Run run) {
        Optional<Duration> again =
                switch (execution.state()) {
                    case QUEUED -> run.start();
                    case RUNNING -> run.takeUp();
                    case RESOLVING -> run.resolve();
                    case NEEDS_ATTENTION -> run.lookAgain();
                    default -> Optional.<Duration>empty();
                };
        places.leave(execution.operation());
        return again;
    }

    /**
     * Starts what this worker has just planned and nobody has to approve, with what is at hand from planning.
     *
     * @param execution as it was before it was planned; it is QUEUED by now
     */
    Optional<Duration> startPlanned(Execution execution, DeployedOperation operation, Plan plan, LiveLog log) {
        return withHandlers(execution, operation, handlers -> {
            Map<String, Connection> connections = planner.connections(operation, execution.parameters());
            Start start = start(execution);
            if (!start.started()) {
                return Optional.of(places.retryAfter(execution.operation(), start));
            }
            parts.noteWaiting(execution, null);
            Claim claim = new Claim(
                    execution, operation, plan, handlers, connections, start.fence(), isFromBackup(execution, plan));
            Optional<Duration> again = new Run(parts, claim).start(log);
            places.leave(execution.operation());
            return again;
        });
    }

    /** Does the work when the plug-in says how its effects are done and there is room for it, else notes why it waits. */
    private Optional<Duration> withHandlers(
            Execution execution, DeployedOperation operation, Function<EffectHandlers, Optional<Duration>> work) {
        if (!parts.plugins().hasRoom()) {
            return waitFor(execution, "all threads for plug-ins of this node are taken");
        }
        EffectHandlers handlers;
        try {
            handlers = parts.handlersOf(operation);
        } catch (PluginFailedException e) {
            return waitFor(execution, Planner.failureOf(operation, e, "").message());
        }
        return work.apply(handlers);
    }

    /** Whether it may have sent more than its journal knows. */
    private boolean isFromBackup(Execution execution, Plan plan) {
        return !plan.isReadOnly() && parts.backups().isFromBackup(execution.id());
    }

    private Start claim(Execution execution) {
        ExecutionId id = execution.id();
        return switch (execution.state()) {
            case QUEUED -> start(execution);
            case RUNNING ->
                Start.under(parts.executions()
                        .recordClaim(
                                id,
                                ExecutionState.RUNNING,
                                parts.entry(AuditAction.EXECUTION_TAKEN_OVER, id, JsonObject.empty())));
            default -> Start.under(parts.executions().recordClaim(id, execution.state(), null));
        };
    }

    private Start start(Execution execution) {
        ExecutionId id = execution.id();
        StateChange change = StateChange.of(id, ExecutionState.QUEUED, ExecutionState.RUNNING, parts.now())
                .raisingFence()
                .build();
        return places.start(
                execution.operation(), change, parts.entry(AuditAction.EXECUTION_STARTED, id, JsonObject.empty()));
    }

    private Optional<Duration> waitFor(Execution execution, String reason) {
        parts.noteWaiting(execution, reason);
        return Optional.of(PLUGIN_MISSING_RETRY);
    }
}
