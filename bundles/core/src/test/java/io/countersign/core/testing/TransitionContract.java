package io.countersign.core.testing;

import static io.countersign.core.execution.ExecutionState.AWAITING_APPROVAL;
import static io.countersign.core.execution.ExecutionState.CANCELLED;
import static io.countersign.core.execution.ExecutionState.COMPLETED;
import static io.countersign.core.execution.ExecutionState.FAILED;
import static io.countersign.core.execution.ExecutionState.PLANNING;
import static io.countersign.core.execution.ExecutionState.QUEUED;
import static io.countersign.core.execution.ExecutionState.RUNNING;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonNull;
import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.Effect;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.Failure;
import io.countersign.core.execution.FenceLostException;
import io.countersign.core.execution.PlanRecord;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.execution.StoredPlan;
import io.countersign.core.execution.WorkItem;
import java.util.List;
import org.junit.Test;

/** Claims, plans and transitions: what they write, and that a lost fence or another state writes nothing. */
public abstract class TransitionContract extends ContractTest {

    @Test
    public void claimRaisesFenceAndKeepsState() {
        ExecutionId execution = submitted();

        assertEquals(1, ports.executions().recordClaim(execution, PLANNING, null));
        assertEquals(
                2,
                ports.executions()
                        .recordClaim(execution, PLANNING, Samples.audit(AuditAction.EXECUTION_TAKEN_OVER, execution)));
        assertEquals(PLANNING, found(execution).state());
        assertEquals(2, found(execution).fence());
        assertEquals(List.of("execution.taken-over", "execution.submitted"), audited(execution));
    }

    @Test
    public void claimNeedsTheExpectedState() {
        ExecutionId execution = submitted();

        StateConflictException refused = refused(StateConflictException.class, execution, () -> ports.executions()
                .recordClaim(execution, QUEUED, Samples.audit(AuditAction.EXECUTION_TAKEN_OVER, execution)));

        assertEquals("execution " + execution + " is PLANNING, not QUEUED", refused.getMessage());
        assertEquals(execution, refused.execution());
    }

    @Test
    public void planIsStoredByteForByteWithItsEffects() {
        ExecutionId execution = submitted();

        PlanRecord plan = Samples.planned(
                ports.executions(),
                execution,
                Samples.plannedEffect("pay:b", "lock-b-" + execution),
                Samples.plannedEffect("pay:a", "lock-a-" + execution));

        StoredPlan stored = ports.executions().findPlan(execution).orElseThrow();
        assertArrayEquals(plan.document().bytes(), stored.document().bytes());
        assertEquals(plan.risk(), stored.risk());
        assertEquals("LOW", stored.riskLevel());
        Execution found = found(execution);
        assertEquals(AWAITING_APPROVAL, found.state());
        assertEquals(plan.document().digest(), found.planDigest());
        assertEquals(plan.releaseDigest(), found.releaseDigest());
        assertEquals("1.2.3", found.pluginVersion());
        assertEquals("LOW", found.riskLevel());
        List<Effect> effects = ports.executions().effects(execution);
        assertEquals(
                List.of("pay:b", "pay:a"), effects.stream().map(Effect::name).toList());
        Effect first = effects.get(0);
        assertEquals(1, first.position());
        assertEquals(EffectState.PLANNED, first.state());
        assertEquals(plan.effects().get(0).amount(), first.plannedAmount());
        assertEquals("lock-b-" + execution, first.lockKey());
        assertEquals(0, first.attempt());
        assertNull(first.idempotencyKey());
        assertNull(first.firstSentAt());
        assertEquals(
                List.of(WorkItem.Kind.PLAN, WorkItem.Kind.EXPIRE),
                ports.work().apply(execution).stream()
                        .map(WorkItem::kind)
                        .sorted()
                        .toList());
    }

    @Test
    public void planOfALostFenceIsRefused() {
        ExecutionId execution = submitted();
        long old = ports.executions().recordClaim(execution, PLANNING, null);
        ports.executions().recordClaim(execution, PLANNING, null);
        PlanRecord plan = Samples.plan(execution, "a".repeat(64), Samples.plannedEffect("pay", "lock-" + execution));
        StateChange change = Samples.change(execution, PLANNING, AWAITING_APPROVAL)
                .fence(old)
                .build();

        FenceLostException lost = refused(FenceLostException.class, execution, () -> ports.executions()
                .recordPlan(plan, change, Samples.audit(AuditAction.EXECUTION_PLANNED, execution)));

        assertEquals(old, lost.fence());
        assertTrue(ports.executions().findPlan(execution).isEmpty());
        assertEquals(List.of(), ports.executions().effects(execution));
    }

    @Test
    public void changeIsToldByAnEventWithItsDetails() {
        ExecutionId execution = submitted();
        JsonObject details =
                Json.object().put("drift", "balance").put("from", "not this").build();

        ports.executions()
                .recordChange(
                        Samples.change(execution, PLANNING, FAILED)
                                .details(details)
                                .failure(new Failure("plan_failed", "no balance"))
                                .build(),
                        Samples.audit(AuditAction.EXECUTION_PLAN_FAILED, execution));

        Execution found = found(execution);
        assertEquals(new Failure("plan_failed", "no balance"), found.failure());
        assertEquals(Samples.AT, found.endedAt());
        ExecutionEvent event = newestEvent(execution);
        assertEquals("state", event.kind());
        assertEquals(Samples.AT, event.at());
        assertEquals("PLANNING", event.data().text("from"));
        assertEquals("FAILED", event.data().text("to"));
        assertEquals("balance", event.data().text("drift"));
        assertEquals(List.of("execution.plan-failed", "execution.submitted"), audited(execution));
    }

