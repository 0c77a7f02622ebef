package io.countersign.stripe.payout;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.Drift;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.InboundReceiver;
import io.countersign.api.operation.OperationCategory;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.RiskLevel;
import io.countersign.api.operation.Settlement;
import io.countersign.api.operation.SettlementContext;
import io.countersign.api.operation.ValidationResult;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Pays out what is available on a Stripe account, one payout per currency and source type. */
@Component(service = OperationPlugin.class, configurationPid = "io.countersign.stripe.payout")
@Designate(ocd = StripePayoutOperation.Config.class)
public final class StripePayoutOperation implements OperationPlugin {

    /** Limits of the calls to Stripe. */
    @ObjectClassDefinition(name = "Stripe payout", description = "Limits of the calls to Stripe")
    public @interface Config {

        /** Seconds to wait for a connection, 1 to 60. */
        @AttributeDefinition(name = "Connect timeout in seconds", min = "1", max = "60")
        int connectTimeoutSeconds() default 10;

        /** Seconds that one whole call may take, 1 to 300. */
        @AttributeDefinition(name = "Call timeout in seconds", min = "1", max = "300")
        int callTimeoutSeconds() default 30;
    }

    private final StripeConnector connector;
    private final ParameterSchema schema = PayoutForm.schema();
    private final List<EffectHandler> handlers;

    /**
     * Made by the container.
     *
     * @throws IllegalArgumentException when a limit is out of its range
     */
    @Activate
    public StripePayoutOperation(Config config) {
        this(
                seconds("connectTimeoutSeconds", config.connectTimeoutSeconds(), 60),
                seconds("callTimeoutSeconds", config.callTimeoutSeconds(), 300),
                Clock.systemUTC());
    }

    StripePayoutOperation(Duration connectTimeout, Duration callTimeout, Clock clock) {
        this.connector = new StripeConnector(connectTimeout, callTimeout);
        this.handlers = List.of(new PayoutCreateHandler(connector, clock));
    }

    @Override
    public String name() {
        return "stripe.payout";
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public String description() {
        return "Pays out the available balances of a Stripe account to its bank accounts, each in its own currency.";
    }

    @Override
    public ParameterSchema schema() {
        return schema;
    }

    @Override
    public OperationProfile profile() {
        return OperationProfile.standard()
                .withTitle("Stripe Balance Payout")
                .withCategory(OperationCategory.STRIPE)
                .withRisk(RiskLevel.HIGH)
                .withConnectionKinds(StripeAccess.CONNECTION_KIND)
                .withPlanTimeout(Duration.ofMinutes(5))
                .withExecutionTimeout(Duration.ofHours(1));
    }

    @Override
    public ValidationResult validate(Parameters parameters) {
        return PayoutForm.validate(parameters);
    }

    @Override
    public Plan plan(PlanContext context) throws Exception {
        PayoutOrder order = PayoutOrder.of(context);
        Connection connection = context.connection(PayoutForm.CONNECTION);
        // Refused here, where a person is looking, rather than when the money is already on its way.
        PollSchedule.of(connection);
        StripeState state = read(context, connection, order);
        return PayoutPlanner.plan(context, order, state);
    }

    @Override
    public List<Drift> drift(PlanContext now, Plan approved) throws Exception {
        PayoutOrder order = PayoutOrder.of(now);
        Connection connection = now.connection(PayoutForm.CONNECTION);
        StripeState state = read(now, connection, order);
        List<String> lockKeys =
                approved.effects().stream().map(PlannedEffect::lockKey).toList();
        return PayoutDrift.between(approved, order, connection, state, PayoutPlanner.openItems(now, lockKeys));
    }

    @Override
    public List<EffectHandler> effectHandlers() {
        return handlers;
    }

    @Override
    public List<InboundReceiver> inboundReceivers() {
        return List.of(new StripeReceiver());
    }

    @Override
    public OperationResult execute(ExecutionContext context) throws Exception {
        return PayoutRun.of(context, connector);
    }

    @Override
    public Settlement settle(SettlementContext context) throws Exception {
        return PayoutSettlement.check(context, connector);
    }

    private StripeState read(PlanContext context, Connection connection, PayoutOrder order) {
        boolean instant = order.method().equals(PayoutForm.INSTANT);
        return StripeReader.read(connector.open(connection), connection, instant, context.clock());
    }

    private static Duration seconds(String name, int value, int largest) {
        if (value < 1 || value > largest) {
            throw new IllegalArgumentException(
                    name + " of io.countersign.stripe.payout is " + value + "; set 1 to " + largest);
        }
        return Duration.ofSeconds(value);
    }
}
