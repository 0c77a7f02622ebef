package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.ReturnedEffect;
import io.countersign.api.operation.Settlement;
import io.countersign.api.operation.SettlementContext;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What was applied is followed for as long as it may come back, and what comes back is told exactly once. */
public final class SettlingTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Rule
    public final Platform platform = new Platform();

    /** Items that the bank has sent back. */
    private final Set<String> back = new ConcurrentSkipListSet<>();

    private final List<Integer> checks = new ArrayList<>();
    private int watchedLooks = 5;

    @Before
    public void watchFiveLooksBeyondSettling() {
        platform.node.plugin.settling = this::look;
    }

    @Test
    public void isCompletedAtOnceAndWatchedOn() {
        ExecutionId id = paid("rent");
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of(1), checks);

        platform.workFor(Duration.ofDays(30));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals("watched for as long as the operation wished", List.of(1, 2, 3, 4, 5), checks);
        assertEquals(Optional.empty(), platform.executions.work().nextDueAt());
    }

    @Test
    public void aPaidEffectThatComesBackMakesTheExecutionReturned() {
        ExecutionId id = paid("rent");
        back.add("rent");
        platform.workFor(DAY);

        assertEquals(ExecutionState.RETURNED, platform.state(id));
        assertEquals(new Failure("returned", "effect 'rent' came back: account_closed"), platform.failure(id));
        Effect rent = platform.effect(id, "rent");
        assertEquals(EffectState.RETURNED, rent.state());
        assertEquals("account_closed", rent.code());
        assertEquals("bk_1", rent.externalId());
        assertEquals(
                "what the provider says of it now",
                Json.object().put("back", "rent").build(),
                rent.response());
        assertEquals(1, count(id, AuditAction.EFFECT_RETURNED));
        assertEquals(1, count(id, AuditAction.EXECUTION_RETURNED));
        platform.assertEventsGapless(id);
    }

    @Test
    public void severalMayComeBackAtOnce() {
        ExecutionId id = paid("rent", "food", "fuel");
        back.addAll(List.of("rent", "fuel"));
        platform.workFor(DAY);

        assertEquals(ExecutionState.RETURNED, platform.state(id));
        assertEquals(
                List.of(EffectState.RETURNED, EffectState.APPLIED, EffectState.RETURNED), platform.effectStates(id));
        assertEquals(
                "effect 'fuel' came back: account_closed",
                platform.effect(id, "fuel").message());
        assertTrue(platform.failure(id).message().contains("'rent'"));
        assertTrue(platform.failure(id).message().contains("'fuel'"));
    }

    @Test
    public void oneMoreMayComeBackLater() {
        ExecutionId id = paid("rent", "food");
        back.add("rent");
        platform.workFor(DAY);
        back.add("food");
        platform.workFor(DAY);

        assertEquals(ExecutionState.RETURNED, platform.state(id));
        assertEquals(List.of(EffectState.RETURNED, EffectState.RETURNED), platform.effectStates(id));
        assertEquals(2, count(id, AuditAction.EFFECT_RETURNED));
        assertEquals("the state changed once", 1, count(id, AuditAction.EXECUTION_RETURNED));
    }

    @Test
    public void theOthersAreFollowedWhenOneComesBackBeforeAllHaveSettled() {
        platform.node.plugin.settling =
                context -> back.isEmpty() ? Settlement.pending(Json.nullValue(), DAY) : look(context);
        ExecutionId id = paid("rent", "food");
        assertEquals(ExecutionState.SETTLING, platform.state(id));
        back.add("rent");
        platform.workFor(DAY);
        assertEquals(ExecutionState.FAILED, platform.state(id));

        back.add("food");
        platform.workFor(DAY);
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals(List.of(EffectState.RETURNED, EffectState.RETURNED), platform.effectStates(id));
        assertEquals(
                "effect 'rent' came back: account_closed", platform.failure(id).message());
    }

    @Test
    public void whatAFailedExecutionHasAppliedIsFollowedToo() {
        platform.bank.willAnswer("food", Bank.REJECT);
        ExecutionId id = paid("rent", "food");
        assertEquals(ExecutionState.FAILED, platform.state(id));
        Failure failure = platform.failure(id);
        back.add("rent");
        platform.workFor(DAY);

        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals("why it failed stays", failure, platform.failure(id));
        assertEquals(List.of(EffectState.RETURNED, EffectState.REJECTED), platform.effectStates(id));
        assertEquals(1, count(id, AuditAction.EFFECT_RETURNED));
        assertEquals(0, count(id, AuditAction.EXECUTION_RETURNED));
    }

    @Test
    public void whatWasAppliedBeforeACancellationIsFollowedToo() {
        platform.node.plugin.executing = context -> {
            context.effect("rent").perform();
            ExecutionId id = new ExecutionId(context.executionId());
            platform.executions.recordCancelRequest(id, Samples.audit(AuditAction.EXECUTION_CANCEL_REQUESTED, id));
            Platform.awaitQuietly("the cancellation", () -> {
                try {
                    context.checkCancelled();
                    return false;
                } catch (RuntimeException cancelled) {
                    return true;
                }
            });
            return context.performAllInOrder();
        };
        ExecutionId id = paid("rent", "food");
        assertEquals(ExecutionState.CANCELLED, platform.state(id));
        back.add("rent");
        platform.workFor(DAY);

        assertEquals(ExecutionState.CANCELLED, platform.state(id));
        assertEquals(EffectState.RETURNED, platform.effect(id, "rent").state());
    }

    @Test
    public void nobodyLooksWhenNothingWasApplied() {
        platform.bank.willAnswer("rent", Bank.REJECT);
        ExecutionId id = paid("rent");
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals(List.of(), checks);
        assertTrue(platform.executions.work().items().stream().noneMatch(item -> item.kind() == WorkItem.Kind.SETTLE));
    }

    @Test
    public void anEventBringsTheLookForward() {
        ExecutionId id = paid("rent");
        back.add("rent");
        assertEquals(Optional.empty(), platform.node.engine.perform(id, WorkItem.Kind.WAKE));
        assertEquals(ExecutionState.RETURNED, platform.state(id));

        assertEquals(Optional.empty(), platform.node.engine.perform(id, WorkItem.Kind.WAKE));
        assertEquals(1, count(id, AuditAction.EFFECT_RETURNED));
        assertEquals(1, count(id, AuditAction.EXECUTION_RETURNED));
    }

    @Test
    public void anEventDoesNotMoveTheSchedule() {
        ExecutionId id = paid("rent");
        for (int i = 0; i < 3; i++) {
            platform.node.engine.perform(id, WorkItem.Kind.WAKE);
        }
        platform.workFor(DAY);
        assertEquals(List.of(1, 1, 1, 1, 2), checks);
    }

    @Test
    public void anEventFindsWhatComesBackAfterTheWatchHasEnded() {
        watchedLooks = 1;
        ExecutionId id = paid("rent");
        platform.workFor(Duration.ofDays(60));
        assertEquals(Optional.empty(), platform.executions.work().nextDueAt());
        back.add("rent");
        platform.node.engine.perform(id, WorkItem.Kind.WAKE);
        assertEquals(ExecutionState.RETURNED, platform.state(id));
    }

    @Test
    public void anEventForWhatIsNotSentYetDoesNothing() {
        ExecutionId id = platform.submit();
        platform.work();
        assertEquals(Optional.empty(), platform.node.engine.perform(id, WorkItem.Kind.WAKE));
        platform.approve(id);
        assertEquals(Optional.empty(), platform.node.engine.perform(id, WorkItem.Kind.WAKE));
        assertEquals(List.of(), checks);
        assertEquals(ExecutionState.QUEUED, platform.state(id));
    }

    @Test
    public void aLookThatFailsIsRepeatedWhateverBroughtItOn() {
        ExecutionId id = paid("rent");
        platform.node.plugin.settling = context -> {
            throw new java.io.IOException("bank is closed");
        };
        assertEquals(Optional.of(Duration.ofMinutes(1)), platform.node.engine.perform(id, WorkItem.Kind.WAKE));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertTrue(String.valueOf(platform.execution(id).waitingReason()).contains("bank is closed"));
        assertEquals(
                "a provider that stays away is asked less often",
                Optional.of(Duration.ofMinutes(15)),
                platform.node.engine.perform(id, WorkItem.Kind.WAKE));

        platform.node.plugin.settling = this::look;
        platform.node.engine.perform(id, WorkItem.Kind.WAKE);
        assertNull(platform.execution(id).waitingReason());
    }

    @Test
    public void aWatchWithoutItsPluginSaysSoAndGoesOnLater() {
        ExecutionId id = paid("rent");
        platform.node.undeploy();
        back.add("rent");
        platform.workFor(DAY);
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertTrue(String.valueOf(platform.execution(id).waitingReason()).contains("no plug-in is deployed"));

        platform.node.deploy(Node.DIGEST, 1);
        platform.workFor(Duration.ofMinutes(1));
        assertEquals(ExecutionState.RETURNED, platform.state(id));
    }

    @Test
    public void theOperationIsToldWhatCameBackBefore() {
        List<String> told = new ArrayList<>();
        platform.node.plugin.settling = context -> {
            told.clear();
            context.returned()
                    .forEach(outcome -> told.add(outcome.effectId() + " "
                            + outcome.kind() + " " + outcome.code().orElse("") + " "
                            + outcome.externalId().orElse("") + " "
                            + outcome.response().text("back")));
            return look(context);
        };
        ExecutionId id = paid("rent", "food");
        back.add("rent");
        platform.workFor(DAY);
        assertEquals(List.of(), told);
        platform.workFor(DAY);
        assertEquals(List.of("rent " + EffectOutcome.Kind.RETURNED + " account_closed bk_1 rent"), told);
        assertFalse(platform.effectStates(id).contains(EffectState.UNKNOWN));
    }

    @Test
    public void aWorkerMayDieAtEveryVerbOfAReturn() {
        for (String verb : List.of("recordClaim", "recordSettlementState", "recordOutcome", "recordChange")) {
            for (boolean before : new boolean[] {true, false}) {
                dieAt(verb, before);
            }
        }
    }

    private void dieAt(String verb, boolean before) {
        String what = (before ? "before " : "after ") + verb;
        back.clear();
        Node first = platform.newNode("dies " + what);
        first.plugin.settling = this::look;
        platform.node = first;
        String rent = "rent " + what;
        String food = "food " + what;
        ExecutionId id = paid(rent, food);
        assertEquals(what, ExecutionState.COMPLETED, platform.state(id));
        back.addAll(List.of(rent, food));
        if (before) {
            first.beforeVerb(verb, first::die);
        } else {
            first.afterVerb(verb, first::die);
        }
        // its work item stays, as in the database
        assertThrows(what, NodeDied.class, () -> first.engine.perform(id, WorkItem.Kind.WAKE));
        assertTrue(what, first.isDead());

        Node next = platform.newNode("takes over");
        next.plugin.settling = this::look;
        platform.node = next;
        next.engine.perform(id, WorkItem.Kind.WAKE);
        assertEquals(what, ExecutionState.RETURNED, platform.state(id));
        assertEquals(what, List.of(EffectState.RETURNED, EffectState.RETURNED), platform.effectStates(id));
        assertEquals(what, 2, count(id, AuditAction.EFFECT_RETURNED));
        assertEquals(what, 1, count(id, AuditAction.EXECUTION_RETURNED));
        platform.assertEventsGapless(id);
    }

    private ExecutionId paid(String... items) {
        ExecutionId id = platform.approved(items);
        platform.work();
        return id;
    }

    private Settlement look(SettlementContext context) {
        checks.add(context.check());
        List<ReturnedEffect> returned = context.applied().stream()
                .map(EffectOutcome::effectId)
                .filter(back::contains)
                .map(item -> ReturnedEffect.of(
                        item, "account_closed", Json.object().put("back", item).build()))
                .toList();
        JsonObject state = Json.object().put("look", context.check()).build();
        if (!returned.isEmpty()) {
            return Settlement.returned(returned, state).lookingAgainAfter(DAY);
        }
        return context.check() < watchedLooks ? Settlement.watching(state, DAY) : Settlement.settled(state);
    }

    private long count(ExecutionId id, AuditAction action) {
        return platform.actions(id).stream().filter(action::equals).count();
    }
}
