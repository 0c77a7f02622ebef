package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.operation.ApprovedEffect;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.StoredText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What a plug-in sees while it executes an approved plan. */
final class RunContext extends PlanningContext implements ExecutionContext {
    private static final int STEP_NAME_LENGTH_MAX = 200;

    private final Plan plan;
    private final EffectJournal journal;
    private final OutputFiles outputs;
    private final WorkDirectory directory;
    private final Progress progress;
    private final long fence;

    RunContext(EngineParts parts, Claim claim, RunParts run) {
        super(parts, claim.id(), claim.operation().schema(), claim.execution().parameters(), run.log(), run.stop());
        this.plan = claim.plan();
        this.fence = claim.fence();
        this.journal = run.journal();
        this.outputs = run.outputs();
        this.directory = run.directory();
        this.progress = run.progress();
    }

    /** What belongs to one run of one worker. */
    record RunParts(
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
        PlannedEffect planned = plan.effect(id)
                .orElseThrow(() ->
                        refuse(StopSignal.Cause.OUTSIDE_PLAN, "effect '" + id + "' is not part of the approved plan"));
        return new JournalledEffect(planned, this, journal);
    }

    @Override
    public OperationResult performAllInOrder() {
        List<EffectOutcome> outcomes = new ArrayList<>();
        int total = plan.effects().size();
        for (PlannedEffect effect : plan.effects()) {
            outcomes.add(effect(effect.id()).perform());
            // not through progress(): a wish to stop after the last effect must not hide that all are done
            progress.report(outcomes.size(), total);
        }
        return EffectCounts.resultOf(outcomes);
    }

    @Override
    public Json step(String name, Callable<Json> body) throws Exception {
        stop.check();
        if (name.isBlank() || name.length() > STEP_NAME_LENGTH_MAX || !StoredText.isStorable(name)) {
            throw new IllegalArgumentException(
                    "a step needs a name of at most " + STEP_NAME_LENGTH_MAX + " characters");
        }
        Optional<Json> remembered = work.call(() -> parts.executions().findStep(execution, name));
        if (remembered.isPresent()) {
            return remembered.get();
        }
        Json result = body.call();
        if (result == null || !BoundedJson.fits(result, ExecutionSettings.REMEMBERED_BYTES_MAX)) {
            throw new IllegalArgumentException("step '" + name + "' must return JSON of at most "
                    + ExecutionSettings.REMEMBERED_BYTES_MAX + " bytes; write larger results to a file");
        }
        stop.check();
        work.run(() -> parts.executions().recordStep(execution, fence, name, result));
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
