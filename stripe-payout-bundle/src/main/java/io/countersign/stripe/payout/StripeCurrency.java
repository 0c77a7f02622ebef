package io.countersign.stripe.payout;

import io.countersign.api.money.Money;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * How Stripe counts and pays out one currency.
 *
 * @param code ISO 4217 code, lower case as Stripe writes it
 * @param exponent decimals of Stripe's minor unit, which is not always that of ISO 4217 (ISK, UGX, MGA)
 * @param stepMinorUnits a payout must be a multiple of this many of Stripe's minor units
 * @param minimumMinorUnits the smallest payout, in Stripe's minor units; a courtesy, Stripe's own answer wins
 */
record StripeCurrency(String code, int exponent, long stepMinorUnits, long minimumMinorUnits) {

    StripeAmount amount(long minorUnits) {
        return new StripeAmount(minorUnits, this);
    }

    StripeAmount zero() {
        return amount(0);
    }

    /**
     * Reads plain decimal text such as {@code 1250.43}.
     *
     * @throws IllegalArgumentException when it is negative, no plain decimal, or finer than Stripe's minor unit
     */
    StripeAmount parse(String decimalText) {
        if (!decimalText.matches("\\d{1,15}(\\.\\d{1,9})?")) {
            throw new IllegalArgumentException(
                    "'" + decimalText + "' is not a plain amount of " + isoCode() + "; write it like " + example());
        }
        try {
            return amount(new BigDecimal(decimalText).movePointRight(exponent).longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + decimalText + "' does not fit " + isoCode() + ", which has " + exponent + " decimals at"
                            + " Stripe; write it like " + example(),
                    e);
        }
    }

    /**
     * Reads an amount that is to be paid exactly.
     *
     * @throws IllegalArgumentException as {@link #parse}, and when it is zero or no multiple of the payout step
     */
    StripeAmount parsePayable(String decimalText) {
        StripeAmount amount = parse(decimalText);
        if (amount.minorUnits() == 0) {
            throw new IllegalArgumentException("'" + decimalText + "' is nothing to pay; give more than 0");
        }
        if (!amount.equals(amount.roundedDownToStep())) {
            throw new IllegalArgumentException("'" + decimalText + "' cannot be paid out: Stripe pays " + isoCode()
                    + " in steps of " + amount(stepMinorUnits).text() + "; the nearest below is "
                    + amount.roundedDownToStep().text());
        }
        return amount;
    }

    /** An ISO amount in Stripe's minor units. */
    StripeAmount ofMoney(Money money) {
        if (!money.currency().equals(isoCode())) {
            throw new IllegalArgumentException(money + " is not in " + isoCode());
        }
        return amount(BigDecimal.valueOf(money.minorUnits(), money.exponent())
                .movePointRight(exponent)
                .longValueExact());
    }

    /** Whether Stripe's minor unit is the one of ISO 4217. */
    boolean countsLikeIso() {
        return exponent == Money.exponentOf(code);
    }

    String isoCode() {
        return code.toUpperCase(Locale.ROOT);
    }

    private String example() {
        return BigDecimal.valueOf(125_000, 3).setScale(exponent).toPlainString();
    }
}
