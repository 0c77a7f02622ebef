package io.countersign.api.testkit;

import io.countersign.api.json.Json;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.SettlementContext;
import java.io.OutputStream;
import java.util.List;

/** What a plug-in is handed while it follows what was sent. */
final class SettlingContext extends PlanningContext implements SettlementContext {
    private final RunRecord run;
    private final EntryGuard guard;
    private final Plan plan;
    private final Json state;
    private final int check;

    SettlingContext(PlanEntry entry, Json state, int check) {
        super(entry.owner(), entry.run(), entry.guard());
        this.run = entry.run();
        this.guard = entry.guard();
        this.plan = entry.plan();
        this.state = state;
        this.check = check;
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public List<EffectOutcome> applied() {
        return outcomes(EffectOutcome.Kind.APPLIED);
    }

    @Override
    public List<EffectOutcome> returned() {
        return outcomes(EffectOutcome.Kind.RETURNED);
    }

    @Override
    public Json state() {
        return state;
    }

    @Override
    public int check() {
        return check;
    }

    @Override
    public OutputStream output(String name, String mediaType) {
        guard.check();
        return run.outputs.open(name, mediaType);
    }

    private List<EffectOutcome> outcomes(EffectOutcome.Kind kind) {
        return run.journal.entries().stream()
                .flatMap(entry -> entry.outcome().stream())
                .filter(outcome -> outcome.kind() == kind)
                .toList();
    }
}
