package io.countersign.core.testing;

import static io.countersign.core.execution.ExecutionState.AWAITING_APPROVAL;
import static io.countersign.core.execution.ExecutionState.QUEUED;
import static io.countersign.core.execution.ExecutionState.REJECTED;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.PlanRecord;
import io.countersign.core.execution.Resolution;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.execution.WorkItem;
import java.util.List;
import org.junit.Test;

/** What people decide on plans and on effects that could not be cleared up. */
public abstract class DecisionContract extends ContractTest {

    @Test
    public void firstOfTwoApprovalsChangesNoState() {
        ExecutionId execution = submitted();
        PlanRecord plan = Samples.planned(ports.executions(), execution);
        Decision decision = Samples.approval(execution, "u-boss", plan);

        ports.executions().recordDecision(decision, null, Samples.audit(AuditAction.EXECUTION_APPROVED, execution));

        assertEquals(List.of(decision), ports.executions().decisions(execution));
        assertEquals(AWAITING_APPROVAL, found(execution).state());
        ExecutionEvent event = newestEvent(execution);
        assertEquals("approval", event.kind());
        assertEquals("APPROVED", event.data().text("decision"));
        assertEquals("u-boss", event.data().text("approverId"));
        assertEquals(plan.document().digest(), event.data().text("planDigest"));
        assertEquals("execution.approved", audited(execution).get(0));
    }

    @Test
    public void completingApprovalQueuesInTheSameTransaction() {
        ExecutionId execution = submitted();
        PlanRecord plan = Samples.planned(ports.executions(), execution);
        ports.executions()
                .recordDecision(
                        Samples.approval(execution, "u-1", plan),
                        null,
                        Samples.audit(AuditAction.EXECUTION_APPROVED, execution));

        ports.executions()
                .recordDecision(
                        Samples.approval(execution, "u-2", plan),
                        Samples.change(execution, AWAITING_APPROVAL, QUEUED)
                                .work(WorkItem.now(execution, WorkItem.Kind.RUN, "1"))
                                .build(),
                        Samples.audit(AuditAction.EXECUTION_APPROVED, execution));

        assertEquals(QUEUED, found(execution).state());
        assertEquals(
                List.of("u-1", "u-2"),
                ports.executions().decisions(execution).stream()
                        .map(Decision::approverId)
                        .toList());
        List<ExecutionEvent> events = events(execution);
        assertEquals(
                List.of("state", "state", "approval", "approval", "state"),
                events.stream().map(ExecutionEvent::kind).toList());
        assertTrue(ports.work().apply(execution).contains(WorkItem.now(execution, WorkItem.Kind.RUN, "1")));
    }

    @Test
    public void rejectionEndsIt() {
        ExecutionId execution = submitted();
        PlanRecord plan = Samples.planned(ports.executions(), execution);
        Decision rejection = new Decision(
                execution,
                "u-1",
                "Boss",
                Decision.Kind.REJECTED,
                plan.document().digest(),
                "wrong account",
                Samples.AT);

        ports.executions()
                .recordDecision(
                        rejection,
                        Samples.change(execution, AWAITING_APPROVAL, REJECTED).build(),
                        Samples.audit(AuditAction.EXECUTION_REJECTED, execution));

        assertEquals(REJECTED, found(execution).state());
        assertEquals(Samples.AT, found(execution).endedAt());
    }

    @Test
    public void samePersonDecidesOnce() {
        ExecutionId execution = submitted();
        PlanRecord plan = Samples.planned(ports.executions(), execution);
        ports.executions()
                .recordDecision(
                        Samples.approval(execution, "u-1", plan),
                        null,
                        Samples.audit(AuditAction.EXECUTION_APPROVED, execution));

        refused(StateConflictException.class, execution, () -> ports.executions()
                .recordDecision(
                        Samples.approval(execution, "u-1", plan),
                        Samples.change(execution, AWAITING_APPROVAL, QUEUED).build(),
                        Samples.audit(AuditAction.EXECUTION_APPROVED, execution)));
    }

