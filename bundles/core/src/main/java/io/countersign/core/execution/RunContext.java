package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.operation.ApprovedEffect;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What a plug-in sees while it executes an approved plan. */
final class RunContext extends PlanningContext implements ExecutionContext {
    private final Plan plan;
    private final EffectJournal journal;
    private final OutputFiles outputs;
    private final WorkDirectory directory;
    private final Progress progress;
    private final long fence;

    RunContext(EngineParts parts, Execution execution, ParameterSchema schema, Plan plan, RunParts run) {
        super(parts, execution.id(), schema, execution.parameters(), run.log(), run.stop());
        this.plan = plan;
        this.journal = run.journal();
        this.outputs = run.outputs();
        this.directory = run.directory();
        this.progress = run.progress();
        this.fence = run.fence();
    }

    /** What belongs to one run of one worker. */
    record RunParts(
            long fence,
            LiveLog log,
            StopSignal stop,
            EffectJournal journal,
            OutputFiles outputs,
            WorkDirectory directory,
            Progress progress) {}

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public ApprovedEffect effect(String id) {
        stop.check();
        PlannedEffect planned =
                plan.effect(id).orElseThrow(() -> refuse("effect '" + id + "' is not part of the approved plan"));
        return new JournalledEffect(planned, this, journal);
    }

    @Override
    public OperationResult performAllInOrder() {
        List<EffectOutcome> outcomes = new ArrayList<>();
        int total = plan.effects().size();
        for (PlannedEffect effect : plan.effects()) {
            outcomes.add(effect(effect.id()).perform());
            progress(outcomes.size(), total);
        }
        return EffectCounts.resultOf(outcomes);
    }

    @Override
    public Json step(String name, Callable<Json> body) throws Exception {
        stop.check();
        Optional<Json> remembered =
                parts.platform().handOver(() -> parts.executions().findStep(execution, name));
        if (remembered.isPresent()) {
            return remembered.get();
        }
        Json result = body.call();
        int size = result.canonicalBytes().length;
        if (size > ExecutionSettings.REMEMBERED_BYTES_MAX) {
            throw new IllegalArgumentException("step '" + name + "' returned " + size + " bytes; at most "
                    + ExecutionSettings.REMEMBERED_BYTES_MAX + " are remembered, write larger results to a file");
        }
        stop.check();
        parts.platform().handOver(() -> parts.executions().recordStep(execution, fence, name, result));
        return result;
    }

    @Override
    public OutputStream output(String name, String mediaType) throws IOException {
        return outputs.open(name, mediaType);
    }

    @Override
    public Path workDirectory() throws IOException {
        stop.check();
        return directory.forPlugin();
    }

    @Override
    public void progress(long done, long total) {
        stop.check();
        progress.report(done, total);
    }
}
