package io.countersign.core.testing;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Role;
import io.countersign.core.access.User;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.audit.Ids;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.EffectChange;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Intent;
import io.countersign.core.execution.NewExecution;
import io.countersign.core.execution.PlanRecord;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.WorkItem;
import io.countersign.core.file.StoredFile;
import io.countersign.core.plan.PlanDocument;
import io.countersign.core.plan.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values for contracts, with fresh ids so that tests on one store do not meet. */
public final class Samples {
    /** When things happen, for people; databases measure by their own clock. */
    public static final Instant AT = Instant.parse("2026-11-22T12:00:00.123456Z");

    private static final Ids IDS = new Ids();

    private Samples() {}

    public static String id() {
        return IDS.next();
    }

    public static ExecutionId executionId() {
        return new ExecutionId(id());
    }

    public static Caller caller(String userId) {
        return new Caller(userId, "name of " + userId, Set.of(Role.OPERATOR), Authentication.SESSION, "127.0.0.1");
    }

    public static AuditEntry audit(AuditAction action, Object subject) {
        return AuditEntry.of(id(), AT, caller("u-actor"), action, "sample:" + subject, JsonObject.empty());
    }

    public static NewExecution submission(String operation, String initiatorId, @Nullable String key) {
        return submission(operation, initiatorId, key, AT);
    }

    public static NewExecution submission(
            String operation, String initiatorId, @Nullable String key, Instant createdAt) {
        JsonObject parameters = Json.object().put("currency", "aed").build();
        return new NewExecution(
                executionId(),
                operation,
                parameters,
                initiatorId,
                "name of " + initiatorId,
                "monthly payout",
                null,
                null,
                key,
                Sha256.hex(parameters.toText()),
                createdAt);
    }

    public static PlannedEffect plannedEffect(String name, String lockKey) {
        return PlannedEffect.builder(name, "bank.transfer")
                .connection("main")
                .request(Json.object().put("amount", "12500").build())
                .amount(Money.ofMinor(12500, "AED"))
                .beneficiary("Example LLC")
                .sentence("Pay AED 125.00 to Example LLC")
                .lockKey(lockKey)
                .build();
    }

    public static PlanRecord plan(ExecutionId execution, String releaseDigest, PlannedEffect... effects) {
        Plan.Builder plan = Plan.builder();
        for (PlannedEffect effect : effects) {
            plan.effect(effect);
        }
        PlanDocument document =
                PlanDocument.of(execution.text(), "bank.transfer", releaseDigest, JsonObject.empty(), plan.build());
        JsonObject risk = Json.object().put("level", "LOW").build();
        return new PlanRecord(releaseDigest, "1.2.3", document, "LOW", risk, List.of(effects));
    }

    public static Decision approval(ExecutionId execution, String approverId, PlanRecord plan) {
        return new Decision(
                execution,
                approverId,
                "name of " + approverId,
                Decision.Kind.APPROVED,
                plan.document().digest(),
                "looks right",
                AT);
    }

    public static Intent intent(ExecutionId execution, PlannedEffect effect) {
        return new Intent(
                execution,
                effect.id(),
                "bank",
                effect.connection(),
                effect.lockKey(),
                1,
                "cs1_" + execution + "_" + effect.id(),
                effect.request(),
                effect.amount());
    }

    public static EffectChange applied(ExecutionId execution, String effect, EffectState from) {
        JsonObject response = Json.object().put("status", "paid").build();
        return new EffectChange(execution, effect, from, EffectState.APPLIED, AT, "po_" + effect, response, null, null);
    }

    public static EffectChange unknown(ExecutionId execution, String effect) {
        return new EffectChange(
                execution, effect, EffectState.INTENT, EffectState.UNKNOWN, AT, null, null, null, "timed out");
    }

    public static StateChange.Builder change(ExecutionId execution, ExecutionState from, ExecutionState to) {
        return StateChange.of(execution, from, to, AT);
    }

    public static StoredFile file(String id, String name, String ownerId, @Nullable ExecutionId execution) {
        return new StoredFile(
                id,
                1,
                name,
                "text/csv",
                42,
                Sha256.hex(name),
                ownerId,
                "name of " + ownerId,
                execution == null ? null : execution.text(),
                AT);
    }

    public static User user(String username) {
        return new User(id(), username, "Ada " + username, Set.of(Role.OPERATOR, Role.AUDITOR), true, "node:n1", AT);
    }

    /** Submits; the execution is PLANNING. */
    public static ExecutionId submitted(ExecutionRepository executions) {
        NewExecution submission = submission("bank.transfer", id(), null);
        executions.recordSubmission(submission, audit(AuditAction.EXECUTION_SUBMITTED, submission.id()));
        return submission.id();
    }

    /** Submits and plans; the execution is AWAITING_APPROVAL. */
    public static PlanRecord planned(ExecutionRepository executions, ExecutionId execution, PlannedEffect... effects) {
        long fence = executions.recordClaim(execution, ExecutionState.PLANNING, null);
        PlanRecord plan = plan(execution, Sha256.hex(execution.text()), effects);
        StateChange change = change(execution, ExecutionState.PLANNING, ExecutionState.AWAITING_APPROVAL)
                .fence(fence)
                .work(WorkItem.now(execution, WorkItem.Kind.EXPIRE, "1"))
                .build();
        executions.recordPlan(plan, change, audit(AuditAction.EXECUTION_PLANNED, execution));
        return plan;
    }

    /** Submits, plans, queues and starts; answers the fence of the running execution. */
    public static long started(ExecutionRepository executions, ExecutionId execution, PlannedEffect... effects) {
        planned(executions, execution, effects);
        executions.recordChange(
                change(execution, ExecutionState.AWAITING_APPROVAL, ExecutionState.QUEUED)
                        .work(WorkItem.now(execution, WorkItem.Kind.RUN, "1"))
                        .build(),
                audit(AuditAction.EXECUTION_QUEUED, execution));
        return executions.recordChange(
                change(execution, ExecutionState.QUEUED, ExecutionState.RUNNING)
                        .raisingFence()
                        .build(),
                audit(AuditAction.EXECUTION_STARTED, execution));
    }
}
