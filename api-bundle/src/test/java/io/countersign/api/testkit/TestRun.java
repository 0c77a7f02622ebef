package io.countersign.api.testkit;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Drift;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.ReturnedEffect;
import io.countersign.api.operation.Settlement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a plug-in, without the platform: {@link #plan}, {@link #drift}, {@link #execute}, {@link #settle}.
 * What it records (journal, steps, outputs, log) outlives a simulated crash, so {@link #execute} can be entered again
 * as the next process would. Use it from one thread.
 */
public final class TestRun {
    private static final Duration SETTLE_TIMEOUT = Duration.ofMinutes(1);
    private static final int SETTLEMENT_STATE_BYTES_MAX = 64 * 1024;

    private final OperationPlugin plugin;
    private final String executionId;
    private final Parameters parameters;
    private final SettableClock clock;
    private final Map<String, FakeConnection> connections;
    private final Map<String, FakeInputFile> inputs;
    private final List<OpenItem> openItems;
    private final RunRecord run = new RunRecord();
    private @Nullable Plan approved;
    private Json settlementState = Json.nullValue();
    private int settlementChecks;

    TestRun(TestRunBuilder builder, Parameters parameters) {
        this.plugin = builder.plugin;
        this.executionId = builder.executionId;
        this.parameters = parameters;
        this.clock = builder.clock;
        this.connections = new LinkedHashMap<>(builder.connections);
        this.inputs = Map.copyOf(builder.inputs);
        this.openItems = List.copyOf(builder.openItems);
    }

    public static TestRunBuilder of(OperationPlugin plugin) {
        return new TestRunBuilder(plugin);
    }

    /** Asks the plug-in for its plan. */
    public Plan plan() throws Exception {
        EntryGuard guard = guard(plugin.profile().planTimeout());
        try {
            return plugin.plan(new PlanningContext(this, run, guard));
        } finally {
            guard.close();
        }
    }

    /** Asks the plug-in what has changed since the plan; empty means it may be executed. */
    public List<Drift> drift(Plan plan) throws Exception {
        EntryGuard guard = guard(plugin.profile().planTimeout());
        try {
            return plugin.drift(new PlanningContext(this, run, guard), reread(plan));
        } finally {
            guard.close();
        }
    }

    /**
     * Executes the plan as approved. Enter it again after a {@link SimulatedCrashError} or a stop: effects with a known
     * outcome answer at once, an open one is resolved first.
     *
     * @throws io.countersign.api.operation.ExecutionStoppedException when the execution was cancelled, interrupted,
     *     out of time, left an outcome unknown or broke the contract ({@link #violations}); also when the plug-in
     *     caught it
     * @throws SimulatedCrashError at the point the test asked for
     * @throws IllegalArgumentException when an earlier call executed another plan
     */
    public OperationResult execute(Plan plan) throws Exception {
        approve(plan);
        EntryGuard guard = guard(plugin.profile().executionTimeout());
        guard.checkNotCancelled();
        PlanEntry entry = new PlanEntry(this, run, guard, reread(plan));
        EffectEngine engine = new EffectEngine(this, run, guard, plugin.effectHandlers());
        try (WorkDirectory work = new WorkDirectory()) {
            OperationResult result = plugin.execute(new ExecutingContext(entry, engine, work));
            guard.rethrowEnd();
            return Objects.requireNonNull(result, "execute() returned null");
        } catch (Exception e) {
            guard.rethrowEnd();
            throw e;
        } finally {
            guard.close();
        }
    }

    /**
     * Asks the plug-in whether what was sent has settled. A pending state is handed to the next call; move the clock
     * in between as the test needs.
     *
     * @throws IllegalStateException when nothing was executed yet
     */
    public Settlement settle() throws Exception {
        if (approved == null) {
            throw new IllegalStateException("nothing was executed; call execute(plan) first");
        }
        EntryGuard guard = guard(SETTLE_TIMEOUT);
        settlementChecks++;
        PlanEntry entry = new PlanEntry(this, run, guard, reread(approved));
        try {
            Settlement settlement = plugin.settle(new SettlingContext(entry, settlementState, settlementChecks));
            guard.rethrowEnd();
            keep(settlement);
            return settlement;
        } finally {
            guard.close();
        }
    }

    /** Dies once, when the intent of the effect is written and the handler is not yet called. */
    public void crashAfterIntent(String effectId) {
        run.crashAt(new CrashPoint(CrashPoint.Moment.AFTER_INTENT, effectId));
    }

    /** Dies once, when the handler has answered and its answer is not yet written. */
    public void crashAfterCall(String effectId) {
        run.crashAt(new CrashPoint(CrashPoint.Moment.AFTER_CALL, effectId));
    }

    public void cancel() {
        run.cancel();
    }

    /** Cancels as soon as so many effects have a recorded outcome. */
    public void cancelAfterOutcomes(int outcomes) {
        run.cancelAfter(outcomes);
    }

    /**
     * Closes an unknown effect as two people would after they established that it did not happen.
     *
     * @throws IllegalStateException when the effect is not UNKNOWN
     */
    public void establishNotApplied(String effectId, String reason) {
        JournalEntry entry = run.journal
                .find(effectId)
                .filter(found -> found.state() == JournalEntry.State.UNKNOWN)
                .orElseThrow(() -> new IllegalStateException("effect '" + effectId + "' is not UNKNOWN: " + journal()));
        run.journal.write(entry.ended(outcome(
                entry, EffectOutcome.Kind.NOT_APPLIED, EffectReply.rejected("established_not_applied", reason))));
    }

    public OperationPlugin plugin() {
        return plugin;
    }

    public String executionId() {
        return executionId;
    }

    public Parameters parameters() {
        return parameters;
    }

    public SettableClock clock() {
        return clock;
    }

    /** The latest entry of each effect, in the order the effects were begun. */
    public List<JournalEntry> journal() {
        return run.journal.entries();
    }

    /** The latest entry of one effect. */
    public Optional<JournalEntry> journal(String effectId) {
        return run.journal.find(effectId);
    }

    /** Every entry ever written, in order. */
    public List<JournalEntry> journalHistory() {
        return run.journal.history();
    }

    public List<LogLine> logLines() {
        return run.log.lines();
    }

    public List<Progress> progress() {
        return run.progress();
    }

    /** Content of each version of each output file, oldest version first, by file name. */
    public Map<String, List<byte[]>> outputs() {
        return run.outputs.byName();
    }

    /**
     * The latest version of an output file as UTF-8 text.
     *
     * @throws IllegalArgumentException when there is no such output
     */
    public String outputText(String name) {
        List<byte[]> versions = outputs().get(name);
        if (versions == null) {
            throw new IllegalArgumentException(
                    "no output '" + name + "'; there are " + outputs().keySet());
        }
        return new String(versions.get(versions.size() - 1), StandardCharsets.UTF_8);
    }

    /** Breaches of the contract seen so far; each of them fails the execution on the platform. */
    public List<String> violations() {
        return run.violations();
    }

    List<OpenItem> openItems() {
        return openItems;
    }

    Map<String, FakeConnection> connectionsByName() {
        Map<String, FakeConnection> byName = new LinkedHashMap<>();
        connections.values().forEach(connection -> byName.put(connection.name(), connection));
        return byName;
    }

    Optional<FakeConnection> findConnection(String parameter) {
        return Optional.ofNullable(connections.get(parameter));
    }

    Optional<FakeInputFile> findInput(String parameter) {
        return Optional.ofNullable(inputs.get(parameter));
    }

    List<String> secretValues() {
        List<String> values = new ArrayList<>();
        connections.values().forEach(connection -> values.addAll(connection.secretValues()));
        return values;
    }

    private EntryGuard guard(Duration timeout) {
        return new EntryGuard(run, clock, clock.instant().plus(timeout));
    }

    private void approve(Plan plan) {
        if (approved != null && !approved.toJson().equals(plan.toJson())) {
            throw new IllegalArgumentException("this execution already has an approved plan; build another TestRun");
        }
        approved = plan;
    }

    /** The platform keeps the bytes that were signed, not the object. */
    private static Plan reread(Plan plan) {
        JsonObject json = Json.parse(plan.toJson().signableBytes()).asObject();
        return Plan.fromJson(json);
    }

    private void keep(Settlement settlement) {
        if (settlement.state().canonicalBytes().length > SETTLEMENT_STATE_BYTES_MAX) {
            run.addViolation("the state of the settlement is larger than 64 KiB");
        }
        settlementState = settlement.state();
        settlement.returnedEffects().forEach(this::cameBack);
    }

    private void cameBack(ReturnedEffect returned) {
        String effectId = returned.effectId();
        Optional<JournalEntry> applied =
                run.journal.find(effectId).filter(entry -> entry.state() == JournalEntry.State.APPLIED);
        if (applied.isEmpty()) {
            run.addViolation("settle() says effect '" + effectId + "' came back, but it is not applied");
            return;
        }
        EffectOutcome before = applied.get().outcome().orElseThrow();
        run.journal.write(applied.get().ended(EffectOutcome.cameBack(before, returned, "returned")));
    }

    private static EffectOutcome outcome(JournalEntry entry, EffectOutcome.Kind kind, EffectReply reply) {
        return EffectOutcome.of(entry.effectId(), kind, entry.amount(), entry.attempt(), entry.idempotencyKey(), reply);
    }
}
