package io.countersign.stripe.payout;

import java.util.List;

/**
 * What is available in one currency from one kind of payment.
 *
 * @param sourceType {@code card}, {@code bank_account} or {@code fpx}
 * @param available may be negative
 */
record SourceBalance(String sourceType, StripeAmount available) {
    /** Stripe's source types (API reference of POST /v1/payouts, read on 22 November 2026). */
    static final List<String> SOURCE_TYPES = List.of("bank_account", "card", "fpx");

    String currencyCode() {
        return available.currency().code();
    }

    /** {@code aed:card}. */
    String item() {
        return item(currencyCode(), sourceType);
    }

    static String item(String currencyCode, String sourceType) {
        return currencyCode + ":" + sourceType;
    }
}
