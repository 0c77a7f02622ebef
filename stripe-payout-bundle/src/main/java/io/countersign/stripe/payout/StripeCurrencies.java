package io.countersign.stripe.payout;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The currencies Stripe pays out, and how it counts them. The one place where these numbers live.
 *
 * <p>Sources, read on {@link #READ_ON}: docs.stripe.com/currencies (zero-decimal and three-decimal currencies; special
 * cases ISK, UGX, HUF, TWD) and docs.stripe.com/connect/cross-border-payouts/special-requirements (minimum payouts:
 * typically one base unit of the currency). Minimums are not in Stripe's API and depend on the country too, so they
 * only spare useless attempts; Stripe's own answer decides.
 */
final class StripeCurrencies {
    /** When the numbers were compared with Stripe's pages. */
    static final LocalDate READ_ON = LocalDate.of(2026, 11, 22);

    private static final List<String> TWO_DECIMAL = List.of(
            "aed", "all", "amd", "ars", "aud", "bam", "bdt", "bgn", "bnd", "bob", "brl", "bsd", "bwp", "cad", "chf",
            "cny", "cop", "crc", "czk", "dkk", "dop", "egp", "etb", "eur", "gbp", "ghs", "gip", "gmd", "gtq", "gyd",
            "hkd", "idr", "ils", "inr", "jmd", "kes", "khr", "lkr", "mad", "mdl", "mkd", "mnt", "mop", "mur", "mxn",
            "myr", "nad", "ngn", "nok", "nzd", "pab", "pen", "php", "pkr", "pln", "qar", "ron", "rsd", "sar", "sek",
            "sgd", "thb", "try", "ttd", "tzs", "usd", "uyu", "uzs", "zar");

    private static final List<String> ZERO_DECIMAL = List.of(
            "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf");

    /** Counted in thousandths, but the last digit of a payout must be 0. */
    private static final List<String> THREE_DECIMAL = List.of("bhd", "jod", "kwd", "omr", "tnd");

    /** Counted in hundredths, but paid out in whole units only. */
    private static final List<String> WHOLE_UNITS_ONLY = List.of("huf", "isk", "twd", "ugx");

    /** Minimums that are not one unit of the currency, in minor units. */
    private static final Map<String, Long> OTHER_MINIMUMS = Map.of("aud", 1L, "cad", 1L, "mxn", 1_000L, "php", 2_000L);

    private static final Map<String, StripeCurrency> BY_CODE = table();

    private StripeCurrencies() {}

    /** Finds a currency by its code in lower case. */
    static Optional<StripeCurrency> find(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** The codes in lower case, in alphabetical order. */
    static Set<String> codes() {
        return BY_CODE.keySet();
    }

    private static Map<String, StripeCurrency> table() {
        Map<String, StripeCurrency> table = new TreeMap<>();
        add(table, TWO_DECIMAL, 2, 1);
        add(table, ZERO_DECIMAL, 0, 1);
        add(table, THREE_DECIMAL, 3, 10);
        add(table, WHOLE_UNITS_ONLY, 2, 100);
        return Collections.unmodifiableMap(table);
    }

    private static void add(Map<String, StripeCurrency> table, Collection<String> codes, int exponent, long step) {
        for (String code : codes) {
            long oneUnit = BigDecimal.TEN.pow(exponent).longValueExact();
            table.put(code, new StripeCurrency(code, exponent, step, OTHER_MINIMUMS.getOrDefault(code, oneUnit)));
        }
    }
}
