package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Settlement;
import io.countersign.core.access.PermissionDeniedException;
import io.countersign.core.access.Role;
import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** What is cancelled, late, locked or stale stops between effects and says exactly how far it came. */
public class StoppingTest {
    @Rule
    public final Platform platform = new Platform();

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    public void cancelsWhileItWaitsToBePlanned() {
        ExecutionId id = platform.submit();
        cancel(id);
        assertCancelled(id);
        platform.work();
        assertEquals(ExecutionState.CANCELLED, platform.state(id));
    }

    @Test
    public void aPlanThatComesAfterTheCancellationIsDropped() {
        ExecutionId id = platform.submit();
        platform.node.plugin.planning = context -> {
            Thread other = new Thread(() -> cancel(id));
            other.start();
            Platform.join(other);
            return platform.node.plugin.payEachItem(context);
        };
        platform.workFor(Duration.ofSeconds(5));
        assertCancelled(id);
        assertTrue(platform.executions.findPlan(id).isEmpty());
    }

    @Test
    public void cancelsWhileItWaitsForItsApproval() {
        ExecutionId id = platform.submit();
        platform.work();
        cancel(id);
        assertCancelled(id);
    }

    @Test
    public void cancelsWhileItWaitsForItsTime() {
        Instant due = platform.clock.instant().plus(Duration.ofHours(2));
        ExecutionId id = platform.node
                .service
                .submit(
                        Platform.ANN,
                        new SubmitRequest(BankPlugin.NAME, Platform.request().parameters(), "", due, null))
                .id();
        platform.work();
        platform.approve(id);
        cancel(id);
        platform.workFor(Duration.ofHours(3));
        assertCancelled(id);
    }

    @Test
    public void cancelsWhileItIsQueued() {
        ExecutionId id = platform.approved();
        cancel(id);
        platform.work();
        assertCancelled(id);
    }

    @Test
    public void stopsARunningOneBetweenEffects() throws InterruptedException {
        platform.node.plugin.executing = context -> {
            context.effect("rent").perform();
            reached.countDown();
            while (true) {
                // computes something until it is stopped
                context.checkCancelled();
                goOn.await(1, TimeUnit.MILLISECONDS);
            }
        };
        ExecutionId id = platform.approved("rent", "food", "fuel");
        Thread worker = platform.workAside();
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        cancel(id);
        cancel(id);
        Platform.join(worker);

        assertEquals(ExecutionState.CANCELLED, platform.state(id));
        assertTrue(platform.failure(id).message().endsWith("1 of 3 effects applied, 2 not started"));
        assertEquals(List.of("rent"), platform.bank.paid());
        assertEquals(
                1,
                platform.actions(id).stream()
                        .filter(action -> action == AuditAction.EXECUTION_CANCEL_REQUESTED)
                        .count());
    }

    @Test
    public void aCallUnderWayMayEndBeforeTheStop() throws InterruptedException {
        platform.bank.willAnswer("rent", (bank, call) -> {
            reached.countDown();
            Platform.await("released", () -> goOn.getCount() == 0);
            return Bank.APPLY.to(bank, call);
        });
        ExecutionId id = platform.approved("rent", "food");
        Thread worker = platform.workAside();
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        cancel(id);
        int events = platform.executions.events(id, 0, 1000).size();
        Platform.await("the worker has seen the wish", platform.heartbeats(2));
        assertEquals(events, platform.executions.events(id, 0, 1000).size());
        goOn.countDown();
        Platform.join(worker);

        assertEquals(ExecutionState.CANCELLED, platform.state(id));
        assertTrue(platform.failure(id).message().endsWith("1 of 2 effects applied, 1 not started"));
        assertFalse(platform.actions(id).contains(AuditAction.EFFECT_UNKNOWN));
    }

