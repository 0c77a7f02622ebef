package io.countersign.api.money;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An exact amount in the minor units of an ISO 4217 currency; the exponents are those of ISO 4217, as the JDK ships
 * them. A provider that counts differently converts inside its own plug-in.
 */
public final class Money implements Comparable<Money> {
    /**
     * Codes that ISO 4217 (list one) has and some JDK from 17 on has not, with their decimals: the same amount must be
     * readable on every JDK.
     */
    private static final Map<String, Integer> NOT_IN_EVERY_JDK =
            Map.of("UYW", 4, "VED", 2, "SLE", 2, "ZWG", 2, "XCG", 2);

    private final long minorUnits;
    private final String currency;
    private final int exponent;

    private Money(long minorUnits, String currency, int exponent) {
        this.minorUnits = minorUnits;
        this.currency = currency;
        this.exponent = exponent;
    }

    /**
     * @param minorUnits e.g. 125043 for AED 1250.43, may be negative
     * @param currency ISO 4217 code in either case
     * @throws IllegalArgumentException when the code is unknown or has no minor unit (XAU, XXX …)
     */
    public static Money ofMinor(long minorUnits, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        return new Money(minorUnits, code, exponentOf(code));
    }

    public static Money zero(String currency) {
        return ofMinor(0, currency);
    }

    /**
     * Reads plain decimal text such as {@code 1250.43} or {@code -7}; no exponent, no grouping, no sign {@code +}.
     *
     * @throws IllegalArgumentException when the text is no plain decimal or finer than the currency's minor unit
     */
    public static Money parse(String decimalText, String currency) {
        Money zero = zero(currency);
        if (!decimalText.matches("-?\\d{1,18}(\\.\\d{1,9})?")) {
            throw new IllegalArgumentException(
                    "'" + decimalText + "' is not a plain decimal amount; write it like 1250.43");
        }
        BigDecimal scaled = new BigDecimal(decimalText).movePointRight(zero.exponent);
        try {
            return new Money(scaled.longValueExact(), zero.currency, zero.exponent);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + decimalText + "' does not fit " + zero.currency + ", which has " + zero.exponent
                            + " decimals",
                    e);
        }
    }

    /**
     * Reads what {@link #toJson} writes; the member {@code text} is not needed.
     *
     * @throws IllegalArgumentException when the minor units are no whole number in its only form (no {@code +}, no
     *     leading zero), do not fit 64 bits, or the currency is unknown
     */
    public static Money fromJson(JsonObject json) {
        String minorUnits = json.text("minorUnits");
        String currency = json.text("currency");
        if (!minorUnits.matches("0|-?[1-9][0-9]{0,18}")) {
            throw new IllegalArgumentException("'" + minorUnits + "' is not a whole number of minor units");
        }
        try {
            return ofMinor(Long.parseLong(minorUnits), currency);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + minorUnits + "' minor units do not fit 64 bits", e);
        }
    }

    /** Decimals of a currency by ISO 4217: 2 for AED, 3 for BHD, 0 for JPY. */
    public static int exponentOf(String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        Integer known = NOT_IN_EVERY_JDK.get(code);
        if (known != null) {
            return known;
        }
        Currency found;
        try {
            found = Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + currency + "' is not an ISO 4217 currency code", e);
        }
        if (found.getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException("'" + currency + "' has no minor unit in ISO 4217");
        }
        return found.getDefaultFractionDigits();
    }

    public long minorUnits() {
        return minorUnits;
    }

    /** ISO 4217 code, upper case. */
    public String currency() {
        return currency;
    }

    /** Decimals of the currency by ISO 4217. */
    public int exponent() {
        return exponent;
    }

    public boolean isZero() {
        return minorUnits == 0;
    }

    public boolean isPositive() {
        return minorUnits > 0;
    }

    /**
     * @throws CurrencyMismatchException when the currencies differ
     * @throws ArithmeticException when the sum does not fit 64 bits
     */
    public Money plus(Money other) {
        requireSameCurrency(other);
        return new Money(Math.addExact(minorUnits, other.minorUnits), currency, exponent);
    }

    /**
     * @throws CurrencyMismatchException when the currencies differ
     * @throws ArithmeticException when the difference does not fit 64 bits
     */
    public Money minus(Money other) {
        requireSameCurrency(other);
        return new Money(Math.subtractExact(minorUnits, other.minorUnits), currency, exponent);
    }

    /** The amount as plain decimal text with all decimals of the currency: {@code 45.670} for 45670 BHD. */
    public String decimalText() {
        return BigDecimal.valueOf(minorUnits, exponent).toPlainString();
    }

    /** {@code {"minorUnits":"45670","currency":"BHD","text":"45.670"}}. */
    public JsonObject toJson() {
        return Json.object()
                .put("minorUnits", Long.toString(minorUnits))
                .put("currency", currency)
                .put("text", decimalText())
                .build();
    }

    /**
     * Compares two amounts of the same currency.
     *
     * @throws CurrencyMismatchException when the currencies differ
     */
    @Override
    public int compareTo(Money other) {
        requireSameCurrency(other);
        return Long.compare(minorUnits, other.minorUnits);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Money money && minorUnits == money.minorUnits && currency.equals(money.currency);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(minorUnits) + currency.hashCode();
    }

    /** {@code 45.670 BHD}. */
    @Override
    public String toString() {
        return decimalText() + " " + currency;
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new CurrencyMismatchException(currency, other.currency);
        }
    }
}
