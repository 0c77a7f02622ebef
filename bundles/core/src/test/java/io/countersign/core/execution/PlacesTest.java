package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Plan;
import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** An operation with one place: the second execution waits, says why, and goes on when it is free. */
public final class PlacesTest {
    @Rule
    public final Platform platform = new Platform();

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Before
    public void limitToOne() {
        platform.limit("other.operation=7, " + BankPlugin.NAME + "=1");
        nextNode("n2");
    }

    @Test
    public void theSecondWaitsSaysWhyAndStartsWhenTheFirstHasEnded() throws InterruptedException {
        Thread worker = blockedAt("rent");
        ExecutionId second = approved("food");
        ExecutionId third = approved("fuel");
        platform.work();

        assertEquals(ExecutionState.QUEUED, platform.state(second));
        assertEquals(
                "no more than 1 executions of operation 'bank.pay' may run at the same time on all nodes together; it"
                        + " starts when one of them has ended",
                platform.execution(second).waitingReason());
        assertFalse(platform.actions(second).contains(AuditAction.EXECUTION_STARTED));

        goOn.countDown();
        Platform.join(worker);

        assertEquals("in order, and without waiting for a time", List.of("rent", "food", "fuel"), platform.bank.paid());
        assertEquals(ExecutionState.COMPLETED, platform.state(third));
        assertNull(platform.execution(third).waitingReason());
        platform.assertEventsGapless(second);
    }

    @Test
    public void anExecutionThatNobodyHasToApproveWaitsLikeAllOthers() throws InterruptedException {
        Thread worker = blockedAt("rent");
        platform.node.plugin.planning = context -> Plan.readOnly();
        ExecutionId second = submitted();
        platform.work();
        assertEquals(ExecutionState.QUEUED, platform.state(second));

        goOn.countDown();
        Platform.join(worker);
        assertEquals(ExecutionState.COMPLETED, platform.state(second));
    }

    @Test
    public void aDeadNodeKeepsThePlaceUntilItsExecutionIsFinishedElsewhere() {
        Node first = platform.node;
        ExecutionId dying = approved("rent");
        first.beforeVerb("recordOutcome", first::die);
        List<ExecutionId> ids = new ArrayList<>(List.of(dying));
        assertThrows(IllegalStateException.class, platform::work);
        assertTrue(first.isDead());
        nextNode("n3");
        ids.add(approved("food"));
        platform.workFor(Duration.ofSeconds(5));

        assertEquals(List.of("rent", "food"), platform.bank.paid());
        ids.forEach(id -> assertEquals(ExecutionState.COMPLETED, platform.state(id)));
    }

    @Test
    public void whoeverDiesBeforeItTellsThatThePlaceIsFreeDelaysTheNextByASecond() throws InterruptedException {
        Thread worker = blockedAt("rent");
        ExecutionId second = approved("food");
        platform.work();
        Node first = platform.node;
        first.beforeVerb("recordPlaceLeft", first::die);
        goOn.countDown();
        Platform.join(worker);
        assertEquals(ExecutionState.QUEUED, platform.state(second));

        nextNode("n3");
        platform.workFor(Duration.ofSeconds(1));
        assertEquals(ExecutionState.COMPLETED, platform.state(second));
    }

    @Test
    public void oneWhoseReleaseIsGoneKeepsNobodyWaiting() throws InterruptedException {
        Thread worker = blockedAt("rent");
        ExecutionId orphan = approved("food");
        platform.work();
        String newer = "f".repeat(64);
        platform.node.deploy(newer, 2);
        ExecutionId third = approved("fuel");
        platform.work();
        platform.node.undeploy();
        goOn.countDown();
        Platform.join(worker);
        platform.workFor(Duration.ofSeconds(3));

        assertEquals(ExecutionState.COMPLETED, platform.state(third));
        assertEquals(ExecutionState.QUEUED, platform.state(orphan));
        assertTrue(String.valueOf(platform.execution(orphan).waitingReason()).startsWith("release "));
    }

