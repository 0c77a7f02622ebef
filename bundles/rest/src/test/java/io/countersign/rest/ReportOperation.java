package io.countersign.rest;

import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A report that changes nothing outside, so nobody needs to approve it. */
final class ReportOperation implements OperationPlugin {
    static final String NAME = "bank.report";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return "2.1.0";
    }

    @Override
    public String description() {
        return "Reports balances.";
    }

    @Override
    public ParameterSchema schema() {
        return ParameterSchema.of(Parameter.number("lines").withDefault("2"));
    }

    @Override
    public Plan plan(PlanContext context) {
        return Plan.readOnly();
    }

    @Override
    public OperationResult execute(ExecutionContext context) throws Exception {
        int lines = Integer.parseInt(context.parameters().text("lines"));
        for (int i = 1; i <= lines; i++) {
            context.log().info("line " + i);
        }
        try (OutputStream report = context.output("balances.csv", "text/csv")) {
            report.write("currency,balance\nAED,12.50\n".getBytes(StandardCharsets.UTF_8));
        }
        return OperationResult.success("balances reported").build();
    }
}
