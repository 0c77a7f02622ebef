package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.money.Money;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.Effect;
import io.countersign.core.execution.EffectChange;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.FenceLostException;
import io.countersign.core.execution.Intent;
import io.countersign.core.execution.IntentOutcome;
import io.countersign.core.execution.StateConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

/** The journal of effects: the intent before the call, the lock on the item, the outcome after. */
public abstract class EffectJournalContract extends ContractTest {

    @Test
    public void intentIsNotedWithKeyRequestAndTime() {
        ExecutionId execution = submitted();
        PlannedEffect planned = Samples.plannedEffect("pay", lock());
        long fence = Samples.started(ports.executions(), execution, planned);
        Intent intent = new Intent(
                execution,
                "pay",
                "bank",
                "main",
                planned.lockKey(),
                1,
                "cs1_" + execution,
                Json.object().put("amount", "9000").build(),
                Money.ofMinor(9000, "AED"));

        IntentOutcome outcome =
                ports.executions().recordIntent(intent, fence, Samples.audit(AuditAction.EFFECT_INTENT, execution));

        assertNull(outcome.lockedBy());
        assertNotNull(outcome.notedAt());
        Effect effect = effect(execution);
        assertEquals(EffectState.INTENT, effect.state());
        assertEquals(1, effect.attempt());
        assertEquals("cs1_" + execution, effect.idempotencyKey());
        assertEquals(intent.request(), effect.request());
        assertEquals(intent.amount(), effect.sentAmount());
        assertEquals(planned.amount(), effect.plannedAmount());
        assertEquals(outcome.notedAt(), effect.firstSentAt());
        assertEquals(1, effect.sends());
        Duration age = Duration.between(outcome.notedAt(), ports.executions().databaseTime());
        assertFalse("noted in database time", age.isNegative());
        assertTrue("noted in database time", age.compareTo(Duration.ofMinutes(1)) < 0);
        ExecutionEvent event = newestEvent(execution);
        assertEquals("effect", event.kind());
        assertEquals("pay", event.data().text("effect"));
        assertEquals("PLANNED", event.data().text("from"));
        assertEquals("INTENT", event.data().text("to"));
        assertEquals("effect.intent", audited(execution).get(0));
    }

    @Test
    public void intentOfALostFenceIsRefusedAndTakesNoLock() {
        ExecutionId execution = submitted();
        PlannedEffect planned = Samples.plannedEffect("pay", lock());
        long fence = Samples.started(ports.executions(), execution, planned);
        ports.executions().recordClaim(execution, ExecutionState.RUNNING, null);

        refused(FenceLostException.class, execution, () -> intend(execution, planned, fence));

        assertEquals(EffectState.PLANNED, effect(execution).state());
        ExecutionId other = submitted();
        long otherFence = Samples.started(ports.executions(), other, planned);
        assertNull(intend(other, planned, otherFence).lockedBy());
    }

    @Test
    public void secondIntentIsRefused() {
        ExecutionId execution = submitted();
        PlannedEffect planned = Samples.plannedEffect("pay", lock());
        long fence = Samples.started(ports.executions(), execution, planned);
        intend(execution, planned, fence);

        refused(StateConflictException.class, execution, () -> intend(execution, planned, fence));
        assertEquals(1, effect(execution).sends());
    }

    @Test
    public void lockedItemAnswersItsHolderAndWritesNothing() {
        PlannedEffect planned = Samples.plannedEffect("pay", lock());
        ExecutionId holder = submitted();
        long holderFence = Samples.started(ports.executions(), holder, planned);
        intend(holder, planned, holderFence);
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution, planned);
        long eventsBefore = found(execution).eventNumber();
        List<String> auditBefore = audited(execution);

        IntentOutcome outcome = intend(execution, planned, fence);

