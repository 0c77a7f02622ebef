package io.countersign.stripe.simulator;

/** An event object of Stripe's API, made from an entry of the ledger. */
final class StripeEvent {
    private StripeEvent() {}

    static JsonObject of(JournalEntry entry, Payout payout) {
        StoredAnswer cause = entry.change().answer();
        JsonObject request = new JsonObject()
                .with("id", cause == null ? null : cause.requestId())
                .with("idempotency_key", cause == null ? null : cause.name().key());
        return new JsonObject()
                .with("id", id(entry, payout))
                .with("object", "event")
                .with("api_version", ApiHandler.API_VERSION)
                .with("created", entry.at().getEpochSecond())
                .with("data", new JsonObject().with("object", payout.fields()))
                .with("livemode", payout.scope().livemode())
                .with("pending_webhooks", 0)
                .with("request", request)
                .with("type", entry.change().type());
    }

    /** From the payout and the place in the ledger: the same at every reading, also after a restart. */
    static String id(JournalEntry entry, Payout payout) {
        return "evt_" + Identifiers.digest(payout.id() + entry.sequence()).substring(0, 24);
    }
}
