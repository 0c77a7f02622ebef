package io.countersign.stripe.payout;

import com.stripe.model.BalanceTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Opening balance + activity by reporting category − payouts = closing balance, for each currency on its own. What the
 * equation leaves over is a line with a name; nothing is spread, rounded or left out.
 */
final class Rollforward {
    /** Categories of money that leaves for the bank, or comes back from it (docs.stripe.com/reports, 22 Nov 2026). */
    private static final Set<String> PAYOUT_CATEGORIES = Set.of("payout", "payout_reversal");

    /** The balance that /v1/balance shows; transactions of others move other balances. */
    private static final String PAYMENTS = "payments";

    private final BalanceSnapshot opening;
    private final BalanceSnapshot closing;
    private final Map<String, Map<String, Activity>> activity = new TreeMap<>();
    private final Map<String, Map<String, Activity>> payouts = new TreeMap<>();
    private final Map<String, Map<String, Activity>> elsewhere = new TreeMap<>();
    private long transactions;

    /** Sums of balance transactions, in Stripe's minor units. */
    record Activity(long count, long gross, long fee, long net) {
        Activity plus(Activity other) {
            return new Activity(
                    count + other.count,
                    Math.addExact(gross, other.gross),
                    Math.addExact(fee, other.fee),
                    Math.addExact(net, other.net));
        }
    }

    /**
     * One line of the roll-forward.
     *
     * @param kind {@code opening}, {@code activity}, {@code payouts}, {@code expected}, {@code closing},
     *     {@code remainder} or {@code not_counted}
     * @param name the reporting category, or the name of the remainder; empty when there is nothing to name
     * @param activity null for lines that are a balance
     */
    record Line(String currency, String kind, String name, @Nullable Activity activity, long netMinorUnits) {}

    Rollforward(BalanceSnapshot opening, BalanceSnapshot closing) {
        this.opening = opening;
        this.closing = closing;
    }

    /** Counts a transaction between the two snapshots. */
    void add(BalanceTransaction transaction) {
        String currency = transaction.getCurrency().toLowerCase(Locale.ROOT);
        String category = transaction.getReportingCategory() == null
                        || transaction.getReportingCategory().isEmpty()
                ? "without_category"
                : transaction.getReportingCategory();
        Activity one = new Activity(1, transaction.getAmount(), transaction.getFee(), transaction.getNet());
        transactions++;
        String balance = transaction.getBalanceType();
        if (balance != null && !balance.equals(PAYMENTS)) {
            merge(elsewhere, currency, balance + ":" + category, one);
            return;
        }
        merge(PAYOUT_CATEGORIES.contains(category) ? payouts : activity, currency, category, one);
    }

    private static void merge(Map<String, Map<String, Activity>> sums, String currency, String category, Activity one) {
        sums.computeIfAbsent(currency, code -> new TreeMap<>()).merge(category, one, Activity::plus);
    }

    long transactions() {
        return transactions;
    }

    /** In alphabetical order. */
    Set<String> currencies() {
        Set<String> currencies = new TreeSet<>(opening.balances().keySet());
        currencies.addAll(closing.balances().keySet());
        currencies.addAll(activity.keySet());
        currencies.addAll(payouts.keySet());
        currencies.addAll(elsewhere.keySet());
        return currencies;
    }

    /** What the equation leaves over: closing balance less what it should be. */
    long remainder(String currency) {
        return Math.subtractExact(closing.total(currency), expected(currency));
    }

    /** The name of what is left over. */
    String remainderName(String currency) {
        if (remainder(currency) == 0) {
            return "none";
        }
        return opening.still() && closing.still() ? "unexplained" : "balance_moved_while_it_was_read";
    }

    /** Every line of a currency, in the order of the equation. */
    List<Line> lines(String currency) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(currency, "opening", "", null, opening.total(currency)));
        add(lines, currency, "activity", activity);
        add(lines, currency, "payouts", payouts);
        lines.add(new Line(currency, "expected", "", null, expected(currency)));
        lines.add(new Line(currency, "closing", "", null, closing.total(currency)));
        lines.add(new Line(currency, "remainder", remainderName(currency), null, remainder(currency)));
        add(lines, currency, "not_counted", elsewhere);
        return lines;
    }

    private static void add(List<Line> lines, String currency, String kind, Map<String, Map<String, Activity>> sums) {
        sums.getOrDefault(currency, Map.of())
                .forEach((name, sum) -> lines.add(new Line(currency, kind, name, sum, sum.net())));
    }

    private long expected(String currency) {
        long expected = opening.total(currency);
        for (Map<String, Map<String, Activity>> sums : List.of(activity, payouts)) {
            for (Activity sum : sums.getOrDefault(currency, Map.of()).values()) {
                expected = Math.addExact(expected, sum.net());
            }
        }
        return expected;
    }
}
