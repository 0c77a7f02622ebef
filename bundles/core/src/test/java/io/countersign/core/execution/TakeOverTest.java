package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;

/** A node dies at any point of a run; the next one carries on, and nothing is paid twice. */
public class TakeOverTest {
    @Rule
    public final Platform platform = new Platform();

    @Test
    public void beforeTheStart() {
        dieAndTakeOver(node -> node.beforeVerb("recordChange", node::die));
    }

    @Test
    public void afterTheStart() {
        dieAndTakeOver(node -> node.afterVerb("recordChange", node::die));
    }

    @Test
    public void whileComparingWithThePlan() {
        dieAndTakeOver(node -> node.plugin.drifting = (context, plan) -> {
            node.die();
            return List.of();
        });
    }

    @Test
    public void beforeTheIntent() {
        dieAndTakeOver(node -> node.beforeVerb("recordIntent", node::die));
    }

    @Test
    public void afterTheIntentBeforeTheCall() {
        ExecutionId id = dieAndTakeOver(node -> node.afterVerb("recordIntent", node::die));
        assertTrue(platform.actions(id).contains(AuditAction.EXECUTION_RESOLVING));
        assertTrue(
                "whoever replays does not know that it was never sent",
                platform.bank.calls().get(0).replay());
    }

    @Test
    public void afterTheCallBeforeTheOutcome() {
        ExecutionId id = dieAndTakeOver(node -> node.beforeVerb("recordOutcome", node::die));
        assertEquals(2, callsOf("rent"));
        assertTrue(platform.actions(id).contains(AuditAction.EFFECT_UNKNOWN));
    }

    @Test
    public void afterTheOutcome() {
        dieAndTakeOver(node -> node.afterVerb("recordOutcome", node::die));
        assertEquals(1, callsOf("rent"));
    }

    @Test
    public void beforeTheSecondIntent() {
        dieAndTakeOver(node -> node.afterVerb("recordOutcome", () -> node.beforeVerb("recordIntent", node::die)));
        assertEquals(1, callsOf("rent"));
    }

    @Test
    public void beforeTheResult() {
        dieAndTakeOver(node -> node.afterVerb("recordOutcome", () -> node.beforeVerb("recordChange", node::die)));
    }

    @Test
    public void whileTheOutcomeIsUnknown() {
        platform.bank.willAnswer("rent", Bank.LOSE_ANSWER, Bank.LOSE_ANSWER, Bank.LOSE_ANSWER);
        dieAndTakeOver(node -> node.beforeVerb("recordReplay", node::die));
    }

    @Test
    public void whileFindingOut() {
        platform.bank.willAnswer("rent", Bank.LOSE_ANSWER, Bank.LOSE_ANSWER, Bank.LOSE_ANSWER);
        dieAndTakeOver(node -> node.afterVerb(
                "recordChange", () -> node.afterVerb("recordChange", () -> node.afterVerb("recordClaim", node::die))));
    }

    @Test
    public void whileSettling() {
        dieAndTakeOver(node -> node.beforeVerb("recordSettlementState", node::die));
    }

    @Test
    public void betweenTheTwoNotesOfAReturn() {
        platform.node.plugin.settling = context -> io.countersign.api.operation.Settlement.returned(
                "rent", "account_closed", io.countersign.api.json.JsonObject.empty());
        ExecutionId id = platform.approved("rent");
        platform.node.beforeVerb(
                "recordSettlementState", () -> platform.node.afterVerb("recordOutcome", platform.node::die));
        workUntilDead(platform.node);
        assertEquals(EffectState.RETURNED, platform.effect(id, "rent").state());
        assertEquals(ExecutionState.SETTLING, platform.state(id));

        platform.node = platform.newNode("n2");
        platform.work();
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals("returned", platform.failure(id).code());
    }

    @Test
    public void whilePlanning() {
        Node first = platform.node;
        first.beforeVerb("recordPlan", first::die);
        ExecutionId id = platform.submit();
        workUntilDead(first);
        assertEquals(ExecutionState.PLANNING, platform.state(id));

        platform.node = platform.newNode("n2");
        platform.work();
        assertEquals(ExecutionState.AWAITING_APPROVAL, platform.state(id));
    }