    @Test
    public void initiatorCannotDecide() {
        ExecutionId execution = submitted();
        PlanRecord plan = Samples.planned(ports.executions(), execution);
        Decision own = Samples.approval(execution, found(execution).initiatorId(), plan);

        refused(StateConflictException.class, execution, () -> ports.executions()
                .recordDecision(own, null, Samples.audit(AuditAction.EXECUTION_APPROVED, execution)));
    }

    @Test
    public void decisionOnAnotherPlanIsRefused() {
        ExecutionId execution = submitted();
        Samples.planned(ports.executions(), execution);
        PlanRecord other = Samples.plan(execution, "b".repeat(64));

        refused(StateConflictException.class, execution, () -> ports.executions()
                .recordDecision(
                        Samples.approval(execution, "u-1", other),
                        null,
                        Samples.audit(AuditAction.EXECUTION_APPROVED, execution)));
    }

    @Test
    public void decisionAfterTheFactIsRefused() {
        ExecutionId execution = submitted();
        PlanRecord plan = Samples.planned(ports.executions(), execution);
        ports.executions()
                .recordChange(
                        Samples.change(execution, AWAITING_APPROVAL, QUEUED).build(),
                        Samples.audit(AuditAction.EXECUTION_QUEUED, execution));

        refused(StateConflictException.class, execution, () -> ports.executions()
                .recordDecision(
                        Samples.approval(execution, "u-1", plan),
                        null,
                        Samples.audit(AuditAction.EXECUTION_APPROVED, execution)));
    }

    @Test
    public void newestProposalCountsAndAPersonHasOne() {
        ExecutionId execution = submitted();
        unclearEffect(execution);
        Resolution first = proposal(execution, "u-1", false, "not in the statement");
        Resolution second = proposal(execution, "u-2", true, "seen in the portal");
        Resolution changedMind = proposal(execution, "u-1", true, "it is there");

        propose(first);
        assertEquals(first, newest(execution));
        propose(second);
        assertEquals(second, newest(execution));
        propose(changedMind);

        assertEquals(changedMind, newest(execution));
        ExecutionEvent event = newestEvent(execution);
        assertEquals("effect", event.kind());
        assertEquals("pay", event.data().text("effect"));
        assertTrue(event.data().flag("applied"));
        assertEquals("effect.resolution-proposed", audited(execution).get(0));
    }

    @Test
    public void proposalNeedsAnOpenEffect() {
        ExecutionId execution = submitted();
        Samples.started(ports.executions(), execution, Samples.plannedEffect("pay", "lock-" + execution));

        refused(
                StateConflictException.class,
                execution,
                () -> propose(proposal(execution, "u-1", false, "never sent")));
        assertTrue(ports.executions().findResolutionProposal(execution, "pay").isEmpty());
    }

    private Resolution newest(ExecutionId execution) {
        return ports.executions().findResolutionProposal(execution, "pay").orElseThrow();
    }

    private void propose(Resolution resolution) {
        ports.executions()
                .recordResolutionProposal(
                        resolution, Samples.audit(AuditAction.EFFECT_RESOLUTION_PROPOSED, resolution.execution()));
    }

    private void unclearEffect(ExecutionId execution) {
        var effect = Samples.plannedEffect("pay", "lock-" + execution);
        long fence = Samples.started(ports.executions(), execution, effect);
        ports.executions()
                .recordIntent(
                        Samples.intent(execution, effect), fence, Samples.audit(AuditAction.EFFECT_INTENT, execution));
        ports.executions()
                .recordOutcome(
                        Samples.unknown(execution, "pay"), fence, Samples.audit(AuditAction.EFFECT_UNKNOWN, execution));
        assertEquals(
                EffectState.UNKNOWN,
                ports.executions().effects(execution).get(0).state());
    }

    private static Resolution proposal(ExecutionId execution, String person, boolean applied, String reason) {
        return new Resolution(
                execution, "pay", person, "name of " + person, applied, applied ? "po_1" : null, reason, Samples.AT);
    }
}
