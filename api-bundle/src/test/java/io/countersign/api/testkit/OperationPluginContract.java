package io.countersign.api.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;
import static org.junit.Assume.assumeTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.ExecutionStoppedException;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

/**
 * The behaviour every plug-in must show. Extend it in the plug-in's tests: supply a run with valid parameters against a
 * fake of the provider, and say how many changes that fake has seen.
 *
 * <pre>{@code
 * public class TransferContractTest extends OperationPluginContract {
 *     private FakeBank bank = new FakeBank();
 *
 *     @Override protected TestRun newRun() {
 *         bank = new FakeBank();
 *         return TestRun.of(new Transfer(bank)).connection("account", ...).text("amount", "12.50 EUR").build();
 *     }
 *     @Override protected long changesOutside() { return bank.transfers().size(); }
 * }
 * }</pre>
 */
public abstract class OperationPluginContract {
    /** Crashes are tried at so many effects of the plan at most. */
    private static final int CRASHED_EFFECTS_MAX = 10;

    /**
     * A run with valid parameters against a fresh fake provider that applies every effect of the plan; called several
     * times in one test.
     */
    protected abstract TestRun newRun();

    /** Changes that the provider of the latest {@link #newRun} has seen; 0 for an operation that makes none. */
    protected abstract long changesOutside();

    /** Parameter values that the schema or the plug-in must refuse. */
    protected List<JsonObject> invalidParameters() {
        return List.of();
    }

    @Test
    public final void keepsItsStaticPromises() {
        assertEquals(List.of(), PluginCheck.staticPromises(newRun().plugin()));
    }

    @Test
    public final void plansRepeatablyAndWithoutLoss() throws Exception {
        assertEquals(List.of(), PluginCheck.planPromises(newRun()));
    }

    @Test
    public final void changesNothingOutsideWhilePlanning() throws Exception {
        TestRun run = newRun();
        long before = changesOutside();
        Plan plan = run.plan();
        run.drift(plan);
        assertEquals("changes made by plan() or drift()", before, changesOutside());
        assertEquals("effects performed by plan() or drift()", List.of(), run.journal());
    }

    @Test
    public final void refusesInvalidParameters() {
        OperationPlugin plugin = newRun().plugin();
        for (JsonObject invalid : invalidParameters()) {
            boolean refused = !plugin.schema().check(invalid).isValid()
                    || !plugin.validate(plugin.schema().normalise(invalid)).isValid();
            assertTrue("must be refused: " + invalid, refused);
        }
    }

    @Test
    public final void validatesWithoutSideEffects() {
        TestRun run = newRun();
        Parameters parameters = run.parameters();
        long before = changesOutside();
        assertEquals(
                run.plugin().validate(parameters).toJson(),
                run.plugin().validate(parameters).toJson());
        assertEquals(before, changesOutside());
    }

    @Test
    public final void makesExactlyTheChangesOfThePlan() throws Exception {
        TestRun run = newRun();
        Plan plan = run.plan();
        long before = changesOutside();
        OperationResult result = run.execute(plan);
        assertEquals("changes outside", applied(run), changesOutside() - before);
        assertEquals(List.of(), PluginCheck.executionPromises(run, plan, result));
    }

    @Test
    public final void answersFromTheJournalWhenEnteredAgain() throws Exception {
        TestRun run = newRun();
        Plan plan = run.plan();
        OperationResult first = run.execute(plan);
        long after = changesOutside();
        OperationResult second = run.execute(plan);
        assertEquals(after, changesOutside());
        assertEquals(first.isSuccess(), second.isSuccess());
    }

    @Test
    public final void makesNoChangeTwiceWhenTheProcessDiesAfterTheCall() throws Exception {
        for (String effectId : effectIds()) {
            TestRun run = newRun();
            Plan plan = run.plan();
            long before = changesOutside();
            run.crashAfterCall(effectId);
            if (crashes(run, plan)) {
                resume(run, plan);
                assertEquals("changes after a crash at " + effectId, applied(run), changesOutside() - before);
            }
        }
    }

