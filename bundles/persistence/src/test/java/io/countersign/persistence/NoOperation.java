package io.countersign.persistence;

import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;

/** Plans nothing, does nothing, and reports that it succeeded. */
final class NoOperation implements OperationPlugin {
    static final String NAME = "benchmark.no-operation";

    private final Runnable whileExecuting;

    /** @param whileExecuting what it does after all */
    NoOperation(Runnable whileExecuting) {
        this.whileExecuting = whileExecuting;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public String description() {
        return "Does nothing.";
    }

    @Override
    public ParameterSchema schema() {
        return ParameterSchema.of();
    }

    @Override
    public Plan plan(PlanContext context) {
        return Plan.readOnly();
    }

    @Override
    public OperationResult execute(ExecutionContext context) {
        whileExecuting.run();
        return OperationResult.success("nothing was to be done").build();
    }
}
