package io.countersign.stripe.payout;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.AmountRule;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.Drift;
import io.countersign.api.operation.Fact;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has changed since the plan was approved. More money than planned is no drift: what was approved is paid. Less
 * is, unless the approvers signed an upper bound.
 */
final class PayoutDrift {
    private final PayoutOrder order;
    private final StripeState now;
    private final Map<String, OpenItem> openItems;
    private final List<Drift> drifts = new ArrayList<>();

    private PayoutDrift(PayoutOrder order, StripeState now, Map<String, OpenItem> openItems) {
        this.order = order;
        this.now = now;
        this.openItems = openItems;
    }

    /**
     * Compares.
     *
     * @param openItems items that other executions hold, by lock key
     */
    static List<Drift> between(
            Plan approved, PayoutOrder order, Connection connection, StripeState now, Map<String, OpenItem> openItems) {
        PayoutDrift drift = new PayoutDrift(order, now, openItems);
        for (Fact fact : PlanFacts.binding(connection, now)) {
            drift.compare(approved, fact, "fact " + fact.key() + " has changed since the plan was made");
        }
        for (PlannedEffect effect : approved.effects()) {
            drift.check(approved, effect);
        }
        return List.copyOf(drift.drifts);
    }

    private void check(Plan approved, PlannedEffect effect) {
        StripeCurrency currency = StripeCurrencies.find(effect.request().text("currency"))
                .orElseThrow(() -> new IllegalStateException(
                        "effect " + effect.id() + " is in a currency that this release does not know"));
        SourceBalance balance = now.balance(currency.code(), effect.request().text("source_type"))
                .orElseGet(() -> new SourceBalance(effect.request().text("source_type"), currency.zero()));
        checkDestination(approved, balance);
        if (effect.amountRule() == AmountRule.EXACT) {
            checkAvailable(effect, balance.available());
        }
        OpenItem open = openItems.get(effect.lockKey());
        if (open != null) {
            drifts.add(new Drift(
                    "effect " + effect.id() + " item",
                    Json.of("free"),
                    Json.of(open.state()),
                    "execution " + open.executionId() + " has meanwhile begun with " + balance.item()));
        }
    }

    private void checkDestination(Plan approved, SourceBalance balance) {
        String wanted = order.line(balance).map(order::destinationOf).orElse(PayoutForm.DEFAULT_DESTINATION);
        DestinationChoice choice = DestinationChoice.of(
                now.destinations(), wanted, balance.available().currency(), order.method());
        String key = PlanFacts.DESTINATION_PREFIX + balance.item();
        if (choice.isUsable()) {
            compare(
                    approved,
                    PlanFacts.destination(balance, choice, now),
                    "the destination of " + balance.item() + " has changed since the plan was made");
            return;
        }
        drifts.add(new Drift(
                "fact " + key,
                approvedValue(approved, key).orElse(Json.nullValue()),
                Json.nullValue(),
                "the destination of " + balance.item() + " is gone: " + choice.explanation()));
    }

    private void checkAvailable(PlannedEffect effect, StripeAmount available) {
        StripeAmount planned = available.currency().ofMoney(effect.amount());
        JsonObject reserveJson = effect.details().object("reserve");
        StripeAmount reserve = available.currency().amount(Long.parseLong(reserveJson.text("minorUnits")));
        StripeAmount free = available.minus(reserve);
        if (planned.isMoreThan(free)) {
            drifts.add(new Drift(
                    "effect " + effect.id() + " amount",
                    planned.toJson(),
                    free.toJson(),
                    "of the approved " + planned.label() + " only " + free.label() + " can be paid now"
                            + (reserve.isPositive() ? " (reserve " + reserve.label() + " kept)" : "")));
        }
    }

    private void compare(Plan approved, Fact fact, String explanation) {
        Json before = approvedValue(approved, fact.key()).orElse(Json.nullValue());
        if (!before.equals(fact.value())) {
            drifts.add(new Drift("fact " + fact.key(), before, fact.value(), explanation));
        }
    }

    private static Optional<Json> approvedValue(Plan approved, String key) {
        return approved.facts().stream()
                .filter(fact -> fact.key().equals(key))
                .map(Fact::value)
                .findFirst();
    }
}
