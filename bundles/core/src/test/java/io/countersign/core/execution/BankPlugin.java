package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.money.Money;
import io.countersign.api.operation.Drift;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.Settlement;
import io.countersign.api.operation.SettlementContext;
import io.countersign.api.operation.ValidationResult;
import java.time.Duration;
import java.util.List;

/** Pays through the {@link Bank}: one effect for each of {@link #items}; every part of it can be replaced by a test. */
final class BankPlugin implements OperationPlugin {
    static final String NAME = "bank.pay";

    interface Planning {
        Plan plan(PlanContext context) throws Exception;
    }

    interface Executing {
        OperationResult execute(ExecutionContext context) throws Exception;
    }

    interface Settling {
        Settlement settle(SettlementContext context) throws Exception;
    }

    interface Drifting {
        List<Drift> drift(PlanContext context, Plan approved) throws Exception;
    }

    private final Bank bank;
    volatile List<String> items = List.of("rent");
    volatile boolean atMost;
    volatile Duration keyMemory = Duration.ofHours(24);
    volatile Planning planning = this::payEachItem;
    volatile Executing executing = ExecutionContext::performAllInOrder;
    volatile Settling settling = context -> Settlement.settled();
    volatile Drifting drifting = (context, approved) -> Drift.between(approved, plan(context));
    volatile Runnable beforeCall = () -> {};
    volatile OperationProfile profile = OperationProfile.standard();
    volatile ValidationResult validation = ValidationResult.valid();
    volatile List<EffectHandler> handlers = List.of(new Payments());
    volatile String version = "1.0.0";

    BankPlugin(Bank bank) {
        this.bank = bank;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String description() {
        return "Pays each item once.";
    }

    @Override
    public OperationProfile profile() {
        return profile;
    }

    @Override
    public ParameterSchema schema() {
        return ParameterSchema.of(
                Parameter.connection("account", "bank").required(),
                Parameter.connection("second", "bank"),
                Parameter.file("list").mediaTypes("text/csv").sizeBytesMax(100),
                Parameter.number("limit").min("1"));
    }

    @Override
    public ValidationResult validate(Parameters parameters) {
        return validation;
    }

    @Override
    public Plan plan(PlanContext context) throws Exception {
        return planning.plan(context);
    }

    @Override
    public List<Drift> drift(PlanContext now, Plan approved) throws Exception {
        return drifting.drift(now, approved);
    }

    @Override
    public List<EffectHandler> effectHandlers() {
        return handlers;
    }

    @Override
    public OperationResult execute(ExecutionContext context) throws Exception {
        return executing.execute(context);
    }

    @Override
    public Settlement settle(SettlementContext context) throws Exception {
        return settling.settle(context);
    }

    Plan payEachItem(PlanContext context) {
        Plan.Builder plan = Plan.builder();
        for (String item : items) {
            plan.effect(effect(item, context.parameters().text("account")));
        }
        return plan.build();
    }

    PlannedEffect effect(String item, String connection) {
        PlannedEffect.Builder effect = PlannedEffect.builder(item, "bank.payment")
                .connection(connection)
                .request(Json.object().put("amount", "10000").put("item", item).build())
                .amount(Money.ofMinor(10_000, "EUR"))
                .beneficiary("account of " + item)
                .sentence("Pay 100.00 EUR for " + item)
                .lockKey("bank:" + item);
        return (atMost ? effect.atMostByField("amount") : effect).build();
    }

    /** Sends to the bank. */
    private final class Payments implements EffectHandler {
        @Override
        public String kind() {
            return "bank.payment";
        }

        @Override
        public String provider() {
            return "bank";
        }

        @Override
        public Duration keyMemory() {
            return keyMemory;
        }

        @Override
        public EffectReply perform(EffectCall call) throws Exception {
            beforeCall.run();
            return bank.perform(call);
        }

        @Override
        public FindReply find(EffectCall call) {
            beforeCall.run();
            return bank.find(call);
        }
    }
}
