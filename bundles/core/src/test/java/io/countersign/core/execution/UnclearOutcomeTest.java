package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;

/** What was sent and not answered is found out, and never paid twice. */
public class UnclearOutcomeTest {
    @Rule
    public final Platform platform = new Platform();

    @Test
    public void replaysUnderTheSameKeyWhenTheRequestWasLost() {
        platform.bank.willAnswer("rent", Bank.LOSE_REQUEST);
        ExecutionId id = run();
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertPaidOnceUnderOneKey(2);
        assertEquals(
                List.of(false, true),
                platform.bank.calls().stream().map(Bank.Call::replay).toList());
    }

    @Test
    public void replaysUnderTheSameKeyWhenTheAnswerWasLost() {
        platform.bank.willAnswer("rent", Bank.LOSE_ANSWER);
        ExecutionId id = run();
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertPaidOnceUnderOneKey(2);
        assertTrue(platform.actions(id).contains(AuditAction.EFFECT_UNKNOWN));
        assertEquals(2, platform.effect(id, "rent").sends());
    }

    @Test
    public void putsItAsideAndGoesOnWhenTheBankAnswersAgain() {
        platform.bank.willAnswer("rent", Bank.LOSE_ANSWER, Bank.LOSE_ANSWER, Bank.LOSE_ANSWER, Bank.LOSE_ANSWER);
        ExecutionId id = run("rent", "food");
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
        assertEquals(List.of(EffectState.UNKNOWN, EffectState.PLANNED), platform.effectStates(id));

        platform.workFor(Duration.ofMinutes(5));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of("rent", "food"), platform.bank.paid());
        assertTrue(platform.actions(id)
                .containsAll(List.of(AuditAction.EXECUTION_RESOLVING, AuditAction.EXECUTION_RESUMED)));
        platform.assertEventsGapless(id);
    }

    @Test
    public void aSwallowedUnclearOutcomeStopsWhatFollows() {
        platform.bank.willAlwaysAnswer("rent", Bank.LOSE_ANSWER);
        platform.node.plugin.executing = context -> {
            try {
                context.effect("rent").perform();
            } catch (RuntimeException hidden) {
                context.effect("food").perform();
            }
            throw new AssertionError("not reached");
        };
        ExecutionId id = run("rent", "food");
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
        assertEquals(List.of("rent"), platform.bank.paid());
    }

    @Test
    public void replaysUntilTheProviderMayForgetTheKeyAndThenOnlyLooks() {
        platform.bank.willAlwaysAnswer("rent", Bank.LOSE_ANSWER);
        ExecutionId id = run();
        platform.workFor(Duration.ofHours(22));
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
        assertTrue(platform.bank.lookUps().isEmpty());
        int sends = platform.bank.calls().size();
        assertTrue(sends > 20);

        platform.workFor(Duration.ofHours(2));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(1, platform.bank.lookUps().size());
        assertPaidOnceUnderOneKey(platform.bank.calls().size());
    }

    @Test
    public void doesNotReplayWhatMayHaveBeenForgotten() {
        platform.bank.willAlwaysAnswer("rent", Bank.LOSE_REQUEST);
        ExecutionId id = run();
        int sends = platform.bank.calls().size();
        platform.clock.advance(Duration.ofHours(23));
        platform.work();
        assertEquals(sends, platform.bank.calls().size());
        assertEquals(1, platform.bank.lookUps().size());
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
    }

    @Test
    public void aHandlerIsToldItsDeadlineByTheClockThatItHas() {
        platform.machineClock.advance(Duration.ofMinutes(7));
        List<Instant> deadlines = new ArrayList<>();
        platform.bank.willAnswer("rent", (bank, call) -> {
            deadlines.add(call.deadline());
            return Bank.APPLY.to(bank, call);
        });
        run();

        assertEquals(List.of(platform.machineClock.instant().plusSeconds(60)), deadlines);
    }

    @Test
    public void asksPeopleAfterTwoCleanLookUpsFarEnoughApart() {
        ExecutionId id = unclearAndAbsent();
        platform.workFor(Duration.ofMinutes(14));
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
        platform.workFor(Duration.ofMinutes(2));
        assertEquals(ExecutionState.NEEDS_ATTENTION, platform.state(id));
        assertTrue(platform.actions(id).contains(AuditAction.EXECUTION_NEEDS_ATTENTION));
        assertEquals(2, platform.effect(id, "rent").cleanAbsences());
    }

    @Test
    public void looksAtOnceWhenTheProviderRepeatsAStoredError() {
        platform.bank.willAlwaysAnswer("rent", Bank.STORED_500);
        ExecutionId id = run();
        platform.workFor(Duration.ofSeconds(2));
        assertEquals(1, platform.bank.lookUps().size());
        int sends = platform.bank.calls().size();

        platform.workFor(Duration.ofMinutes(16));
        assertEquals(ExecutionState.NEEDS_ATTENTION, platform.state(id));
        assertEquals(
                "a look-up that found nothing is not made worthless by a replay",
                sends,
                platform.bank.calls().size());
    }

    @Test
    public void neverReplaysWithoutAMemoryOfKeys() {
        platform.node.plugin.keyMemory = Duration.ZERO;
        platform.bank.willAnswer("rent", Bank.LOSE_ANSWER);
        ExecutionId id = run();
        platform.workFor(Duration.ofSeconds(2));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(1, platform.bank.calls().size());
        assertEquals(1, platform.bank.lookUps().size());
    }

    @Test
    public void unclearLookUpsNeverAskPeople() {
        platform.bank.lookUpsFail(true);
        ExecutionId id = unclearAndAbsent();
        platform.workFor(Duration.ofHours(3));
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
        platform.bank.lookUpsFail(false);
        platform.workFor(Duration.ofMinutes(30));
        assertEquals(ExecutionState.NEEDS_ATTENTION, platform.state(id));
    }

    @Test
    public void aLaterPositiveLookUpClosesItWithoutPeople() {
        ExecutionId id = needsAttention();
        platform.bank.bookLate(id, platform.effect(id, "rent"));
        platform.workFor(Duration.ofMinutes(16));

        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals("bk_late", platform.effect(id, "rent").externalId());
    }

    @Test
    public void twoPeopleCloseWhatHappened() {
        ExecutionId id = needsAttention();
        resolve(Platform.BOB, id, true, "bk_9");
        assertEquals(ExecutionState.NEEDS_ATTENTION, platform.state(id));
        resolve(Platform.BOB, id, true, "bk_9");
        assertEquals(
                "the same person twice is one person",
                EffectState.UNKNOWN,
                platform.effect(id, "rent").state());
        resolve(Platform.CAROL, id, true, "bk_10");
        assertEquals(
                "they do not agree",
                EffectState.UNKNOWN,
                platform.effect(id, "rent").state());
        resolve(Platform.BOB, id, true, "bk_10");
        assertEquals(EffectState.APPLIED, platform.effect(id, "rent").state());

        platform.workFor(Duration.ofSeconds(5));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertTrue(platform.actions(id).contains(AuditAction.EFFECT_RESOLUTION_PROPOSED));
    }

    @Test
    public void twoPeopleCloseWhatDidNotHappenAfterAFreshLook() {
        ExecutionId id = needsAttention();
        resolve(Platform.BOB, id, false, null);
        int lookUps = platform.bank.lookUps().size();
        resolve(Platform.CAROL, id, false, null);
        assertEquals(lookUps + 1, platform.bank.lookUps().size());
        assertEquals(EffectState.NOT_APPLIED, platform.effect(id, "rent").state());
        assertTrue(platform.actions(id).contains(AuditAction.EFFECT_NOT_APPLIED));

        platform.workFor(Duration.ofSeconds(5));
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertTrue(platform.failure(id).message().endsWith("(0 of 1 effects applied, 1 not applied)"));
        assertTrue(platform.bank.ledger().isEmpty());
    }

    @Test
    public void theBankContradictsPeople() {
        ExecutionId id = needsAttention();
        resolve(Platform.BOB, id, false, null);
        platform.bank.bookLate(id, platform.effect(id, "rent"));

        StateConflictException refused =
                assertThrows(StateConflictException.class, () -> resolve(Platform.CAROL, id, false, null));
        assertTrue(String.valueOf(refused.getMessage()).contains("it is there as bk_late"));
        assertEquals(EffectState.UNKNOWN, platform.effect(id, "rent").state());
        assertTrue(platform.actions(id).contains(AuditAction.REQUEST_REFUSED));
    }

    @Test
    public void aBankThatDoesNotAnswerConfirmsNothing() {
        ExecutionId id = needsAttention();
        resolve(Platform.BOB, id, false, null);
        platform.bank.lookUpsFail(true);
        assertThrows(StateConflictException.class, () -> resolve(Platform.CAROL, id, false, null));
    }

    @Test
    public void whatIsBeingFoundOutIsNotClosedByPeople() {
        ExecutionId id = unclearAndAbsent();
        assertThrows(StateConflictException.class, () -> resolve(Platform.BOB, id, true, "bk_1"));
    }

    @Test
    public void closesOneAndKeepsLookingForTheOther() {
        platform.bank.willAlwaysAnswer("rent", Bank.LOSE_REQUEST);
        platform.bank.willAlwaysAnswer("food", Bank.LOSE_REQUEST);
        platform.node.plugin.executing = context -> {
            context.effect("rent").perform();
            throw new AssertionError("not reached");
        };
        ExecutionId id = run("rent", "food");
        platform.clock.advance(Duration.ofHours(23));
        platform.workFor(Duration.ofMinutes(16));
        assertEquals(ExecutionState.NEEDS_ATTENTION, platform.state(id));
        resolve(Platform.BOB, id, true, "bk_1");
        resolve(Platform.CAROL, id, true, "bk_1");
        platform.node.plugin.executing = io.countersign.api.operation.ExecutionContext::performAllInOrder;
        platform.workFor(Duration.ofSeconds(10));
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
        assertEquals(List.of(EffectState.APPLIED, EffectState.UNKNOWN), platform.effectStates(id));
    }

    @Test
    public void aRefusalOfAReplayThatWasNeverDoneEndsIt() {
        platform.bank.willAnswer("rent", Bank.LOSE_REQUEST, Bank.REJECT, Bank.REJECT);
        ExecutionId id = run("rent", "food", "fuel");
        platform.workFor(Duration.ofMinutes(1));
        assertEquals(List.of("rent"), platform.bank.lookUps());
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals("operation_failed", platform.failure(id).code());
        assertTrue(platform.failure(id).message().endsWith("(2 of 3 effects applied, 1 rejected)"));
        assertEquals(List.of("food", "fuel"), platform.bank.paid());
        assertEquals("account_closed", platform.effect(id, "rent").code());
    }

    @Test
    public void aRefusalOfAReplayDoesNotHideWhatWasDoneBefore() {
        platform.bank.willAnswer("rent", Bank.LOSE_ANSWER, Bank.REJECT, Bank.REJECT);
        ExecutionId id = run("rent");
        platform.workFor(Duration.ofMinutes(1));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(EffectState.APPLIED, platform.effect(id, "rent").state());
        assertEquals(List.of("rent"), platform.bank.paid());
    }

    @Test
    public void aSuccessThatTheJournalDoesNotKnowIsNotBelieved() {
        platform.bank.willAnswer("rent", Bank.REJECT);
        platform.node.plugin.executing = context -> {
            context.performAllInOrder();
            return io.countersign.api.operation.OperationResult.success("all paid")
                    .build();
        };
        ExecutionId id = run("rent", "food");
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals("effects_incomplete", platform.failure(id).code());
    }

    private ExecutionId run(String... items) {
        ExecutionId id = items.length == 0 ? platform.approved() : platform.approved(items);
        platform.work();
        return id;
    }

    /** Sent once, lost, and so old that only looking is left; the first clean look-up is done. */
    private ExecutionId unclearAndAbsent() {
        platform.bank.willAlwaysAnswer("rent", Bank.LOSE_REQUEST);
        ExecutionId id = run();
        platform.clock.advance(Duration.ofHours(23));
        platform.work();
        assertFalse(platform.bank.lookUps().isEmpty());
        return id;
    }

    private ExecutionId needsAttention() {
        ExecutionId id = unclearAndAbsent();
        platform.workFor(Duration.ofMinutes(16));
        assertEquals(ExecutionState.NEEDS_ATTENTION, platform.state(id));
        return id;
    }

    private void resolve(
            io.countersign.core.access.Caller caller,
            ExecutionId id,
            boolean applied,
            @org.jspecify.annotations.Nullable String externalId) {
        platform.node.resolutions.propose(caller, id, "rent", applied, externalId, "I called the bank");
    }

    private void assertPaidOnceUnderOneKey(int calls) {
        assertEquals(List.of("rent"), platform.bank.paid());
        assertEquals(calls, platform.bank.calls().size());
        Set<String> keys = platform.bank.calls().stream().map(Bank.Call::key).collect(Collectors.toSet());
        assertEquals(1, keys.size());
    }
}
