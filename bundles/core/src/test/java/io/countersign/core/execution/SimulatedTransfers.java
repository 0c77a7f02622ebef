package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.money.Money;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.operation.PlannedEffect;
import java.time.Duration;
import java.util.List;

/** Pays the items that the parameter lists, one effect each. */
final class SimulatedTransfers implements OperationPlugin {
    static final String NAME = "simulated.transfers";

    private final SimulatedBank bank;

    SimulatedTransfers(SimulatedBank bank) {
        this.bank = bank;
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
        return "Pays each item once.";
    }

    @Override
    public ParameterSchema schema() {
        return ParameterSchema.of(
                Parameter.connection("account", "bank").required(),
                Parameter.string("items").required());
    }

    @Override
    public Plan plan(PlanContext context) {
        Plan.Builder plan = Plan.builder();
        for (String item : context.parameters().text("items").split(" ", -1)) {
            plan.effect(PlannedEffect.builder(item, "bank.payment")
                    .connection(context.parameters().text("account"))
                    .request(Json.object().put("item", item).build())
                    .amount(Money.ofMinor(10_000, "EUR"))
                    .beneficiary("account of " + item)
                    .sentence("Pay 100.00 EUR for " + item)
                    .lockKey("bank:" + item)
                    .build());
        }
        return plan.build();
    }

    @Override
    public List<EffectHandler> effectHandlers() {
        return List.of(new Payments());
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
            return SimulatedBank.KEY_MEMORY;
        }

        @Override
        public EffectReply perform(EffectCall call) {
            return bank.perform(call);
        }

        @Override
        public FindReply find(EffectCall call) {
            return bank.find(call);
        }
    }
}
