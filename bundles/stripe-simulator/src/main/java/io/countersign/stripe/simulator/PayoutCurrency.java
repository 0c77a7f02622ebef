package io.countersign.stripe.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What Stripe asks of a payout amount in one currency. Source: Stripe's pages on currencies and on minimum payout
 * amounts, read on 22 November 2026. ISK and UGX follow Stripe (two decimals kept for compatibility), not ISO 4217.
 *
 * @param code lower-case ISO 4217 code
 * @param stepMinorUnits the amount must be a multiple of this
 * @param minimumMinorUnits smallest amount: one unit of the currency, Stripe's usual minimum
 */
record PayoutCurrency(String code, long stepMinorUnits, long minimumMinorUnits) {
    private static final Set<String> ZERO_DECIMAL = Set.of(
            "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf");
    private static final Set<String> THREE_DECIMAL = Set.of("bhd", "jod", "kwd", "omr", "tnd");
    private static final Set<String> WHOLE_UNITS_ONLY = Set.of("huf", "twd", "isk", "ugx");

    static PayoutCurrency of(String code, Map<String, Long> minimums) {
        long unit = ZERO_DECIMAL.contains(code) ? 1 : THREE_DECIMAL.contains(code) ? 1000 : 100;
        long step = THREE_DECIMAL.contains(code) ? 10 : WHOLE_UNITS_ONLY.contains(code) ? 100 : 1;
        return new PayoutCurrency(code, step, minimums.getOrDefault(code, unit));
    }

    /** @throws IllegalArgumentException if this is not a code of three letters */
    static String requireCode(String code) {
        String lower = code.toLowerCase(Locale.ROOT);
        if (lower.matches("[a-z]{3}")) return lower;
        throw new IllegalArgumentException("currency '" + code + "' is not a code of three letters such as aed");
    }
}
