package io.countersign.stripe.payout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Amounts per currency as they are typed into one field: {@code aed=100.00,bhd=5}. */
final class CurrencyAmounts {
    /** What the form lets through; meaning is checked by {@link #parse}. */
    static final String PATTERN = "([a-z]{3}=\\d{1,15}(\\.\\d{1,3})?(,[a-z]{3}=\\d{1,15}(\\.\\d{1,3})?)*)?";

    private CurrencyAmounts() {}

    /** Amounts that bound or reserve something. */
    static Map<String, StripeAmount> parse(String text) {
        return parse(text, StripeCurrency::parse);
    }

    /** Amounts that are to be paid exactly. */
    static Map<String, StripeAmount> parsePayable(String text) {
        return parse(text, StripeCurrency::parsePayable);
    }

    /**
     * Reads all items.
     *
     * @throws IllegalArgumentException naming every item that cannot be read
     */
    private static Map<String, StripeAmount> parse(
            String text, BiFunction<StripeCurrency, String, StripeAmount> reading) {
        Map<String, StripeAmount> amounts = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (String item : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            try {
                StripeAmount amount = one(item, reading);
                if (amounts.put(amount.currency().code(), amount) != null) {
                    faults.add("'" + amount.currency().code() + "' is given twice; give it once");
                }
            } catch (IllegalArgumentException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return amounts;
    }

    private static StripeAmount one(String item, BiFunction<StripeCurrency, String, StripeAmount> reading) {
        String[] sides = item.split("=", -1);
        if (sides.length != 2) {
            throw new IllegalArgumentException("'" + item + "' is not a currency and an amount; write aed=100.00");
        }
        StripeCurrency currency = StripeCurrencies.find(sides[0])
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + sides[0] + "' is not a currency Stripe pays out; use a code in lower case such as aed"));
        return reading.apply(currency, sides[1]);
    }
}
