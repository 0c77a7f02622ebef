package io.countersign.reconciliation.bank;

import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.OperationCategory;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.operation.RiskLevel;
import io.countersign.api.operation.ValidationResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Imports a bank's statement, each movement once; changes nothing outside. */
@Component(service = OperationPlugin.class)
public final class StatementImportOperation implements OperationPlugin {
    static final String VERSION = "1.0.0";
    static final String PREVIOUS_LINES = "previousLines";
    static final String PREVIOUS_STATEMENTS = "previousStatements";

    private final ParameterSchema schema = schemaOf();

    /** Made by the container. */
    @Activate
    public StatementImportOperation() {}

    @Override
    public String name() {
        return "bank.statement-import";
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public String description() {
        return "Imports a bank statement (CSV, camt.053, MT940, OFX), each movement once, and proves its balances.";
    }

    @Override
    public ParameterSchema schema() {
        return schema;
    }

    @Override
    public OperationProfile profile() {
        return OperationProfile.standard()
                .withTitle("Bank Statement Import")
                .withCategory(OperationCategory.RECONCILIATION)
                .withRisk(RiskLevel.LOW)
                .withExecutionTimeout(Duration.ofHours(1));
    }

    @Override
    public ValidationResult validate(Parameters parameters) {
        return StatementForm.validate(parameters);
    }

    @Override
    public Plan plan(PlanContext context) throws IOException {
        StatementHead.check(
                context.input(StatementForm.STATEMENT),
                StatementForm.reader(context.parameters()),
                context::checkCancelled);
        if (context.parameters().has(PREVIOUS_LINES)) {
            CanonicalFile.requireHeader(context.input(PREVIOUS_LINES), CanonicalFile.COLUMNS);
        }
        if (context.parameters().has(PREVIOUS_STATEMENTS)) {
            StatementsFile.read(context.input(PREVIOUS_STATEMENTS));
        }
        return Plan.readOnly();
    }

    @Override
    public OperationResult execute(ExecutionContext context) throws IOException {
        return StatementImport.run(context);
    }

    private static ParameterSchema schemaOf() {
        List<Parameter> parameters = new ArrayList<>(StatementForm.parameters());
        parameters.add(Parameter.file(PREVIOUS_LINES)
                .title("Lines imported before")
                .describedAs("canonical.csv of the import before; what it holds is not imported again."));
        parameters.add(Parameter.file(PREVIOUS_STATEMENTS)
                .title("Statements imported before")
                .describedAs("statements.csv of the import before; balances must go on from there.")
                .sizeBytesMax(StatementsFile.SIZE_BYTES_MAX));
        return ParameterSchema.of(parameters.toArray(new Parameter[0]));
    }
}
