package io.countersign.stripe.simulator;

/**
 * One leg of a ledger entry: an amount that enters (positive) or leaves (negative) a place. The legs of an entry add
 * up to zero.
 *
 * @param place {@code outside} (where opening money comes from), {@code available}, {@code pending}, {@code in_transit}
 *     or {@code bank}
 * @param currency lower-case ISO 4217 code
 * @param sourceType {@code card}, {@code bank_account} or {@code fpx}
 * @param amountMinorUnits signed amount in Stripe's minor units
 */
public record Posting(String place, String currency, String sourceType, long amountMinorUnits) {
    static final String OUTSIDE = "outside";
    static final String AVAILABLE = "available";
    static final String PENDING = "pending";
    static final String IN_TRANSIT = "in_transit";
    static final String BANK = "bank";

    JsonObject toJson() {
        return new JsonObject()
                .with("place", place)
                .with("currency", currency)
                .with("source_type", sourceType)
                .with("amount", amountMinorUnits);
    }

    static Posting fromJson(JsonObject json) {
        return new Posting(
                json.string("place"), json.string("currency"), json.string("source_type"), json.number("amount"));
    }
}
