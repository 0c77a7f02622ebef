package io.countersign.stripe.payout;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An exact amount as Stripe counts it.
 *
 * @param minorUnits Stripe's minor units, may be negative
 * @param currency what they are units of
 */
record StripeAmount(long minorUnits, StripeCurrency currency) {

    boolean isPositive() {
        return minorUnits > 0;
    }

    StripeAmount minus(StripeAmount other) {
        return currency.amount(Math.subtractExact(minorUnits, sameCurrency(other).minorUnits));
    }

    StripeAmount smallerOf(StripeAmount other) {
        return sameCurrency(other).minorUnits < minorUnits ? other : this;
    }

    boolean isMoreThan(StripeAmount other) {
        return minorUnits > sameCurrency(other).minorUnits;
    }

    /** The largest amount that can be paid out and is not more than this one; this one must not be negative. */
    StripeAmount roundedDownToStep() {
        return currency.amount(minorUnits - minorUnits % currency.stepMinorUnits());
    }

    /** Plain decimal text with all decimals that Stripe has for the currency: {@code 45.670}. */
    String text() {
        return BigDecimal.valueOf(minorUnits, currency.exponent()).toPlainString();
    }

    /** {@code 45.670 BHD}. */
    String label() {
        return text() + " " + currency.isoCode();
    }

    /**
     * The same amount in ISO 4217 minor units.
     *
     * @throws IllegalArgumentException when ISO 4217 has too few decimals to say it (123.45 ISK)
     */
    Money toMoney() {
        return findMoney()
                .orElseThrow(() -> new IllegalArgumentException(
                        label() + " cannot be written in the minor units of ISO 4217, which gives " + currency.isoCode()
                                + " " + Money.exponentOf(currency.code()) + " decimals"));
    }

    /** As {@link #toMoney}, or empty when it is not exact. */
    Optional<Money> findMoney() {
        try {
            long iso = BigDecimal.valueOf(minorUnits, currency.exponent())
                    .movePointRight(Money.exponentOf(currency.code()))
                    .longValueExact();
            return Optional.of(Money.ofMinor(iso, currency.code()));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** {@code {"minorUnits":"45678","text":"45.678"}}, minor units as Stripe counts them. */
    JsonObject toJson() {
        return Json.object()
                .put("minorUnits", Long.toString(minorUnits))
                .put("text", text())
                .build();
    }

    private StripeAmount sameCurrency(StripeAmount other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot combine " + label() + " with " + other.label());
        }
        return other;
    }
}
