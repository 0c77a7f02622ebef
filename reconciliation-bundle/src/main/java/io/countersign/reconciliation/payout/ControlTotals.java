package io.countersign.reconciliation.payout;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.statement.StatementLine;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Proves per currency that what went in came out, counted from both ends. */
final class ControlTotals {

    /**
     * One equation.
     *
     * @param currency ISO 4217
     * @param name stable words
     */
    record Equation(String currency, String name, BigInteger left, BigInteger right) {
        boolean holds() {
            return left.equals(right);
        }

        JsonObject toJson() {
            return Json.object()
                    .put("currency", currency)
                    .put("equation", name)
                    .put("left", left.toString())
                    .put("right", right.toString())
                    .put("holds", holds())
                    .build();
        }
    }

    private ControlTotals() {}

    /**
     * All equations; every one holds.
     *
     * @throws OperationException {@code control_total} when one does not: then the result must not be used
     */
    static List<Equation> prove(List<PayoutRow> payouts, List<StatementLine> lines, List<PayoutMatch> matches) {
        List<Equation> equations = equations(payouts, lines, matches);
        equations.stream().filter(equation -> !equation.holds()).findFirst().ifPresent(broken -> {
            throw new OperationException(
                    "control_total",
                    "control total '" + broken.name() + "' of " + broken.currency() + " is " + broken.left()
                            + " on one side and " + broken.right() + " on the other; do not use these results and"
                            + " report it");
        });
        return equations;
    }

    static List<Equation> equations(List<PayoutRow> payouts, List<StatementLine> lines, List<PayoutMatch> matches) {
        Set<String> currencies = new TreeSet<>();
        payouts.forEach(payout -> currencies.add(payout.currency()));
        lines.forEach(line -> currencies.add(line.currency()));
        List<PayoutRow> matchedPayouts =
                matches.stream().flatMap(match -> match.payouts().stream()).toList();
        List<StatementLine> matchedLines =
                matches.stream().flatMap(match -> match.lines().stream()).toList();
        List<PayoutMatch> settled = matches.stream()
                .filter(match -> match.status() == MatchStatus.SETTLED)
                .toList();
        Map<String, BigInteger> settledPayouts = payoutSums(
                settled.stream().flatMap(match -> match.payouts().stream()).toList());
        Map<String, BigInteger> settledLines = lineSums(
                settled.stream().flatMap(match -> match.lines().stream()).toList());
        List<Equation> equations = new ArrayList<>();
        for (String currency : currencies) {
            equations.add(new Equation(
                    currency,
                    "payouts in = payouts explained",
                    count(payouts.stream()
                            .filter(one -> one.currency().equals(currency))
                            .count()),
                    count(matchedPayouts.stream()
                            .filter(one -> one.currency().equals(currency))
                            .count())));
            equations.add(new Equation(
                    currency,
                    "lines in = lines explained",
                    count(lines.stream()
                            .filter(one -> one.currency().equals(currency))
                            .count()),
                    count(matchedLines.stream()
                            .filter(one -> one.currency().equals(currency))
                            .count())));
            equations.add(equation(currency, "sum of payouts", payoutSums(payouts), payoutSums(matchedPayouts)));
            equations.add(equation(currency, "sum of lines", lineSums(lines), lineSums(matchedLines)));
            equations.add(equation(currency, "settled payouts = settled lines", settledPayouts, settledLines));
        }
        return equations;
    }

    private static Equation equation(
            String currency, String name, Map<String, BigInteger> left, Map<String, BigInteger> right) {
        return new Equation(
                currency,
                name,
                left.getOrDefault(currency, BigInteger.ZERO),
                right.getOrDefault(currency, BigInteger.ZERO));
    }

    static Map<String, BigInteger> payoutSums(List<PayoutRow> payouts) {
        Map<String, BigInteger> sums = new TreeMap<>();
        payouts.forEach(payout ->
                sums.merge(payout.currency(), BigInteger.valueOf(payout.amountMinorUnits()), BigInteger::add));
        return sums;
    }

    static Map<String, BigInteger> lineSums(List<StatementLine> lines) {
        Map<String, BigInteger> sums = new TreeMap<>();
        lines.forEach(
                line -> sums.merge(line.currency(), BigInteger.valueOf(line.amountMinorUnits()), BigInteger::add));
        return sums;
    }

    private static BigInteger count(long count) {
        return BigInteger.valueOf(count);
    }
}
