package io.countersign.reconciliation.match;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.reconciliation.config.Pass;
import io.countersign.reconciliation.config.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a run in JSON: the same inputs, configuration and day give the same bytes. Amounts are minor units as text.
 *
 * @param configurationSha256 of the canonical bytes of the configuration
 */
public record Summary(String version, LocalDate asOf, String configurationSha256, List<Pass> passes, RunReport report) {

    public JsonObject toJson() {
        return Json.object()
                .put("operation", "reconciliation.match")
                .put("version", version)
                .put("asOf", asOf.toString())
                .put("configurationSha256", configurationSha256)
                .put("proven", report.totals().hold())
                .put("inputs", report.sources().stream().map(this::input).toList())
                .put("passes", passesJson())
                .put("breaks", breaksJson())
                .put("openItems", openItems())
                .put(
                        "controlTotals",
                        report.totals().equations().stream()
                                .map(Summary::equation)
                                .toList())
                .build();
    }

    private JsonObject input(SideSource source) {
        Ledger.SideBook book = report.ledger().side(source.side());
        CurrencySums matched = report.ledger().matches().of(false, source.side());
        CurrencySums grouped = report.ledger().matches().of(true, source.side());
        return Json.object()
                .put("side", source.side().key())
                .put("file", source.file())
                .put("sha256", source.sha256())
                .put("lines", book.lines())
                .put("matched", matched.lines())
                .put("grouped", grouped.lines())
                .put("broken", book.broken().lines())
                .put("rejected", book.rejects())
                .put("read", amounts(book.read()))
                .put("matchedAmounts", amounts(matched))
                .put("groupedAmounts", amounts(grouped))
                .put("brokenAmounts", amounts(book.broken()))
                .put("rejectedAmounts", amounts(book.rejected()))
                .build();
    }

    private List<JsonObject> passesJson() {
        List<JsonObject> all = new ArrayList<>();
        for (int i = 0; i < passes.size(); i++) {
            for (boolean suggested : new boolean[] {false, true}) {
                MatchSums sums = report.ledger().matches();
                all.add(Json.object()
                        .put("pass", passes.get(i).name())
                        .put("status", suggested ? "suggested" : "confirmed")
                        .put("rows", sums.rows(i, suggested))
                        .put("left", amounts(sums.of(i, suggested, Side.LEFT)))
                        .put("right", amounts(sums.of(i, suggested, Side.RIGHT)))
                        .build());
            }
        }
        return all;
    }

    private List<JsonObject> breaksJson() {
        List<JsonObject> all = new ArrayList<>();
        report.ledger()
                .breaks()
                .forEach((name, booked) -> all.add(Json.object()
                        .put("class", name)
                        .put("breaks", booked.breaks())
                        .put("left", amounts(booked.left()))
                        .put("right", amounts(booked.right()))
                        .build()));
        return all;
    }

    private JsonObject openItems() {
        return Json.object()
                .put("previous", report.previousItems())
                .put("carried", report.carriedItems())
                .put("closed", report.previousItems() - report.carriedItems())
                .put("new", report.newItems())
                .build();
    }

    private static List<JsonObject> amounts(CurrencySums sums) {
        List<JsonObject> all = new ArrayList<>();
        sums.byCurrency()
                .forEach((currency, lines) -> all.add(Json.object()
                        .put("currency", currency)
                        .put("lines", (long) lines)
                        .put("minorUnits", sums.sum(currency).toString())
                        .build()));
        return all;
    }

    private static JsonObject equation(ControlTotals.Equation equation) {
        return Json.object()
                .put("equation", equation.name())
                .put("currency", equation.currency())
                .put("left", equation.left().toString())
                .put("right", equation.right().toString())
                .put("holds", equation.holds())
                .build();
    }
}
