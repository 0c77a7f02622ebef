package io.countersign.stripe.payout;

import org.jspecify.annotations.Nullable;

/**
 * One thing asked for: a currency, perhaps one source type of it, perhaps with its own amount, destination or reserve.
 *
 * @param sourceType {@code card}, {@code bank_account} or {@code fpx}; null means each that has a balance
 * @param amount the exact amount; null unless the amount rule is fixed
 * @param destination id of the bank account; null means as the parameters say
 * @param keepMinimum what must stay; null means as the parameters say
 */
record CurrencyLine(
        StripeCurrency currency,
        @Nullable String sourceType,
        @Nullable StripeAmount amount,
        @Nullable String destination,
        @Nullable StripeAmount keepMinimum) {

    static CurrencyLine of(StripeCurrency currency) {
        return new CurrencyLine(currency, null, null, null, null);
    }

    boolean concerns(String currencyCode, String balanceSourceType) {
        return currency.code().equals(currencyCode) && (sourceType == null || sourceType.equals(balanceSourceType));
    }

    boolean overlaps(CurrencyLine other) {
        return currency.equals(other.currency)
                && (sourceType == null || other.sourceType == null || sourceType.equals(other.sourceType));
    }
}
