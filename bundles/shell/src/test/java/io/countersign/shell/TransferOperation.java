package io.countersign.shell;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
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

/** Sends one amount to a bank that always answers. */
final class TransferOperation implements OperationPlugin {

    @Override
    public String name() {
        return "bank.transfer";
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public String description() {
        return "Transfers an amount";
    }

    @Override
    public ParameterSchema schema() {
        return ParameterSchema.of(
                Parameter.connection("connection", "bank").required(),
                Parameter.money("amount").required(),
                Parameter.bool("urgent").withDefault(Json.of(false)),
                Parameter.select("speed").option("slow", "Slow").option("fast", "Fast"),
                Parameter.file("list"));
    }

    @Override
    public Plan plan(PlanContext context) {
        Money amount = context.parameters().money("amount");
        context.log().info("plans " + amount + "\u001b[31m");
        return Plan.builder()
                .effect(PlannedEffect.builder("transfer:1", "bank.transfer")
                        .connection(context.connection("connection").name())
                        .request(Json.object()
                                .put("amount", Long.toString(amount.minorUnits()))
                                .build())
                        .amount(amount)
                        .beneficiary("account …4242")
                        .sentence("Transfer " + amount + " to account …4242")
                        .lockKey("bank:1")
                        .build())
                .warning("a holiday is near")
                .build();
    }

    @Override
    public List<EffectHandler> effectHandlers() {
        return List.of(new TransferHandler());
    }

    private static final class TransferHandler implements EffectHandler {
        @Override
        public String kind() {
            return "bank.transfer";
        }

        @Override
        public String provider() {
            return "bank";
        }

        @Override
        public Duration keyMemory() {
            return Duration.ofHours(24);
        }

        @Override
        public EffectReply perform(EffectCall call) {
            return EffectReply.applied("tr_1", JsonObject.empty());
        }

        @Override
        public FindReply find(EffectCall call) {
            return FindReply.absent();
        }
    }
}
