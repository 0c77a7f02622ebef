package io.countersign.stripe.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Money an account starts with.
 *
 * @param currency lower-case ISO 4217 code
 * @param sourceType {@code card}, {@code bank_account} or {@code fpx}
 * @param amountMinorUnits available amount in Stripe's minor units; may be negative
 */
public record OpeningBalance(String currency, String sourceType, long amountMinorUnits) {
    private static final String DEMO =
            "aed=125043,bhd=45678,thb=987654,nok=234567,qar=156789,hkd=345678,usd=50000,eur=75000";

    /** @throws IllegalArgumentException if the currency is not three letters or the source type is unknown */
    public OpeningBalance {
        currency = PayoutCurrency.requireCode(currency);
        SourceType.require(sourceType);
    }

    /** The balances of the demo. */
    public static List<OpeningBalance> demo() {
        return parse(DEMO);
    }

    /**
     * Reads {@code currency[:source_type]=minor units} items separated by commas, for example {@code
     * aed=125043,usd:bank_account=900}. Without a source type the money is {@code card} money.
     *
     * @throws IllegalArgumentException if an item cannot be read; names the item
     */
    public static List<OpeningBalance> parse(String text) {
        List<OpeningBalance> balances = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            String[] sides = item.strip().split("=", -1);
            if (sides.length != 2) throw unreadable(item);
            String[] names = sides[0].split(":", -1);
            if (names.length > 2) throw unreadable(item);
            try {
                balances.add(new OpeningBalance(
                        names[0], names.length == 2 ? names[1] : SourceType.CARD, Long.parseLong(sides[1])));
            } catch (NumberFormatException e) {
                throw unreadable(item);
            }
        }
        return List.copyOf(balances);
    }

    private static IllegalArgumentException unreadable(String item) {
        return new IllegalArgumentException(
                "balance '" + item + "' cannot be read; write currency[:source_type]=minor units, e.g. aed=125043");
    }
}
