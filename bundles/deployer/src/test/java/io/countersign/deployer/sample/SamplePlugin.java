package io.countersign.deployer.sample;

import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;

/** Does nothing, under any name. */
public final class SamplePlugin implements OperationPlugin {
    private final String name;
    private final String version;

    SamplePlugin(String name, String version) {
        this.name = name;
        this.version = version;
    }

    @Override
    public String name() {
        if (name.equals("throws")) {
            throw new IllegalStateException("no name today");
        }
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String description() {
        return "A sample.";
    }

    @Override
    public ParameterSchema schema() {
        return ParameterSchema.of();
    }

    @Override
    public Plan plan(PlanContext context) {
        return Plan.readOnly();
    }
}
