package io.countersign.reconciliation.payout;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.InputFile;
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
import io.countersign.reconciliation.bank.StatementForm;
import io.countersign.reconciliation.bank.StatementHead;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Finds the payouts of an execution of {@code stripe.payout} on a bank's statement; changes nothing outside. */
@Component(service = OperationPlugin.class)
public final class PayoutMatchOperation implements OperationPlugin {
    static final String VERSION = "1.0.0";
    static final String PAYOUTS = "payouts";
    static final String STATEMENT = StatementForm.STATEMENT;
    static final String CUTOFF = "cutoff";

    private static final String DESCRIPTOR = "descriptor";
    /** What needs nobody's attention. */
    private static final Set<MatchStatus> EXPECTED =
            EnumSet.of(MatchStatus.SETTLED, MatchStatus.IN_TRANSIT_AT_CUTOFF, MatchStatus.NOT_SENT, MatchStatus.OTHER);

    private final ParameterSchema schema = schemaOf();

    /** Made by the container. */
    @Activate
    public PayoutMatchOperation() {}

    @Override
    public String name() {
        return "stripe.payout-match";
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public String description() {
        return "Finds Stripe payouts on a bank statement and names what is in transit, returned, missing or different.";
    }

    @Override
    public ParameterSchema schema() {
        return schema;
    }

    @Override
    public OperationProfile profile() {
        return OperationProfile.standard()
                .withTitle("Stripe Payout Match")
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
        PayoutFile.read(context.input(PAYOUTS));
        StatementHead.check(
                context.input(STATEMENT), StatementForm.reader(context.parameters()), context::checkCancelled);
        return Plan.readOnly();
    }

    @Override
    public OperationResult execute(ExecutionContext context) throws IOException {
        Parameters parameters = context.parameters();
        List<PayoutRow> payouts = PayoutFile.read(context.input(PAYOUTS));
        InputFile statement = context.input(STATEMENT);
        BankLines bank = new BankLines();
        try (InputStream bytes = statement.open()) {
            StatementForm.reader(parameters).read(statement.name(), bytes, bank, context::checkCancelled);
        }
        context.progress(1, 3);
        List<PayoutMatch> matches =
                PayoutMatching.of(payouts, bank.lines(), parameters.text(DESCRIPTOR), parameters.date(CUTOFF));
        List<ControlTotals.Equation> equations = ControlTotals.prove(payouts, bank.lines(), matches);
        context.progress(2, 3);
        JsonObject summary = PayoutMatchReport.write(context, matches, equations, bank.rejects());
        context.progress(3, 3);
        return result(payouts, bank, matches, summary);
    }

    private static OperationResult result(
            List<PayoutRow> payouts, BankLines bank, List<PayoutMatch> matches, JsonObject summary) {
        long settled = matches.stream()
                .filter(match -> match.status() == MatchStatus.SETTLED)
                .count();
        long open = matches.stream()
                .filter(match -> !EXPECTED.contains(match.status()))
                .count();
        long rejected = bank.rejects().size();
        String message = settled + " of " + payouts.size() + " payouts settled, " + open + " to be looked at, "
                + rejected + " lines of the bank rejected";
        OperationResult.Builder result =
                open + rejected == 0 ? OperationResult.success(message) : OperationResult.failure(message);
        long read = (long) payouts.size() + bank.lines().size();
        for (MatchStatus status : MatchStatus.values()) {
            result.count(
                    status.key(),
                    matches.stream().filter(match -> match.status() == status).count());
        }
        return result.records(read + rejected, read, rejected).data(summary).build();
    }

    private static ParameterSchema schemaOf() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.file(PAYOUTS)
                .required()
                .title("Payouts")
                .describedAs("payouts.csv of an execution of stripe.payout.")
                .sizeBytesMax(PayoutFile.SIZE_BYTES_MAX));
        parameters.add(Parameter.date(CUTOFF)
                .required()
                .title("Cut-off date")
                .describedAs("The last day the bank statement covers."));
        parameters.add(Parameter.string(DESCRIPTOR)
                .title("Descriptor")
                .describedAs("How the bank names Stripe in its texts.")
                .lengths(3, 40)
                .withDefault("STRIPE"));
        parameters.addAll(StatementForm.parameters());
        return ParameterSchema.of(parameters.toArray(new Parameter[0]));
    }
}
