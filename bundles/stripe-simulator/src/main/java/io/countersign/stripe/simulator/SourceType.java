package io.countersign.stripe.simulator;

import java.util.Set;

/** The kinds of payment Stripe keeps separate balances for (API reference of POST /v1/payouts, 22 November 2026). */
final class SourceType {
    static final String CARD = "card";
    static final Set<String> ALL = Set.of(CARD, "bank_account", "fpx");

    private SourceType() {}

    /** @throws IllegalArgumentException if Stripe knows no such source type */
    static String require(String sourceType) {
        if (ALL.contains(sourceType)) return sourceType;
        throw new IllegalArgumentException(
                "source type '" + sourceType + "' is unknown; use card, bank_account or fpx");
    }
}