    @Test
    public final void findsItsChangeWhenTheProviderHasForgottenTheKey() throws Exception {
        for (String effectId : effectIds()) {
            TestRun run = newRun();
            Plan plan = run.plan();
            long before = changesOutside();
            run.crashAfterCall(effectId);
            if (crashes(run, plan)) {
                run.clock().advance(keyMemoryMax(run));
                resume(run, plan);
                assertEquals("changes after a crash at " + effectId, applied(run), changesOutside() - before);
            }
        }
    }

    @Test
    public final void findsNothingThatWasNeverSent() throws Exception {
        for (String effectId : effectIds()) {
            TestRun run = newRun();
            Plan plan = run.plan();
            run.crashAfterIntent(effectId);
            if (crashes(run, plan)) {
                long before = changesOutside();
                run.clock().advance(keyMemoryMax(run));
                assertThrows(
                        "effect " + effectId + " was never sent; its outcome must stay unknown",
                        ExecutionStoppedException.class,
                        () -> run.execute(plan));
                JournalEntry entry = run.journal(effectId).orElseThrow();
                assertEquals(JournalEntry.State.UNKNOWN, entry.state());
                assertEquals("changes made while looking up " + effectId, before, changesOutside());
            }
        }
    }

    @Test
    public final void makesNoChangeOnceCancelled() throws Exception {
        TestRun run = newRun();
        Plan plan = run.plan();
        assumeFalse("the plan is read-only", plan.isReadOnly());
        long before = changesOutside();
        run.cancel();
        assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
        assertEquals(before, changesOutside());
    }

    @Test
    public final void stopsBetweenEffectsWhenCancelled() throws Exception {
        TestRun run = newRun();
        Plan plan = run.plan();
        assumeTrue("the plan has one effect at most", plan.effects().size() > 1);
        long before = changesOutside();
        run.cancelAfterOutcomes(1);
        assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
        assertEquals("effects begun", 1, run.journal().size());
        assertTrue("changes after the cancellation", changesOutside() - before <= 1);
    }

    @Test
    public final void makesNoChangeOnceInterrupted() throws Exception {
        TestRun run = newRun();
        Plan plan = run.plan();
        assumeFalse("the plan is read-only", plan.isReadOnly());
        long before = changesOutside();
        Thread.currentThread().interrupt();
        try {
            assertThrows("execute() must not swallow the interruption", Exception.class, () -> run.execute(plan));
        } finally {
            Thread.interrupted();
        }
        assertEquals(before, changesOutside());
    }

    @Test
    public final void settlesLegally() throws Exception {
        TestRun run = newRun();
        run.execute(run.plan());
        long before = changesOutside();
        assertEquals(List.of(), PluginCheck.settlementPromises(run, run.settle()));
        assertEquals("changes made by settle()", before, changesOutside());
    }

    /** Whether the point was reached; an operation may leave an effect of its plan out. */
    private static boolean crashes(TestRun run, Plan plan) throws Exception {
        try {
            run.execute(plan);
            return false;
        } catch (SimulatedCrashError e) {
            return true;
        }
    }

    /** What the next process does. */
    private static void resume(TestRun run, Plan plan) throws Exception {
        OperationResult result = run.execute(plan);
        assertEquals(List.of(), PluginCheck.executionPromises(run, plan, result));
        for (JournalEntry entry : run.journal()) {
            long keys = run.journalHistory().stream()
                    .filter(written -> written.effectId().equals(entry.effectId()))
                    .map(JournalEntry::idempotencyKey)
                    .distinct()
                    .count();
            assertEquals("keys that " + entry.effectId() + " was sent under", 1, keys);
            assertTrue("no effect may be left open: " + entry, entry.outcome().isPresent());
        }
    }

    private List<String> effectIds() throws Exception {
        return newRun().plan().effects().stream()
                .map(PlannedEffect::id)
                .limit(CRASHED_EFFECTS_MAX)
                .toList();
    }

    private static long applied(TestRun run) {
        return run.journal().stream()
                .filter(entry -> entry.state() == JournalEntry.State.APPLIED)
                .count();
    }

    private static Duration keyMemoryMax(TestRun run) {
        return run.plugin().effectHandlers().stream()
                .map(EffectHandler::keyMemory)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