    @Test
    public void aZombieSendsAndWritesNothingAfterItWasReplaced() throws InterruptedException {
        Node zombie = platform.node;
        ExecutionId id = platform.approved("rent", "food");
        Node next = platform.newNode("n2");
        zombie.plugin.executing = context -> {
            context.effect("rent").perform();
            // the process sleeps here, and another node is done before it wakes up
            platform.node = next;
            Platform.join(platform.workAside());
            return context.performAllInOrder();
        };
        zombie.engine.perform(id, WorkItem.Kind.RUN);

        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of("rent", "food"), platform.bank.paid());
        assertEquals("each was sent once", 2, platform.bank.calls().size());
        platform.assertEventsGapless(id);
    }

    @Test
    public void aWorkerThatSleptBetweenNoteAndCallSendsNothing() {
        Node sleeper = platform.node;
        sleeper.afterVerb("recordIntent", () -> platform.leap(Duration.ofSeconds(9)));
        ExecutionId id = platform.approved();
        sleeper.engine.perform(id, WorkItem.Kind.RUN);
        assertTrue(platform.bank.calls().isEmpty());
        assertEquals(ExecutionState.RUNNING, platform.state(id));
        assertEquals(List.of(EffectState.INTENT), platform.effectStates(id));

        sleeper.afterVerb("recordIntent", () -> {});
        platform.workFor(Duration.ofSeconds(10));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of("rent"), platform.bank.paid());
    }

    @Test
    public void aWorkerThatSleptBeforeAReplayOfAResolverSendsNothing() {
        platform.bank.willAlwaysAnswer("rent", Bank.LOSE_REQUEST);
        ExecutionId id = platform.approved();
        platform.work();
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
        int calls = platform.bank.calls().size();
        platform.node.afterVerb("recordReplay", () -> platform.leap(Duration.ofHours(30)));
        platform.workFor(Duration.ofSeconds(1));
        assertEquals(calls, platform.bank.calls().size());
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
    }

    @Test
    public void aFailedWriteStopsTheRunThoughThePluginHidesIt() {
        Node node = platform.node;
        node.plugin.executing = context -> {
            try {
                return context.performAllInOrder();
            } catch (RuntimeException hidden) {
                return context.performAllInOrder();
            }
        };
        ExecutionId id = platform.approved("rent", "food");
        node.beforeVerb("recordOutcome", () -> {
            node.beforeVerb("recordOutcome", () -> {});
            throw new IllegalStateException("the database is away");
        });
        IllegalStateException expected = assertThrows(IllegalStateException.class, platform::work);
        assertTrue(String.valueOf(expected.getMessage()).contains("taken up again"));
        assertEquals(List.of("rent"), platform.bank.paid());
        platform.workFor(Duration.ofSeconds(10));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of("rent", "food"), platform.bank.paid());
    }

    /** How a node is made to die. */
    private interface Death {
        void arrange(Node node);
    }

    private ExecutionId dieAndTakeOver(Death death) {
        Node first = platform.node;
        ExecutionId id = platform.approved("rent", "food", "fuel");
        death.arrange(first);
        workUntilDead(first);

        platform.node = platform.newNode("n2");
        platform.workFor(Duration.ofMinutes(1));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of("rent", "food", "fuel"), platform.bank.paid());
        Map<String, Long> keys = platform.bank.calls().stream()
                .collect(Collectors.groupingBy(
                        Bank.Call::effectId,
                        Collectors.mapping(Bank.Call::key, Collectors.collectingAndThen(Collectors.toSet(), set ->
                                (long) set.size()))));
        assertEquals(Map.of("rent", 1L, "food", 1L, "fuel", 1L), keys);
        platform.assertEventsGapless(id);
        return id;
    }

    private void workUntilDead(Node node) {
        for (int i = 0; i < 20 && !node.isDead(); i++) {
            try {
                platform.work();
                platform.clock.advance(Duration.ofSeconds(1));
            } catch (NodeDied | IllegalStateException expected) {
                // its work item stays, as in the database
            }
        }
        assertTrue("the node did not come to the point where it was to die", node.isDead());
    }

    private long callsOf(String effect) {
        return platform.bank.calls().stream()
                .filter(call -> call.effectId().equals(effect))
                .count();
    }
}