        assertEquals(holder, outcome.lockedBy());
        assertNull(outcome.notedAt());
        assertEquals(EffectState.PLANNED, effect(execution).state());
        assertNull(effect(execution).idempotencyKey());
        assertEquals(eventsBefore, found(execution).eventNumber());
        assertEquals(auditBefore, audited(execution));
    }

    @Test
    public void unknownOutcomeKeepsTheLockAndAClearOneReleasesIt() {
        PlannedEffect planned = Samples.plannedEffect("pay", lock());
        ExecutionId holder = submitted();
        long holderFence = Samples.started(ports.executions(), holder, planned);
        intend(holder, planned, holderFence);
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution, planned);

        ports.executions()
                .recordOutcome(
                        Samples.unknown(holder, "pay"), holderFence, Samples.audit(AuditAction.EFFECT_UNKNOWN, holder));
        assertEquals(holder, intend(execution, planned, fence).lockedBy());
        assertEquals(
                List.of(holder),
                ports.executions().openEffects(List.of(planned.lockKey(), "nothing")).stream()
                        .map(Effect::execution)
                        .toList());

        ports.executions()
                .recordOutcome(
                        Samples.applied(holder, "pay", EffectState.UNKNOWN),
                        holderFence,
                        Samples.audit(AuditAction.EFFECT_APPLIED, holder));
        assertEquals(List.of(), ports.executions().openEffects(List.of(planned.lockKey())));
        assertNull(intend(execution, planned, fence).lockedBy());
        assertEquals(List.of(), ports.executions().openEffects(List.of()));
    }

    @Test
    public void oneOfManyThatWantTheSameItemGetsIt() throws Exception {
        int rivals = 6;
        PlannedEffect planned = Samples.plannedEffect("pay", lock());
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(rivals);
        try {
            List<Future<IntentOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < rivals; i++) {
                ExecutionId execution = Samples.submitted(ports.executions());
                long fence = Samples.started(ports.executions(), execution, planned);
                outcomes.add(threads.submit(() -> {
                    go.await();
                    return intend(execution, planned, fence);
                }));
            }
            go.countDown();
            int noted = 0;
            for (Future<IntentOutcome> outcome : outcomes) {
                noted += outcome.get().notedAt() == null ? 0 : 1;
            }
            assertEquals(1, noted);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    public void outcomeIsKeptAndTold() {
        ExecutionId execution = submitted();
        PlannedEffect planned = Samples.plannedEffect("pay", lock());
        long fence = Samples.started(ports.executions(), execution, planned);
        intend(execution, planned, fence);
        ports.executions()
                .recordOutcome(
                        Samples.unknown(execution, "pay"), fence, Samples.audit(AuditAction.EFFECT_UNKNOWN, execution));
        assertEquals("timed out", effect(execution).message());

        EffectChange applied = Samples.applied(execution, "pay", EffectState.UNKNOWN);
        ports.executions().recordOutcome(applied, fence, Samples.audit(AuditAction.EFFECT_APPLIED, execution));

        Effect effect = effect(execution);
        assertEquals(EffectState.APPLIED, effect.state());
        assertEquals("po_pay", effect.externalId());
        assertEquals(applied.response(), effect.response());
        assertNull(effect.message());
        ExecutionEvent event = newestEvent(execution);
        assertEquals("UNKNOWN", event.data().text("from"));
        assertEquals("APPLIED", event.data().text("to"));
        assertEquals("po_pay", event.data().text("externalId"));
        assertEquals("effect.applied", audited(execution).get(0));
    }

    @Test
    public void returnedEffectRemembersWhatWasApplied() {
        ExecutionId execution = submitted();
        PlannedEffect planned = Samples.plannedEffect("pay", lock());
        long fence = Samples.started(ports.executions(), execution, planned);
        intend(execution, planned, fence);
        EffectChange applied = Samples.applied(execution, "pay", EffectState.INTENT);
        ports.executions().recordOutcome(applied, fence, Samples.audit(AuditAction.EFFECT_APPLIED, execution));

        ports.executions()
                .recordOutcome(
                        new EffectChange(
                                execution,
                                "pay",
                                EffectState.APPLIED,
                                EffectState.RETURNED,
                                Samples.AT,
                                null,
                                null,
                                "account_closed",
                                "the bank sent it back"),
                        fence,
                        Samples.audit(AuditAction.EFFECT_RETURNED, execution));

        Effect effect = effect(execution);
        assertEquals(EffectState.RETURNED, effect.state());
        assertEquals("po_pay", effect.externalId());
        assertEquals(applied.response(), effect.response());
        assertEquals("account_closed", effect.code());
        assertEquals("the bank sent it back", effect.message());
    }

    @Test
    public void outcomeOfALostFenceOrAnotherStateIsRefused() {
        ExecutionId execution = submitted();
        PlannedEffect planned = Samples.plannedEffect("pay", lock());
        long fence = Samples.started(ports.executions(), execution, planned);
        intend(execution, planned, fence);
        EffectChange fromUnknown = Samples.applied(execution, "pay", EffectState.UNKNOWN);
        EffectChange fromIntent = Samples.applied(execution, "pay", EffectState.INTENT);

        refused(StateConflictException.class, execution, () -> ports.executions()
                .recordOutcome(fromUnknown, fence, Samples.audit(AuditAction.EFFECT_APPLIED, execution)));
        ports.executions().recordClaim(execution, ExecutionState.RUNNING, null);
        refused(FenceLostException.class, execution, () -> ports.executions()
                .recordOutcome(fromIntent, fence, Samples.audit(AuditAction.EFFECT_APPLIED, execution)));

        assertEquals(EffectState.INTENT, effect(execution).state());
        assertEquals(
                1, ports.executions().openEffects(List.of(planned.lockKey())).size());
    }

    @Test
    public void replaysAndAbsencesAreCounted() {
        ExecutionId execution = submitted();
        PlannedEffect planned = Samples.plannedEffect("pay", lock());
        long fence = Samples.started(ports.executions(), execution, planned);
        refused(StateConflictException.class, execution, () -> ports.executions()
                .recordReplay(execution, "pay", fence));
        intend(execution, planned, fence);
        long eventsBefore = found(execution).eventNumber();

        ports.executions().recordReplay(execution, "pay", fence);
        ports.executions().recordReplay(execution, "pay", fence);
        assertNull(effect(execution).lastAbsenceAt());
        ports.executions().recordAbsence(execution, "pay", fence);

        assertEquals(3, effect(execution).sends());
        assertEquals(1, effect(execution).cleanAbsences());
        assertNotNull(effect(execution).lastAbsenceAt());
        assertEquals(eventsBefore, found(execution).eventNumber());
        refused(FenceLostException.class, execution, () -> ports.executions()
                .recordReplay(execution, "pay", fence - 1));
        refused(FenceLostException.class, execution, () -> ports.executions()
                .recordAbsence(execution, "pay", fence - 1));
    }

    @Test
    public void unknownEffectIsRefused() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);

        refused(
                StateConflictException.class,
                execution,
                () -> intend(execution, Samples.plannedEffect("other", lock()), fence));
    }

    private IntentOutcome intend(ExecutionId execution, PlannedEffect planned, long fence) {
        return ports.executions()
                .recordIntent(
                        Samples.intent(execution, planned), fence, Samples.audit(AuditAction.EFFECT_INTENT, execution));
    }

    private Effect effect(ExecutionId execution) {
        return ports.executions().effects(execution).get(0);
    }

    private static String lock() {
        return "bank:main:" + Samples.id();
    }
}
