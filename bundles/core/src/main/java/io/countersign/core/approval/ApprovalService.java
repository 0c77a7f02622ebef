package io.countersign.core.approval;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.audit.Refusals;
import io.countersign.core.execution.Comment;
import io.countersign.core.execution.CrashPoints;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Failure;
import io.countersign.core.execution.InvalidRequestException;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.time.SharedClock;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes decisions on plans: each binds to the digest of the plan's bytes, and nobody signs their own work. */
@Component(service = ApprovalService.class)
public final class ApprovalService {
    private final ExecutionService executions;
    private final ExecutionRepository repository;
    private final AuditTrail trail;
    private final Refusals refusals;
    private final Clock clock;

    @Activate
    public ApprovalService(
            @Reference ExecutionService executions,
            @Reference ExecutionRepository repository,
            @Reference AuditRepository audits,
            @Reference SharedClock clock) {
        this(executions, CrashPoints.ofSystem().around(repository), audits, clock, new Ids());
    }

    ApprovalService(
            ExecutionService executions, ExecutionRepository repository, AuditRepository audits, Clock clock, Ids ids) {
        this.executions = executions;
        this.repository = repository;
        this.clock = clock;
        this.trail = new AuditTrail(clock, ids);
        this.refusals = new Refusals(audits, trail);
    }

    /**
     * Approves or rejects a plan.
     *
     * @param planDigest the digest of the plan the person has seen
     * @param comment at most 2,000 characters; a rejection needs one
     * @throws PlanDigestMismatchException when the digest is not that of the plan
     * @throws BarredFromApprovalException when the person may not decide on it
     * @throws StateConflictException when the execution does not wait for an approval
     */
    public Execution decide(Caller caller, ExecutionId id, Decision.Kind kind, String planDigest, String comment) {
        return refusals.noting(caller, "execution:" + id, () -> {
            Execution execution = executions.get(caller, id);
            caller.require(Permission.toApprove(execution.operation()));
            requireDecidable(caller, execution, kind, planDigest, comment);
            record(caller, execution, kind, planDigest, comment);
            return executions.get(caller, id);
        });
    }

    private static void requireDecidable(
            Caller caller, Execution execution, Decision.Kind kind, String planDigest, String comment) {
        if (execution.initiatorId().equals(caller.userId())) {
            throw new BarredFromApprovalException(caller.username(), "submitted it");
        }
        if (execution.state() != ExecutionState.AWAITING_APPROVAL) {
            throw new StateConflictException(
                    execution.id(),
                    "execution " + execution.id() + " does not wait for an approval; its state is "
                            + execution.state());
        }
        @Nullable String expected = execution.planDigest();
        if (expected == null || !expected.equals(planDigest)) {
            throw new PlanDigestMismatchException(planDigest, String.valueOf(expected));
        }
        Comment.require("comment", comment);
        if (kind == Decision.Kind.REJECTED && comment.isBlank()) {
            throw new InvalidRequestException("comment", "is missing; say why the plan is rejected");
        }
    }

    private void record(Caller caller, Execution execution, Decision.Kind kind, String planDigest, String comment) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        boolean approved = kind == Decision.Kind.APPROVED;
        Decision decision =
                new Decision(execution.id(), caller.userId(), caller.username(), kind, planDigest, comment, now);
        StateChange change = approved
                ? StateChange.leavingApproval(execution, now).build()
                : StateChange.of(execution.id(), ExecutionState.AWAITING_APPROVAL, ExecutionState.REJECTED, now)
                        .failure(new Failure("rejected", "rejected by " + caller.username() + ": " + comment))
                        .build();
        JsonObject details = Json.object().put("comment", comment).build();
        repository.recordDecision(
                decision,
                change,
                trail.entry(
                                caller,
                                approved ? AuditAction.EXECUTION_APPROVED : AuditAction.EXECUTION_REJECTED,
                                "execution:" + execution.id(),
                                details)
                        .withDigests(null, planDigest));
    }
}
