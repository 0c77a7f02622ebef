package io.countersign.api.testkit;

import io.countersign.api.json.Json;
import io.countersign.api.money.Money;
import io.countersign.api.operation.AmountRule;
import io.countersign.api.operation.ApprovedEffect;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.ExecutionStoppedException;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What a plug-in is handed while it executes. */
final class ExecutingContext extends PlanningContext implements ExecutionContext {
    private static final int STEP_BYTES_MAX = 64 * 1024;

    private final RunRecord run;
    private final EntryGuard guard;
    private final EffectEngine engine;
    private final WorkDirectory work;
    private final Plan plan;

    ExecutingContext(PlanEntry entry, EffectEngine engine, WorkDirectory work) {
        super(entry.owner(), entry.run(), entry.guard());
        this.run = entry.run();
        this.guard = entry.guard();
        this.plan = entry.plan();
        this.engine = engine;
        this.work = work;
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public ApprovedEffect effect(String id) {
        guard.check();
        return new Approved(plan.effect(id)
                .orElseThrow(() -> guard.violated("effect '" + id + "' is not part of the approved plan")));
    }

    @Override
    public OperationResult performAllInOrder() {
        List<EffectOutcome> outcomes = new ArrayList<>();
        for (PlannedEffect effect : plan.effects()) {
            outcomes.add(effect(effect.id()).perform());
        }
        return EffectTally.of(plan, outcomes);
    }

    @Override
    public Json step(String name, Callable<Json> body) throws Exception {
        guard.check();
        Optional<Json> remembered = run.step(name);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        Json result = body.call();
        int size = result.canonicalBytes().length;
        if (size > STEP_BYTES_MAX) {
            throw new OperationException(
                    "step_too_large",
                    "the result of step '" + name + "' has " + size + " bytes; at most " + STEP_BYTES_MAX
                            + " are remembered, write the rest to the work directory");
        }
        guard.check();
        run.rememberStep(name, result);
        return result;
    }

    @Override
    public OutputStream output(String name, String mediaType) {
        guard.check();
        return run.outputs.open(name, mediaType);
    }

    @Override
    public Path workDirectory() throws IOException {
        guard.check();
        return work.path();
    }

    @Override
    public void progress(long done, long total) {
        guard.check();
        run.addProgress(new Progress(done, total));
    }

    private final class Approved implements ApprovedEffect {
        private final PlannedEffect effect;

        Approved(PlannedEffect effect) {
            this.effect = effect;
        }

        @Override
        public PlannedEffect planned() {
            return effect;
        }

        @Override
        public EffectOutcome perform() {
            return engine.perform(effect, effect.amount());
        }

        @Override
        public EffectOutcome performReduced(Money amount) {
            guard.check();
            if (effect.amountRule() != AmountRule.AT_MOST) {
                throw refused(amount, "is signed as EXACT");
            }
            if (!amount.currency().equals(effect.amount().currency())) {
                throw refused(amount, "is signed in " + effect.amount().currency());
            }
            if (!amount.isPositive() || amount.compareTo(effect.amount()) > 0) {
                throw refused(amount, "must be positive and at most " + effect.amount());
            }
            return engine.perform(effect, amount);
        }

        private ExecutionStoppedException refused(Money amount, String rule) {
            return guard.violated("effect '" + effect.id() + "' " + rule + "; the plug-in tried " + amount);
        }
    }
}
