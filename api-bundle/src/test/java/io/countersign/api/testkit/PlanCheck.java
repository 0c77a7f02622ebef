package io.countersign.api.testkit;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonString;
import io.countersign.api.operation.Drift;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.Fact;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The promises a single plan makes. */
final class PlanCheck {
    private PlanCheck() {}

    static List<String> broken(TestRun run, Plan plan) {
        List<String> broken = new ArrayList<>();
        checkJson(plan, broken);
        Set<String> kinds =
                run.plugin().effectHandlers().stream().map(EffectHandler::kind).collect(Collectors.toSet());
        for (PlannedEffect effect : plan.effects()) {
            if (!kinds.contains(effect.kind())) {
                broken.add("no handler performs effect '" + effect.id() + "' of kind '" + effect.kind() + "'");
            }
            if (!run.connectionsByName().containsKey(effect.connection())) {
                broken.add("effect '" + effect.id() + "' uses connection '" + effect.connection()
                        + "', which no parameter names");
            }
            checkAmount(effect, broken);
        }
        for (Fact fact : plan.facts()) {
            if (fact.readAt().isAfter(run.clock().instant())) {
                broken.add("fact '" + fact.key() + "' was read at " + fact.readAt()
                        + ", after the time of the context's clock; use context.clock()");
            }
        }
        return broken;
    }

    /** Effects and binding facts by the contract's own comparison, and the order, which approvers sign as well. */
    static List<String> differences(Plan first, Plan second) {
        List<String> differences = new ArrayList<>();
        Drift.between(first, second).forEach(drift -> differences.add(drift.explanation()));
        if (differences.isEmpty() && !ids(first).equals(ids(second))) {
            differences.add("the effects come in another order: " + ids(first) + " and " + ids(second));
        }
        return differences;
    }

    private static List<String> ids(Plan plan) {
        return plan.effects().stream().map(PlannedEffect::id).toList();
    }

    private static void checkJson(Plan plan, List<String> broken) {
        try {
            byte[] signed = plan.toJson().signableBytes();
            Plan reread = Plan.fromJson(Json.parse(signed).asObject());
            if (!Arrays.equals(signed, reread.toJson().signableBytes())) {
                broken.add("the plan changes when it is written as JSON and read again");
            }
        } catch (RuntimeException e) {
            broken.add("the plan cannot be signed: " + e.getMessage());
        }
    }

    private static void checkAmount(PlannedEffect effect, List<String> broken) {
        if (effect.amount().minorUnits() < 0) {
            broken.add("effect '" + effect.id() + "' has the negative amount " + effect.amount());
        }
        if (effect.amountField().isEmpty()) {
            return;
        }
        String field = effect.amountField().get();
        Json value = effect.request().get(field);
        String expected = Long.toString(effect.amount().minorUnits());
        if (!(value instanceof JsonString text) || !text.asText().equals(expected)) {
            broken.add("effect '" + effect.id() + "' is AT_MOST by field '" + field + "', which must be the text \""
                    + expected + "\" but is " + value);
        }
        if (!effect.amount().isPositive()) {
            broken.add("effect '" + effect.id() + "' is AT_MOST " + effect.amount() + "; there is nothing to reduce");
        }
    }
}
