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

/** Plans submitted executions and expires plans that nobody decided on. */
final class PlanningWork {
    private static final Logger LOG = LoggerFactory.getLogger(PlanningWork.class);
    private static final Duration PLUGIN_MISSING_RETRY = Duration.ofSeconds(2);

    private final EngineParts parts;
    private final Planner planner;

    PlanningWork(EngineParts parts, Planner planner) {
        this.parts = parts;
        this.planner = planner;
    }

    Optional<Duration> plan(ExecutionId id) {
        Optional<Execution> found = parts.executions().find(id);
        if (found.isEmpty() || found.get().state() != ExecutionState.PLANNING) {
            return Optional.empty();
        }
        Execution execution = found.get();
        Optional<DeployedOperation> operation = parts.registry().newest(execution.operation());
        if (operation.isEmpty()) {
            parts.noteWaiting(execution, "no plug-in is deployed for operation '" + execution.operation() + "'");
            return Optional.of(PLUGIN_MISSING_RETRY);
        }
        long fence = parts.executions().recordClaim(id, ExecutionState.PLANNING, null);
        LiveLog log = new LiveLog(parts.clock(), 0);
        try {
            PlanDocument document = planner.plan(
                    operation.get(), id, execution.parameters(), Repetition.of(parts.executions(), execution), log);
            flush(id, fence, log);
            recordPlan(execution, operation.get(), document, fence);
        } catch (PlanningFailedException e) {
            flush(id, fence, log);
            fail(execution, fence, e.failure());
        }
        return Optional.empty();
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

    private void recordPlan(Execution execution, DeployedOperation operation, PlanDocument document, long fence) {
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
        StateChange change = leavePlanning(execution, requirement).fence(fence).build();
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
    }

    private StateChange.Builder leavePlanning(Execution execution, ApprovalRequirement requirement) {
        ExecutionId id = execution.id();
        if (!requirement.isAutomatic()) {
            return StateChange.of(id, ExecutionState.PLANNING, ExecutionState.AWAITING_APPROVAL, parts.now())
                    .work(new WorkItem(
                            id, WorkItem.Kind.EXPIRE, "1", parts.settings().approvalExpiry()));
        }
        return StateChange.released(execution, ExecutionState.PLANNING, parts.now());
    }

    private void fail(Execution execution, long fence, Failure failure) {
        StateChange change = StateChange.of(execution.id(), ExecutionState.PLANNING, ExecutionState.FAILED, parts.now())
                .fence(fence)
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

    private void flush(ExecutionId id, long fence, LiveLog log) {
        log.flush(lines -> parts.executions().recordLogs(id, fence, lines));
    }
}
