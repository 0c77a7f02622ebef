package io.countersign.stripe.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code /v1/balance} and {@code /v1/balance_transactions}. */
final class BalanceEndpoints {
    private final Books books;

    BalanceEndpoints(Books books) {
        this.books = books;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/balance", this::balance),
                new Route("GET", "/v1/balance_transactions", this::transactions),
                new Route("GET", "/v1/balance_transactions/{id}", this::transaction));
    }

    private Outcome balance(ApiCall call) {
        call.parameters().allowOnly(Set.of(), Set.of("expand"));
        return Outcome.of(new JsonObject()
                .with("object", "balance")
                .with("available", amounts(call.scope(), Posting.AVAILABLE))
                .with("instant_available", List.of())
                .with("livemode", call.scope().livemode())
                .with("pending", amounts(call.scope(), Posting.PENDING)));
    }

    private List<JsonObject> amounts(AccountScope scope, String place) {
        Set<String> currencies = books.currencies(scope);
        if (currencies.isEmpty()) currencies = Set.of(AccountEndpoints.DEFAULT_CURRENCY);
        List<JsonObject> amounts = new ArrayList<>();
        for (String currency : currencies) {
            Map<String, Long> bySource = new TreeMap<>(books.bySourceType(scope, place, currency));
            // A currency is shown in both lists, with 0 where it has nothing.
            if (bySource.isEmpty()) bySource.put(SourceType.CARD, 0L);
            JsonObject sources = new JsonObject();
            bySource.forEach(sources::with);
            amounts.add(new JsonObject()
                    .with("amount", bySource.values().stream().reduce(0L, Math::addExact))
                    .with("currency", currency)
                    .with("source_types", sources));
        }
        return amounts;
    }

    private Outcome transactions(ApiCall call) {
        Parameters parameters = call.parameters();
        parameters.allowOnly(
                Set.of("limit", "starting_after", "ending_before", "created", "currency", "payout", "source", "type"),
                Set.of("created", "expand"));
        Map<String, String> wanted = new TreeMap<>();
        for (String name : List.of("currency", "source", "type")) {
            String value = parameters.text(name);
            if (value != null) wanted.put(name, value);
        }
        if (parameters.text("payout") != null) {
            throw StripeRefusal.invalid(
                    null, "payout", "Balance transaction history can only be filtered on automatic payouts.");
        }
        List<JsonObject> all = books.balanceTransactionsNewestFirst(call.scope()).stream()
                .filter(one -> wanted.entrySet().stream()
                        .allMatch(want -> want.getValue().equals(one.stringOrNull(want.getKey()))))
                .filter(one -> parameters.inRange("created", one.number("created")))
                .toList();
        return Outcome.of(Page.of(call, all, "balance transaction"));
    }

    private Outcome transaction(ApiCall call) {
        call.parameters().allowOnly(Set.of(), Set.of("expand"));
        String id = call.pathVariables().get(0);
        return books.balanceTransactionsNewestFirst(call.scope()).stream()
                .filter(transaction -> transaction.string("id").equals(id))
                .findFirst()
                .map(Outcome::of)
                .orElseThrow(() -> StripeRefusal.missing("balance transaction", id, "id"));
    }
}
