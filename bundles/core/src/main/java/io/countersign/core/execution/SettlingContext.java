package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.OperationLog;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.SettlementContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What a plug-in sees while it follows effects until they have settled. */
final class SettlingContext extends PlanningContext implements SettlementContext {
    private final Plan plan;
    private final List<EffectOutcome> applied;
    private final List<EffectOutcome> returned;
    private final Json state;
    private final int check;
    private final OutputFiles outputs;

    SettlingContext(
            EngineParts parts,
            Execution execution,
            ParameterSchema schema,
            Plan plan,
            OperationLog log,
            StopSignal stop,
            OutputFiles outputs,
            ExecutionRepository.SettlementState last,
            int check) {
        super(parts, execution.id(), schema, execution.parameters(), log, stop);
        this.plan = plan;
        List<EffectOutcome> outcomes = parts.executions().effects(execution.id()).stream()
                .flatMap(effect -> EffectRecords.outcomeOf(effect).stream())
                .toList();
        this.applied = outcomes.stream().filter(EffectOutcome::isApplied).toList();
        this.returned = outcomes.stream()
                .filter(outcome -> outcome.kind() == EffectOutcome.Kind.RETURNED)
                .toList();
        this.state = last.state();
        this.check = check;
        this.outputs = outputs;
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public List<EffectOutcome> applied() {
        return applied;
    }

    @Override
    public List<EffectOutcome> returned() {
        return returned;
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
    public OutputStream output(String name, String mediaType) throws IOException {
        return outputs.open(name, mediaType);
    }
}
