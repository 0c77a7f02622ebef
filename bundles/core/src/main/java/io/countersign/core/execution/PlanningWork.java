package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.Plan;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.plan.ApprovalRequirement;
import io.countersign.core.plan.PlanDocument;
import io.countersign.core.plan.RiskAssessment;
import io.countersign.core.registry.DeployedOperation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans submitted executions and expires plans that nobody decided on. An execution whose plan nobody has to approve, and
 * which is to run at once, is carried on by the item that planned it: it never waits for another worker.
 */
final class PlanningWork {
    private static final Logger LOG = LoggerFactory.getLogger(PlanningWork.class);
    private static final Duration PLUGIN_MISSING_RETRY = Duration.ofSeconds(2);

    private final EngineParts parts;
    private final Planner planner;
    private final RunningWork running;

    PlanningWork(EngineParts parts, Planner planner, RunningWork running) {
        this.parts = parts;
        this.planner = planner;
        this.running = running;
    }

    Optional<Duration> plan(ExecutionId id) {
        Execution execution = parts.executions().find(id).orElse(null);
        if (execution == null) {
            return Optional.empty();
        }
        if (execution.state() != ExecutionState.PLANNING) {
            return wasPlannedToRunAtOnce(execution) ? running.perform(id) : Optional.empty();
        }
        DeployedOperation operation =
                parts.registry().newest(execution.operation()).orElse(null);
        if (operation == null) {
            parts.noteWaiting(execution, "no plug-in is deployed for operation '" + execution.operation() + "'");
            return Optional.of(PLUGIN_MISSING_RETRY);
        }
        LiveLog log = new LiveLog(parts.clock(), 0);
        try {
            PlanDocument document = planner.plan(
                    operation, id, execution.parameters(), Repetition.of(parts.executions(), execution), log);
            flush(execution, log);
            return recordPlan(execution, operation, document)
                    ? running.startPlanned(execution, operation, document.plan(), log)
                    : Optional.empty();
        } catch (PlanningFailedException e) {
            flush(execution, log);
            fail(execution, e.failure());
            return Optional.empty();
        }
    }

    /** What became of a worker that planned it and died: its item is the one by which the execution goes on. */
    private boolean wasPlannedToRunAtOnce(Execution execution) {
        return execution.scheduledFor() == null
                && parts.executions()
                        .findPlan(execution.id())
                        .filter(plan ->
                                ApprovalRequirement.of(plan.document().plan()).isAutomatic())
                        .isPresent();
    }

    Optional<Duration> expire(ExecutionId id) {
        Optional<Execution> found = parts.executions().find(id);
        if (found.isEmpty() || found.get().state() != ExecutionState.AWAITING_APPROVAL) {
            return Optional.empty();
        }
        String message = "nobody decided on the plan within "
                + parts.settings().approvalExpiry().toDays() + " days; submit again";
        StateChange change = StateChange.of(id, ExecutionState.AWAITING_APPROVAL, ExecutionState.EXPIRED, parts.now())
                .failure(new Failure("expired", message))
                .build();
        JsonObject details = Json.object().put("reason", message).build();
        parts.executions().recordChange(change, parts.entry(AuditAction.EXECUTION_EXPIRED, id, details));
        return Optional.empty();
    }

    /**
     * Writes the plan unless another worker was faster, which planning, changing nothing outside, does not rule out.
     * Answers whether the execution goes on at once.
     */
    private boolean recordPlan(Execution execution, DeployedOperation operation, PlanDocument document) {
        Plan plan = document.plan();
        Map<String, Connection> connections = planner.connections(operation, execution.parameters());
        RiskAssessment risk = RiskAssessment.of(operation.profile(), plan, connections.values());
        ApprovalRequirement requirement = ApprovalRequirement.of(plan);
        PlanRecord record = new PlanRecord(
                operation.releaseDigest(),
                operation.version(),
                document,
                risk.level().name(),
                risk.toJson().with("autoApproved", Json.of(requirement.isAutomatic())),
                plan.effects());
        boolean runsAtOnce = requirement.isAutomatic() && execution.scheduledFor() == null;
        StateChange change = leavePlanning(execution, requirement, runsAtOnce)
                .fence(execution.fence())
                .raisingFence()
                .build();
        JsonObject details = Json.object()
                .put("release", operation.releaseDigest())
                .put("effects", plan.effects().size())
                .put("risk", risk.level().name())
                .put("to", change.to().name())
                .build();
        parts.executions()
                .recordPlan(
                        record,
                        change,
                        parts.entry(AuditAction.EXECUTION_PLANNED, execution.id(), details)
                                .withDigests(null, document.digest()));
        return runsAtOnce;
    }

    private StateChange.Builder leavePlanning(
            Execution execution, ApprovalRequirement requirement, boolean runsAtOnce) {
        ExecutionId id = execution.id();
        if (runsAtOnce) {
            // without a work item: the one that is at it stays
            return StateChange.of(id, ExecutionState.PLANNING, ExecutionState.QUEUED, parts.now());
        }
        if (!requirement.isAutomatic()) {
            return StateChange.of(id, ExecutionState.PLANNING, ExecutionState.AWAITING_APPROVAL, parts.now())
                    .work(new WorkItem(
                            id, WorkItem.Kind.EXPIRE, "1", parts.settings().approvalExpiry()));
        }
        return StateChange.released(execution, ExecutionState.PLANNING, parts.now());
    }

    private void fail(Execution execution, Failure failure) {
        StateChange change = StateChange.of(execution.id(), ExecutionState.PLANNING, ExecutionState.FAILED, parts.now())
                .fence(execution.fence())
                .failure(failure)
                .build();
        JsonObject details = Json.object()
                .put("code", failure.code())
                .put("message", failure.message())
                .build();
        parts.executions()
                .recordChange(change, parts.entry(AuditAction.EXECUTION_PLAN_FAILED, execution.id(), details));
        LOG.info("Execution {} could not be planned: {}", execution.id(), failure.message());
    }

    private void flush(Execution execution, LiveLog log) {
        log.flush(lines -> parts.executions().recordLogs(execution.id(), execution.fence(), lines));
    }
}