    @Test
    public void startRaisesTheFenceAndAnswersTheNewOne() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);

        assertEquals(2, fence);
        assertEquals(fence, found(execution).fence());
        assertEquals(Samples.AT, found(execution).startedAt());
        assertNull(found(execution).endedAt());
        assertTrue(ports.executions().heartbeat(execution, fence).fenceHeld());
        assertFalse(ports.executions().heartbeat(execution, fence - 1).fenceHeld());
    }

    @Test
    public void resultIsKept() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);
        JsonObject result = Json.object()
                .put("message", "x".repeat(2000))
                .put("recordsProcessed", 3)
                .build();

        ports.executions()
                .recordChange(
                        Samples.change(execution, RUNNING, COMPLETED)
                                .fence(fence)
                                .result(result)
                                .build(),
                        Samples.audit(AuditAction.EXECUTION_COMPLETED, execution));

        assertEquals(result, found(execution).result());
        assertEquals(COMPLETED, found(execution).state());
    }

    @Test
    public void changeOfALostFenceIsRefused() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);
        ports.executions().recordClaim(execution, RUNNING, null);
        StateChange change = Samples.change(execution, RUNNING, COMPLETED)
                .fence(fence)
                .work(WorkItem.now(execution, WorkItem.Kind.SETTLE, "1"))
                .build();

        refused(FenceLostException.class, execution, () -> ports.executions()
                .recordChange(change, Samples.audit(AuditAction.EXECUTION_COMPLETED, execution)));
    }

    @Test
    public void changeFromAnotherStateIsRefusedNamingBoth() {
        ExecutionId execution = submitted();
        StateChange change =
                Samples.change(execution, QUEUED, RUNNING).raisingFence().build();

        StateConflictException refused = refused(StateConflictException.class, execution, () -> ports.executions()
                .recordChange(change, Samples.audit(AuditAction.EXECUTION_STARTED, execution)));

        assertEquals("execution " + execution + " is PLANNING, not QUEUED", refused.getMessage());
    }

    @Test
    public void unknownExecutionIsRefused() {
        ExecutionId nobody = Samples.executionId();

        assertThrows(StateConflictException.class, () -> ports.executions().recordClaim(nobody, PLANNING, null));
        assertThrows(FenceLostException.class, () -> ports.executions().recordProgress(nobody, 1, 1, 2, Samples.AT));
        assertThrows(StateConflictException.class, () -> ports.executions()
                .recordCancelRequest(nobody, Samples.audit(AuditAction.EXECUTION_CANCEL_REQUESTED, nobody)));
        assertTrue(ports.executions().find(nobody).isEmpty());
    }

    @Test
    public void workOfAChangeIsWrittenOnceForEachToken() {
        ExecutionId execution = submitted();
        Samples.planned(ports.executions(), execution);
        ports.executions()
                .recordChange(
                        Samples.change(execution, AWAITING_APPROVAL, QUEUED)
                                .work(
                                        WorkItem.now(execution, WorkItem.Kind.RUN, "1"),
                                        WorkItem.now(execution, WorkItem.Kind.RUN, "1"),
                                        WorkItem.now(execution, WorkItem.Kind.RUN, "2"))
                                .build(),
                        Samples.audit(AuditAction.EXECUTION_QUEUED, execution));

        assertEquals(
                List.of("1", "2"),
                ports.work().apply(execution).stream()
                        .filter(item -> item.kind() == WorkItem.Kind.RUN)
                        .map(WorkItem::token)
                        .sorted()
                        .toList());
    }

    @Test
    public void cancelRequestReachesTheWorkerAndTheEvents() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);
        assertFalse(ports.executions().heartbeat(execution, fence).cancelRequested());

        ports.executions()
                .recordCancelRequest(execution, Samples.audit(AuditAction.EXECUTION_CANCEL_REQUESTED, execution));

        assertTrue(ports.executions().heartbeat(execution, fence).cancelRequested());
        assertTrue(found(execution).cancelRequested());
        assertTrue(newestEvent(execution).data().flag("cancelRequested"));
        assertEquals("RUNNING", newestEvent(execution).data().text("to"));
    }

    @Test
    public void endedExecutionCannotBeAskedToStop() {
        ExecutionId execution = submitted();
        ports.executions()
                .recordChange(
                        Samples.change(execution, PLANNING, CANCELLED).build(),
                        Samples.audit(AuditAction.EXECUTION_CANCELLED, execution));

        refused(StateConflictException.class, execution, () -> ports.executions()
                .recordCancelRequest(execution, Samples.audit(AuditAction.EXECUTION_CANCEL_REQUESTED, execution)));
    }

    @Test
    public void waitingReasonIsToldOnceAndClearedByTheNextTransition() {
        ExecutionId execution = submitted();

        ports.executions().recordWaiting(execution, "no plug-in", Samples.AT);
        ports.executions().recordWaiting(execution, "no plug-in", Samples.AT);

        assertEquals("no plug-in", found(execution).waitingReason());
        assertEquals(2, found(execution).eventNumber());
        assertEquals("no plug-in", newestEvent(execution).data().text("waitingReason"));
        ports.executions().recordWaiting(execution, null, Samples.AT);
        assertNull(found(execution).waitingReason());
        assertEquals(
                JsonNull.class,
                newestEvent(execution).data().get("waitingReason").getClass());
        ports.executions().recordWaiting(execution, "queue full", Samples.AT);
        Samples.planned(ports.executions(), execution);
        assertNull(found(execution).waitingReason());
        assertEquals(List.of("execution.planned", "execution.submitted"), audited(execution));
    }
}
