package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.Settlement;
import io.countersign.api.operation.SkippedLine;
import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** What an execution left undone is done by its repetition, and nothing else. */
public class RepetitionTest {
    @Rule
    public final Platform platform = new Platform();

    @Test
    public void plansOnlyTheRest() {
        platform.bank.willAnswer("tax", Bank.REJECT);
        ExecutionId first = platform.approved("rent", "tax", "water");
        platform.work();
        assertEquals(ExecutionState.FAILED, platform.state(first));

        ExecutionId rest = repeat(first);
        platform.work();
        Plan plan = platform.executions.findPlan(rest).orElseThrow().document().plan();
        assertEquals(
                List.of("tax"), plan.effects().stream().map(PlannedEffect::id).toList());
        assertEquals(
                List.of("rent", "water"),
                plan.skipped().stream().map(SkippedLine::item).toList());
        assertTrue(plan.skipped().get(0).explanation().contains(first.text()));
        platform.approve(rest);
        platform.work();

        assertEquals(ExecutionState.COMPLETED, platform.state(rest));
        assertEquals(List.of("rent", "water", "tax"), platform.bank.paid());
    }

    @Test
    public void aRepetitionOfARepetitionKnowsAllThatWasDone() {
        platform.bank.willAnswer("tax", Bank.REJECT, Bank.REJECT);
        platform.bank.willAnswer("water", Bank.REJECT);
        ExecutionId first = platform.approved("rent", "tax", "water");
        platform.work();
        ExecutionId second = run(repeat(first));
        assertEquals(ExecutionState.FAILED, platform.state(second));
        ExecutionId third = run(repeat(second));

        assertEquals(ExecutionState.COMPLETED, platform.state(third));
        assertEquals(List.of("rent", "water", "tax"), platform.bank.paid());
        assertEquals(second, platform.execution(third).repeats());
    }

    @Test
    public void whatWasCancelledBetweenTwoEffectsIsTheRest() {
        platform.node.afterVerb("recordOutcome", () -> {
            platform.node.afterVerb("recordOutcome", () -> {});
            ExecutionId running = platform.executions.ids().get(0);
            platform.executions.recordCancelRequest(
                    running,
                    platform.node
                            .engine
                            .parts()
                            .entry(AuditAction.EXECUTION_CANCEL_REQUESTED, running, JsonObject.empty()));
            Platform.awaitQuietly("the worker sees it", platform.heartbeats(2));
        });
        ExecutionId first = platform.approved("rent", "tax", "water");
        platform.work();
        assertEquals(ExecutionState.CANCELLED, platform.state(first));
        assertTrue(
                platform.failure(first).message(),
                platform.failure(first).message().contains("1 of 3 effects applied, 2 not started"));

        ExecutionId rest = run(repeat(first));
        assertEquals(ExecutionState.COMPLETED, platform.state(rest));
        assertEquals(List.of("rent", "tax", "water"), platform.bank.paid());
    }

    @Test
    public void whatCameBackIsPartOfTheRest() {
        platform.node.plugin.settling = context -> Settlement.returned("rent", "account_closed", JsonObject.empty());
        ExecutionId first = platform.approved("rent");
        platform.work();
        assertEquals(EffectState.RETURNED, platform.effect(first, "rent").state());
        platform.node.plugin.settling = context -> Settlement.settled();

        ExecutionId rest = run(repeat(first));
        assertEquals(ExecutionState.COMPLETED, platform.state(rest));
        assertEquals(List.of("rent", "rent"), platform.bank.paid());
    }

    @Test
    public void isRefusedWhileItRunsAndWhenNothingIsLeft() {
        ExecutionId waiting = platform.submit();
        StateConflictException early = assertThrows(StateConflictException.class, () -> repeat(waiting));
        assertTrue(String.valueOf(early.getMessage()).contains("only one that has ended"));
        ExecutionId done = platform.approved("tax");
        platform.work();
        StateConflictException nothing = assertThrows(StateConflictException.class, () -> repeat(done));
        assertTrue(String.valueOf(nothing.getMessage()).contains("submit the operation again"));
    }

    @Test
    public void onceAndWithTheSameKeyTheSame() {
        platform.bank.willAnswer("rent", Bank.REJECT);
        ExecutionId first = platform.approved("rent");
        platform.work();
        ExecutionId rest =
                platform.node.service.repeat(Platform.ANN, first, "", "again").id();
        assertEquals(
                rest,
                platform.node.service.repeat(Platform.ANN, first, "", "again").id());
        assertNotEquals(first, rest);
        StateConflictException twice = assertThrows(StateConflictException.class, () -> repeat(first));
        assertTrue(String.valueOf(twice.getMessage()).contains(rest.text()));
    }

    @Test
    public void aCancelWhileTheOutcomeIsUnknownStopsWhatComesAfterIt() {
        platform.bank.willAnswer("rent", Bank.LOSE_ANSWER, Bank.LOSE_ANSWER, Bank.LOSE_ANSWER);
        ExecutionId id = platform.approved("rent", "tax");
        platform.executions.work().run(platform.executions.work().due().get(0), platform.node.engine);
        assertEquals(ExecutionState.RESOLVING, platform.state(id));

        platform.node.service.cancel(Platform.ANN, id, "enough");
        platform.workFor(Duration.ofMinutes(1));

        assertEquals(ExecutionState.CANCELLED, platform.state(id));
        assertEquals(EffectState.APPLIED, platform.effect(id, "rent").state());
        assertEquals(List.of("rent"), platform.bank.paid());
    }

    private ExecutionId repeat(ExecutionId id) {
        return platform.node.service.repeat(Platform.ANN, id, "", null).id();
    }

    private ExecutionId run(ExecutionId id) {
        platform.work();
        platform.approve(id);
        platform.work();
        return id;
    }
}
