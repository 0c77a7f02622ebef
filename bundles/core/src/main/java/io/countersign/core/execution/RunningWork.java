package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.Plan;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.registry.DeployedOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries an execution from QUEUED to its result; also takes up what a dead worker left and what is unresolved. An
 * execution has one such work item at a time, so nobody is at work on it when the item is handed over.
 */
final class RunningWork {
    private static final Duration PLUGIN_MISSING_RETRY = Duration.ofSeconds(2);

    private final EngineParts parts;
    private final Planner planner;

    RunningWork(EngineParts parts, Planner planner) {
        this.parts = parts;
        this.planner = planner;
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
        if (!parts.plugins().hasRoom()) {
            return waitFor(execution, "all threads for plug-ins of this node are taken");
        }
        EffectHandlers handlers;
        try {
            handlers = parts.handlersOf(operation.get());
        } catch (PluginFailedException e) {
            return waitFor(execution, Planner.failureOf(operation.get(), e, "").message());
        }
        Plan plan = parts.executions()
                .findPlan(execution.id())
                .orElseThrow()
                .document()
                .plan();
        Map<String, Connection> connections = planner.connections(operation.get(), execution.parameters());
        boolean fromBackup = parts.backups().isFromBackup(execution.id());
        Claim claim = new Claim(execution, operation.get(), plan, handlers, connections, claim(execution), fromBackup);
        parts.noteWaiting(execution, null);
        Run run = new Run(parts, claim);
        return switch (execution.state()) {
            case QUEUED -> run.start();
            case RUNNING -> run.takeUp();
            case RESOLVING -> run.resolve();
            case NEEDS_ATTENTION -> run.lookAgain();
            default -> Optional.empty();
        };
    }

    private long claim(Execution execution) {
        ExecutionId id = execution.id();
        return switch (execution.state()) {
            case QUEUED ->
                parts.executions()
                        .recordChange(
                                StateChange.of(id, ExecutionState.QUEUED, ExecutionState.RUNNING, parts.now())
                                        .raisingFence()
                                        .build(),
                                parts.entry(AuditAction.EXECUTION_STARTED, id, JsonObject.empty()));
            case RUNNING ->
                parts.executions()
                        .recordClaim(
                                id,
                                ExecutionState.RUNNING,
                                parts.entry(AuditAction.EXECUTION_TAKEN_OVER, id, JsonObject.empty()));
            default -> parts.executions().recordClaim(id, execution.state(), null);
        };
    }

    private Optional<Duration> waitFor(Execution execution, String reason) {
        parts.noteWaiting(execution, reason);
        return Optional.of(PLUGIN_MISSING_RETRY);
    }
}
