package io.countersign.stripe.payout;

import com.stripe.exception.StripeException;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.Fact;
import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationCategory;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.operation.RiskLevel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The month end of manual payouts, for which Stripe has no itemisation: shows from two balance snapshots and the balance
 * transactions between them that every minor unit is accounted for. Changes nothing outside.
 */
@Component(service = OperationPlugin.class)
public final class StripeRollforwardOperation implements OperationPlugin {
    static final String OPENING = "opening";
    static final String CLOSING = "closing";

    private final StripeConnector connector;
    private final ParameterSchema schema = ParameterSchema.of(
            Parameter.connection(PayoutForm.CONNECTION, StripeAccess.CONNECTION_KIND)
                    .required()
                    .title("Stripe account")
                    .describedAs("The connection whose balances are rolled forward."),
            snapshot(
                    OPENING,
                    "Opening balances",
                    "The " + BalanceSnapshot.FILE + " of the payout that ends the month before."),
            snapshot(
                    CLOSING,
                    "Closing balances",
                    "The " + BalanceSnapshot.FILE + " of the payout that ends the month."));

    /** Made by the container. */
    @Activate
    public StripeRollforwardOperation() {
        this(Duration.ofSeconds(10), Duration.ofSeconds(60));
    }

    StripeRollforwardOperation(Duration connectTimeout, Duration callTimeout) {
        this.connector = new StripeConnector(connectTimeout, callTimeout);
    }

    private static Parameter snapshot(String name, String title, String description) {
        return Parameter.file(name)
                .required()
                .title(title)
                .describedAs(description)
                .mediaTypes("application/json")
                .sizeBytesMax(BalanceSnapshot.SIZE_BYTES_MAX);
    }

    @Override
    public String name() {
        return "stripe.payout-rollforward";
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public String description() {
        return "Shows for each currency that opening balance, activity and payouts of a Stripe account make up its closing"
                + " balance, and names what they leave over.";
    }

    @Override
    public ParameterSchema schema() {
        return schema;
    }

    @Override
    public OperationProfile profile() {
        return OperationProfile.standard()
                .withTitle("Stripe Payout Roll-Forward")
                .withCategory(OperationCategory.STRIPE)
                .withRisk(RiskLevel.LOW)
                .withConnectionKinds(StripeAccess.CONNECTION_KIND)
                .withPlanTimeout(Duration.ofMinutes(2))
                .withExecutionTimeout(Duration.ofHours(4));
    }

    @Override
    public Plan plan(PlanContext context) throws IOException {
        Connection connection = context.connection(PayoutForm.CONNECTION);
        BalanceSnapshot opening = BalanceSnapshot.of(context.input(OPENING));
        BalanceSnapshot closing = BalanceSnapshot.of(context.input(CLOSING));
        requireJoinable(opening, closing);
        StripeAccess.requireLivemode(connection, closing.livemode());
        Instant readAt = context.clock().instant();
        StripeApi api = connector.open(connection);
        String account = account(api);
        if (!account.equals(closing.account())) {
            throw new OperationException(
                    "snapshot_of_other_account",
                    "the snapshots are of account " + closing.account() + ", but connection '" + connection.name()
                            + "' is for " + account + "; choose the other connection or the other files");
        }
        Plan.Builder plan = Plan.builder()
                .fact(Fact.binding(
                        PlanFacts.ACCOUNT,
                        Json.object()
                                .put("id", account)
                                .put("livemode", closing.livemode())
                                .build(),
                        "stripe GET /v1/account",
                        readAt))
                .fact(fact(OPENING, context.input(OPENING), opening, readAt))
                .fact(fact(CLOSING, context.input(CLOSING), closing, readAt));
        if (!opening.still() || !closing.still()) {
            plan.warning("the balances moved while a snapshot was read, so a remainder may be no more than that");
        }
        return plan.build();
    }

    private static void requireJoinable(BalanceSnapshot opening, BalanceSnapshot closing) {
        if (!opening.account().equals(closing.account()) || opening.livemode() != closing.livemode()) {
            throw new OperationException(
                    "snapshots_not_joined",
                    "the opening snapshot is of account " + opening.account() + " (" + mode(opening)
                            + "), the closing one of " + closing.account() + " (" + mode(closing)
                            + "); give two files of one account");
        }
        if (!opening.readAt().isBefore(closing.readAt())) {
            throw new OperationException(
                    "snapshots_not_joined",
                    "the opening snapshot was read at " + opening.readAt() + ", not before the closing one of "
                            + closing.readAt() + "; give the earlier file as opening");
        }
    }

    private static String mode(BalanceSnapshot snapshot) {
        return snapshot.livemode() ? "live" : "test";
    }

    private static String account(StripeApi api) {
        try {
            return api.account().getId();
        } catch (StripeException e) {
            throw api.explain(e);
        }
    }

    private static Fact fact(String key, InputFile file, BalanceSnapshot snapshot, Instant readAt) {
        JsonObject value = Json.object()
                .put("file", file.name())
                .put("sha256", file.sha256())
                .put("readAt", snapshot.readAt().toString())
                .build();
        return Fact.binding(key, value, "input file", readAt);
    }

    @Override
    public OperationResult execute(ExecutionContext context) throws IOException {
        return RollforwardRun.of(
                context,
                connector.open(context.connection(PayoutForm.CONNECTION)),
                BalanceSnapshot.of(context.input(OPENING)),
                BalanceSnapshot.of(context.input(CLOSING)));
    }
}