    @Test
    public void aWishThatComesAfterEverythingIsDoneChangesNothing() throws InterruptedException {
        platform.node.plugin.executing = context -> {
            OperationResult all = context.performAllInOrder();
            reached.countDown();
            Platform.await("released", () -> goOn.getCount() == 0);
            return all;
        };
        ExecutionId id = platform.approved();
        Thread worker = platform.workAside();
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        cancel(id);
        goOn.countDown();
        Platform.join(worker);
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
    }

    @Test
    public void whatWasNotedAndNotSentWhenItWasCancelledIsNeverSent() {
        ExecutionId[] id = new ExecutionId[1];
        platform.node.afterVerb("recordIntent", () -> {
            cancel(id[0]);
            Platform.awaitQuietly("the worker has seen the wish", platform.heartbeats(2));
        });
        id[0] = platform.approved("rent", "food");
        platform.work();

        assertEquals(ExecutionState.CANCELLED, platform.state(id[0]));
        assertTrue(platform.failure(id[0]).message().endsWith("0 of 2 effects applied, 2 not started"));
        assertEquals("not_sent", platform.effect(id[0], "rent").code());
        assertTrue(platform.bank.calls().isEmpty());
        assertTrue(
                "its item is free again",
                platform.executions.openEffects(List.of("bank:rent")).isEmpty());
    }

    @Test
    public void nothingMoreIsSentWhenAnUnclearOutcomeOfACancelledOneIsFoundOut() throws InterruptedException {
        platform.bank.willAnswer("rent", (bank, call) -> {
            reached.countDown();
            Platform.await("released", () -> goOn.getCount() == 0);
            return Bank.LOSE_ANSWER.to(bank, call);
        });
        ExecutionId id = platform.approved("rent", "food");
        Thread worker = platform.workAside();
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        cancel(id);
        Platform.await("the worker has seen the wish", platform.heartbeats(2));
        goOn.countDown();
        Platform.join(worker);
        assertEquals(ExecutionState.RESOLVING, platform.state(id));

        platform.workFor(Duration.ofMinutes(1));
        assertEquals(ExecutionState.CANCELLED, platform.state(id));
        assertTrue(platform.failure(id).message().endsWith("1 of 2 effects applied, 1 not started"));
        assertEquals(List.of("rent"), platform.bank.paid());
    }

    @Test
    public void whatHasEndedOrSettlesIsNotCancelled() {
        platform.node.plugin.settling = context -> Settlement.pending(Json.nullValue(), Duration.ofHours(1));
        ExecutionId id = platform.approved();
        platform.work();
        assertThrows(StateConflictException.class, () -> cancel(id));
        platform.node.plugin.settling = context -> Settlement.settled();
        platform.workFor(Duration.ofHours(1));
        assertThrows(StateConflictException.class, () -> cancel(id));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
    }

    @Test
    public void othersMayNotCancel() {
        ExecutionId id = platform.submit();
        assertThrows(
                PermissionDeniedException.class,
                () -> platform.node.service.cancel(Platform.person("dan", Role.OPERATOR), id, ""));
        platform.node.service.cancel(Platform.person("eve", Role.ADMINISTRATOR), id, "");
        assertEquals(ExecutionState.CANCELLED, platform.state(id));
    }

    @Test
    public void anOperationThatTakesTooLongIsStopped() {
        platform.node.plugin.executing = context -> {
            context.effect("rent").perform();
            platform.leap(Duration.ofMinutes(16));
            goOn.await();
            throw new AssertionError("not reached");
        };
        ExecutionId id = platform.approved("rent", "food");
        platform.work();
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals("timed_out", platform.failure(id).code());
        assertTrue(platform.failure(id).message().endsWith("1 of 2 effects applied, 1 not started"));
    }

