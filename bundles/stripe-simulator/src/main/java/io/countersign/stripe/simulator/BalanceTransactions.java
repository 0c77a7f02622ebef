package io.countersign.stripe.simulator;

import java.time.Instant;
import java.util.List;

/** Makes balance transaction objects: one for each movement of an available balance. */
final class BalanceTransactions {
    private BalanceTransactions() {}

    static JsonObject ofPayout(String id, String type, Payout payout, Instant at) {
        boolean leaving = type.equals("payout");
        long amount = leaving ? -payout.amountMinorUnits() : payout.amountMinorUnits();
        return of(id, type, leaving ? "payout" : "payout_reversal", payout.currency(), amount, at)
                .with("description", payout.fields().stringOrNull("description"))
                .with("source", payout.id());
    }

    static JsonObject ofAdjustment(String id, String currency, long amount, Instant at) {
        return of(id, "adjustment", "other_adjustment", currency, amount, at)
                .with("description", "SIMULATOR balance")
                .with("source", null);
    }

    private static JsonObject of(String id, String type, String category, String currency, long amount, Instant at) {
        long seconds = at.getEpochSecond();
        return new JsonObject()
                .with("id", id)
                .with("object", "balance_transaction")
                .with("amount", amount)
                .with("available_on", seconds)
                .with("balance_type", "payments")
                .with("created", seconds)
                .with("currency", currency)
                .with("description", null)
                .with("exchange_rate", null)
                .with("fee", 0)
                .with("fee_details", List.of())
                .with("net", amount)
                .with("reporting_category", category)
                .with("source", null)
                .with("status", "available")
                .with("type", type);
    }
}
