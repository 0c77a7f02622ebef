package io.countersign.stripe.payout;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.Fact;
import io.countersign.stripe.payout.StripeState.RecentPayout;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The facts of a plan. Binding is what decides whose money goes where: connection, account and mode, permission to pay
 * out, and each destination. Balances are informative, because more money than planned is no drift; that there is not
 * less is checked by {@link PayoutDrift}.
 */
final class PlanFacts {
    static final String ACCOUNT = "account";
    static final String PROFILE = "account_profile";
    static final String DESTINATION_PREFIX = "destination:";

    static final String RETURNED_PREFIX = "returned_payouts:";

    private static final int RETURNED_MAX = 20;
    private static final String FROM_PAYOUTS = "stripe GET /v1/payouts";
    private static final String FROM_ACCOUNT = "stripe GET /v1/account";
    private static final String FROM_BALANCE = "stripe GET /v1/balance";
    private static final String FROM_BANKS = "stripe GET /v1/accounts/{id}/external_accounts";

    private PlanFacts() {}

    /** The binding facts that do not belong to one payout. */
    static List<Fact> binding(Connection connection, StripeState state) {
        JsonObject reached = Json.object()
                .put("name", connection.name())
                .put("mode", connection.mode().name())
                .put("address", connection.baseAddress().map(URI::toString).orElse("https://api.stripe.com"))
                .put("connectedAccount", connection.property("account").orElse(""))
                .build();
        JsonObject account = Json.object()
                .put("id", state.account().id())
                .put("livemode", state.account().livemode())
                .build();
        return List.of(
                Fact.binding("connection", reached, "configuration", state.readAt()),
                Fact.binding(ACCOUNT, account, FROM_ACCOUNT, state.readAt()),
                Fact.binding(
                        "payouts_enabled", Json.of(state.account().payoutsEnabled()), FROM_ACCOUNT, state.readAt()));
    }

    /** Where one payout goes. */
    static Fact destination(SourceBalance balance, DestinationChoice choice, StripeState state) {
        return Fact.binding(DESTINATION_PREFIX + balance.item(), choice.fact(), FROM_BANKS, state.readAt());
    }

    /** Facts that are shown and signed, but may change. */
    static List<Fact> informative(StripeState state) {
        List<Fact> facts = new ArrayList<>();
        JsonObject profile = Json.object()
                .put("name", state.account().name())
                .put("payoutSchedule", state.account().scheduleInterval())
                .build();
        facts.add(Fact.informative(PROFILE, profile, FROM_ACCOUNT, state.readAt()));
        for (SourceBalance balance : state.balances()) {
            facts.add(Fact.informative(
                    "balance:" + balance.item(), balance.available().toJson(), FROM_BALANCE, state.readAt()));
        }
        Instant weekAgo = state.readAt().minus(PayoutPlanner.REPETITION);
        facts.add(Fact.informative(
                "payouts_last_7_days",
                Json.of(state.recentPayouts().stream()
                        .filter(payout -> !payout.created().isBefore(weekAgo))
                        .count()),
                FROM_PAYOUTS,
                state.readAt()));
        return facts;
    }

    /** Earlier payouts of one balance that came back, newest first. */
    static Fact returned(SourceBalance balance, List<RecentPayout> payouts, StripeState state) {
        List<JsonObject> values = payouts.stream()
                .limit(RETURNED_MAX)
                .map(payout -> Json.object()
                        .put("payout", payout.id())
                        .put("status", payout.status())
                        .put(
                                "amount",
                                balance.available()
                                        .currency()
                                        .amount(payout.amountMinorUnits())
                                        .toJson())
                        .put("created", payout.created().toString())
                        .put("failureCode", payout.failureCode())
                        .put("failureBalanceTransaction", payout.failureBalanceTransaction())
                        .put("executionId", payout.executionId())
                        .build())
                .toList();
        return Fact.informative(RETURNED_PREFIX + balance.item(), Json.array(values), FROM_PAYOUTS, state.readAt());
    }
}