    @Test
    public void aHandlerThatDoesNotAnswerIsLeftAndFoundOut() {
        platform.bank.willAnswer("rent", (bank, call) -> {
            Bank.APPLY.to(bank, call);
            platform.leap(Duration.ofSeconds(61));
            goOn.await();
            throw new AssertionError("not reached");
        });
        ExecutionId id = platform.approved("rent", "food");
        platform.work();
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
        platform.workFor(Duration.ofMinutes(1));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of("rent", "food"), platform.bank.paid());
    }

    @Test
    public void aPluginThatIgnoresInterruptsIsCountedUntilItEnds() throws InterruptedException {
        platform.node.plugin.executing = context -> {
            platform.leap(Duration.ofMinutes(16));
            while (goOn.getCount() > 0) {
                Thread.onSpinWait();
            }
            try {
                return context.performAllInOrder();
            } finally {
                reached.countDown();
            }
        };
        ExecutionId id = platform.approved();
        platform.work();
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals(1, platform.node.engine.abandonedThreads());
        goOn.countDown();
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        Platform.await("the thread is free again", () -> platform.node.engine.abandonedThreads() == 0);
        assertTrue(
                "a thread that was left behind sends nothing",
                platform.bank.calls().isEmpty());
    }

    @Test
    public void aPlanThatTakesTooLongFails() {
        platform.node.plugin.profile = platform.node.plugin.profile.withPlanTimeout(Duration.ofSeconds(1));
        platform.node.deploy(Node.DIGEST, 1);
        platform.node.plugin.planning = context -> {
            goOn.await();
            throw new AssertionError("not reached");
        };
        ExecutionId id = platform.submit();
        platform.work();
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals("timed_out", platform.failure(id).code());
    }

    @Test
    public void driftStopsItBeforeAnythingIsSent() {
        ExecutionId id = platform.approved("rent");
        platform.node.plugin.items = List.of("rent", "food");
        platform.work();
        assertEquals(ExecutionState.STALE, platform.state(id));
        assertEquals("stale", platform.failure(id).code());
        assertTrue(platform.failure(id).message().contains("effect food was not part of the approved plan"));
        assertTrue(platform.bank.calls().isEmpty());
        assertTrue(platform.actions(id).contains(AuditAction.EXECUTION_STALE));
    }

    @Test
    public void aComparisonThatCannotBeMadeSendsNothing() {
        platform.node.plugin.drifting = (context, plan) -> {
            throw new OperationException("bank_down", "the bank does not answer; try again later");
        };
        ExecutionId id = platform.approved();
        platform.work();
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals(new Failure("bank_down", "the bank does not answer; try again later"), platform.failure(id));
        assertTrue(platform.bank.calls().isEmpty());
    }

    @Test
    public void anItemThatAnotherExecutionHoldsMakesItStale() {
        platform.bank.willAlwaysAnswer("rent", Bank.LOSE_REQUEST);
        ExecutionId first = platform.approved("rent");
        platform.work();
        assertEquals(ExecutionState.RESOLVING, platform.state(first));

        ExecutionId second = platform.approved("rent", "food");
        platform.work();
        assertEquals(ExecutionState.STALE, platform.state(second));
        assertEquals("item_locked", platform.failure(second).code());
        assertTrue(platform.failure(second).message().contains(first.text()));
        assertTrue(platform.bank.paid().isEmpty());
    }

    @Test
    public void anItemHeldAfterTheFirstEffectFailsItWithCounts() {
        platform.bank.willAlwaysAnswer("food", Bank.LOSE_REQUEST);
        ExecutionId first = platform.approved("food");
        platform.work();
        assertEquals(ExecutionState.RESOLVING, platform.state(first));
        ExecutionId second = platform.approved("rent", "food");
        platform.work();
        assertEquals(ExecutionState.FAILED, platform.state(second));
        assertEquals("item_locked", platform.failure(second).code());
        assertTrue(platform.failure(second).message().endsWith("1 of 2 effects applied, 1 not started"));
    }

    private void cancel(ExecutionId id) {
        platform.node.service.cancel(Platform.ANN, id, "no longer needed");
    }

    private void assertCancelled(ExecutionId id) {
        assertEquals(ExecutionState.CANCELLED, platform.state(id));
        assertTrue(platform.bank.calls().isEmpty());
        assertEquals(
                AuditAction.EXECUTION_CANCELLED,
                platform.actions(id).get(platform.actions(id).size() - 1));
    }
}
