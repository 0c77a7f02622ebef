package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.Plan;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.registry.DeployedOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries an execution from QUEUED to its result; also takes up what a dead worker left and what is unresolved. */
final class RunningWork {
    private static final Logger LOG = LoggerFactory.getLogger(RunningWork.class);
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
        try {
            return switch (execution.state()) {
                case SCHEDULED -> leaveSchedule(execution);
                case QUEUED, RUNNING, RESOLVING, NEEDS_ATTENTION -> carryOn(execution);
                default -> Optional.empty();
            };
        } catch (FenceLostException e) {
            LOG.info("{}; this worker stops", e.getMessage());
            return Optional.empty();
        }
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

    private Optional<Duration> carryOn(Execution execution) {
        String digest = Optional.ofNullable(execution.releaseDigest()).orElseThrow();
        Optional<DeployedOperation> operation = parts.registry().find(execution.operation(), digest);
        if (operation.isEmpty()) {
            waitFor(
                    execution,
                    "release " + digest + " of operation '" + execution.operation()
                            + "' is not active on this node; deploy that jar again or cancel");
            return Optional.of(PLUGIN_MISSING_RETRY);
        }
        Plan plan = parts.executions()
                .findPlan(execution.id())
                .orElseThrow()
                .document()
                .plan();
        Map<String, Connection> connections = planner.connections(operation.get(), execution.parameters());
        long fence = claim(execution);
        Run run = new Run(parts, execution, operation.get(), plan, connections, fence);
        return switch (execution.state()) {
            case QUEUED -> run.start();
            case RUNNING -> run.takeUp();
            case RESOLVING -> run.resolve(true);
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

    private void waitFor(Execution execution, String reason) {
        if (!reason.equals(execution.waitingReason())) {
            parts.executions().recordWaiting(execution.id(), reason, parts.now());
        }
    }
}
