package io.countersign.reconciliation.payout;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.reconciliation.payout.ControlTotals.Equation;
import io.countersign.reconciliation.statement.CsvTable;
import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.StatementLine;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** The files a match leaves: payout-matches.csv, rejects.csv and summary.json. */
final class PayoutMatchReport {
    private static final List<String> COLUMNS = List.of(
            "match",
            "status",
            "rule",
            "side",
            "currency",
            "amount_minor_units",
            "line",
            "payout_id",
            "trace_id",
            "stripe_status",
            "date",
            "bank_id",
            "description",
            "difference_minor_units",
            "reason");

    private PayoutMatchReport() {}

    static JsonObject write(
            ExecutionContext context, List<PayoutMatch> matches, List<Equation> equations, List<Reject> rejects)
            throws IOException {
        try (CsvTable table = CsvTable.of(context.output("payout-matches.csv", CsvTable.MEDIA_TYPE), COLUMNS)) {
            for (int i = 0; i < matches.size(); i++) {
                write(table, i + 1, matches.get(i));
            }
        }
        try (CsvTable table = CsvTable.of(
                context.output("rejects.csv", CsvTable.MEDIA_TYPE),
                List.of("file", "line", "column", "code", "reason", "rest_unread", "raw_digest"))) {
            for (Reject reject : rejects) {
                table.row(List.of(
                        reject.file(),
                        Long.toString(reject.line()),
                        Integer.toString(reject.column()),
                        reject.code(),
                        reject.reason(),
                        Boolean.toString(reject.restUnread()),
                        reject.rawDigest()));
            }
        }
        JsonObject summary = summary(context, matches, equations, rejects);
        try (OutputStream output = context.output("summary.json", "application/json")) {
            output.write(summary.toPrettyText().getBytes(StandardCharsets.UTF_8));
        }
        return summary;
    }

    /** A row for each payout and each line; rows of one match carry its number. */
    private static void write(CsvTable table, int number, PayoutMatch match) throws IOException {
        String difference = difference(match);
        for (PayoutRow payout : match.payouts()) {
            table.row(List.of(
                    Integer.toString(number),
                    match.status().key(),
                    match.rule(),
                    "stripe",
                    payout.currency(),
                    Long.toString(payout.amountMinorUnits()),
                    Long.toString(payout.line()),
                    payout.payoutId(),
                    payout.traceId(),
                    payout.status(),
                    Objects.toString(payout.arrival(), ""),
                    "",
                    "",
                    difference,
                    match.reason()));
        }
        for (StatementLine line : match.lines()) {
            table.row(List.of(
                    Integer.toString(number),
                    match.status().key(),
                    match.rule(),
                    "bank",
                    line.currency(),
                    Long.toString(line.amountMinorUnits()),
                    Long.toString(line.line()),
                    "",
                    "",
                    "",
                    Objects.toString(line.bookingDate() == null ? line.valueDate() : line.bookingDate(), ""),
                    line.id(),
                    line.description(),
                    difference,
                    match.reason()));
        }
    }

    /** Bank minus Stripe where both sides are there. */
    private static String difference(PayoutMatch match) {
        if (match.payouts().isEmpty() || match.lines().isEmpty()) {
            return "";
        }
        BigInteger stripe =
                ControlTotals.payoutSums(match.payouts()).values().iterator().next();
        BigInteger bank =
                ControlTotals.lineSums(match.lines()).values().iterator().next();
        return bank.subtract(stripe).toString();
    }

    private static JsonObject summary(
            ExecutionContext context, List<PayoutMatch> matches, List<Equation> equations, List<Reject> rejects) {
        Map<MatchStatus, Integer> counts = new TreeMap<>();
        matches.forEach(match -> counts.merge(match.status(), 1, Integer::sum));
        JsonObject.Builder statuses = Json.object();
        counts.forEach((status, count) -> statuses.put(
                status.key(),
                Json.object()
                        .put("matches", (long) count)
                        .put(
                                "stripeMinorUnits",
                                sums(matches, status, match -> ControlTotals.payoutSums(match.payouts())))
                        .put("bankMinorUnits", sums(matches, status, match -> ControlTotals.lineSums(match.lines())))
                        .build()));
        return Json.object()
                .put("version", PayoutMatchOperation.VERSION)
                .put("cutoff", context.parameters().text(PayoutMatchOperation.CUTOFF))
                .put(
                        "payoutsSha256",
                        context.input(PayoutMatchOperation.PAYOUTS).sha256())
                .put(
                        "statementSha256",
                        context.input(PayoutMatchOperation.STATEMENT).sha256())
                .put("statuses", statuses.build())
                .put("rejects", rejects.size())
                .put("equations", equations.stream().map(Equation::toJson).toList())
                .build();
    }

    private static JsonObject sums(
            List<PayoutMatch> matches, MatchStatus status, Function<PayoutMatch, Map<String, BigInteger>> side) {
        Map<String, BigInteger> sums = new TreeMap<>();
        matches.stream().filter(match -> match.status() == status).forEach(match -> side.apply(match)
                .forEach((currency, sum) -> sums.merge(currency, sum, BigInteger::add)));
        JsonObject.Builder json = Json.object();
        sums.forEach((currency, sum) -> json.put(currency, sum.toString()));
        return json.build();
    }
}