    @Test
    public void whoWaitsIsNoLongerWaitedForWhenItDoesNotAskAgain() throws InterruptedException {
        Thread worker = blockedAt("rent");
        ExecutionId second = approved("food");
        platform.work();
        goOn.countDown();
        platform.node.beforeVerb("recordPlaceLeft", platform.node::die);
        Platform.join(worker);
        nextNode("n3");
        ExecutionId third = submitted();

        // the second has lost its work item, which nothing but a fault can do
        StateChange start = StateChange.of(
                        third, ExecutionState.QUEUED, ExecutionState.RUNNING, platform.clock.instant())
                .raisingFence()
                .build();
        PlaceLimit one = new PlaceLimit(BankPlugin.NAME, 1);
        planAndApprove(third);
        assertFalse(startAs(start, one).started());
        platform.clock.advance(PlaceLimit.ASK_KEPT);
        assertTrue(startAs(start, one).started());
        assertEquals(ExecutionState.QUEUED, platform.state(second));
    }

    @Test
    public void whatPeopleHaveClosedWaitsForAPlaceBeforeItGoesOn() throws InterruptedException {
        platform.bank.willAlwaysAnswer("rent", Bank.LOSE_REQUEST);
        ExecutionId first = approved("rent", "food");
        platform.work();
        ExecutionId second = approved("fuel");
        platform.work();
        assertEquals("finding out keeps the place", ExecutionState.QUEUED, platform.state(second));
        blockAt("fuel");
        platform.clock.advance(Duration.ofHours(23));
        Thread worker = new Thread(() -> platform.workFor(Duration.ofMinutes(17)), "test-worker");
        worker.start();
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        assertEquals("people are asked, the place is free", ExecutionState.RUNNING, platform.state(second));

        resolve(first);
        platform.workFor(Duration.ofSeconds(10));
        assertEquals(ExecutionState.NEEDS_ATTENTION, platform.state(first));
        assertTrue(String.valueOf(platform.execution(first).waitingReason()).startsWith("no more than 1 "));
        int events = platform.executions.events(first, 0, 10_000).size();
        platform.workFor(Duration.ofSeconds(10));
        assertEquals(
                "said once",
                events,
                platform.executions.events(first, 0, 10_000).size());

        goOn.countDown();
        worker.join(20_000);
        platform.workFor(Duration.ofSeconds(6));
        assertEquals(ExecutionState.COMPLETED, platform.state(second));
        assertEquals(EffectState.APPLIED, platform.effect(first, "food").state());
    }

    private ExecutionId approved(String... items) {
        platform.clock.advance(Duration.ofMillis(1));
        return platform.approved(items);
    }

    private ExecutionId submitted() {
        platform.clock.advance(Duration.ofMillis(1));
        return platform.submit();
    }

    /** One on which nothing has drifted: what the executions of a test pay is not the same. */
    private void nextNode(String name) {
        platform.node = platform.newNode(name);
        platform.node.plugin.drifting = (context, approved) -> List.of();
    }

    private ExecutionRepository.Start startAs(StateChange start, PlaceLimit limit) {
        return platform.executions.recordStart(
                start,
                limit,
                platform.node
                        .engine
                        .parts()
                        .entry(AuditAction.EXECUTION_STARTED, start.execution(), JsonObject.empty()));
    }

    private void planAndApprove(ExecutionId id) {
        platform.executions.work().items().stream()
                .filter(item -> item.execution().equals(id))
                .toList()
                .forEach(item -> platform.executions.work().run(item, platform.node.engine));
        platform.approve(id);
    }

    private void resolve(ExecutionId id) {
        platform.node.resolutions.propose(Platform.BOB, id, "rent", true, "bk_9", "I called the bank");
        platform.node.resolutions.propose(Platform.CAROL, id, "rent", true, "bk_9", "I called the bank");
    }

    /** Starts an execution, whose payment is under way until {@link #goOn}. */
    private Thread blockedAt(String item) throws InterruptedException {
        blockAt(item);
        approved(item);
        Thread worker = platform.workAside();
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        return worker;
    }

    private void blockAt(String item) {
        platform.bank.willAnswer(item, (bank, call) -> {
            reached.countDown();
            Platform.await("released", () -> goOn.getCount() == 0);
            return Bank.APPLY.to(bank, call);
        });
    }
}
