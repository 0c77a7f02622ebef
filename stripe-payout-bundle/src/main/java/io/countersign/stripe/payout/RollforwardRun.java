package io.countersign.stripe.payout;

import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.StripeCollection;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import io.countersign.stripe.payout.BalanceSnapshot.Anchor;
import io.countersign.stripe.payout.Rollforward.Activity;
import io.countersign.stripe.payout.Rollforward.Line;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Walks through the balance transactions between two snapshots and writes what they explain and what they do not. */
final class RollforwardRun {
    static final String CSV = "rollforward.csv";
    static final String SUMMARY = "summary.json";

    /** A million transactions; more is reported as too many, never summed up in part. */
    private static final int PAGES_MAX = 10_000;

    private static final List<String> COLUMNS = List.of(
            "currency",
            "line",
            "name",
            "transactions",
            "gross_minor_units",
            "fee_minor_units",
            "net_minor_units",
            "net",
            "exponent");

    private final ExecutionContext context;
    private final StripeApi api;
    private final BalanceSnapshot opening;
    private final BalanceSnapshot closing;
    private final Rollforward rollforward;

    private RollforwardRun(ExecutionContext context, StripeApi api, BalanceSnapshot opening, BalanceSnapshot closing) {
        this.context = context;
        this.api = api;
        this.opening = opening;
        this.closing = closing;
        this.rollforward = new Rollforward(opening, closing);
    }

    static OperationResult of(ExecutionContext context, StripeApi api, BalanceSnapshot opening, BalanceSnapshot closing)
            throws IOException {
        RollforwardRun run = new RollforwardRun(context, api, opening, closing);
        try {
            run.walk();
        } catch (StripeException e) {
            throw api.explain(e);
        }
        run.writeFiles();
        return run.result();
    }

    /** Newest first, from the place of the closing snapshot to that of the opening one. */
    private void walk() throws StripeException {
        Anchor end = closing.anchor();
        if (end == null || isOpening(end.id())) {
            return;
        }
        rollforward.add(api.transaction(end.id()));
        String last = end.id();
        for (int page = 1; page <= PAGES_MAX; page++) {
            context.checkCancelled();
            StripeCollection<BalanceTransaction> found = api.transactionsBefore(last);
            for (BalanceTransaction transaction : found.getData()) {
                if (isOpening(transaction.getId())) {
                    return;
                }
                requireNotBeforeOpening(transaction);
                rollforward.add(transaction);
                last = transaction.getId();
            }
            context.progress(rollforward.transactions(), rollforward.transactions());
            if (!Boolean.TRUE.equals(found.getHasMore()) || found.getData().isEmpty()) {
                requireNoOpening();
                return;
            }
        }
        throw new OperationException(
                "too_many_transactions",
                "there are more than " + rollforward.transactions() + " balance transactions between the snapshots;"
                        + " roll forward over a shorter time");
    }

    private boolean isOpening(String transactionId) {
        Anchor start = opening.anchor();
        return start != null && start.id().equals(transactionId);
    }

    private void requireNotBeforeOpening(BalanceTransaction transaction) {
        Anchor start = opening.anchor();
        if (start != null && transaction.getCreated() < start.created()) {
            throw notJoined(start);
        }
    }

    private void requireNoOpening() {
        if (opening.anchor() != null) {
            throw notJoined(opening.anchor());
        }
    }

    private static OperationException notJoined(Anchor start) {
        return new OperationException(
                "snapshots_not_joined",
                "going back from the closing snapshot, the opening snapshot's transaction " + start.id()
                        + " is not met; is the opening file really the earlier one of the same account?");
    }

    private void writeFiles() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<JsonObject> lines = new ArrayList<>();
        for (String currency : rollforward.currencies()) {
            for (Line line : rollforward.lines(currency)) {
                rows.add(row(line));
                lines.add(json(line));
            }
        }
        CsvOutput.write(context.output(CSV, CsvOutput.MEDIA_TYPE), COLUMNS, rows);
        JsonObject summary = Json.object()
                .put("account", closing.account())
                .put("livemode", closing.livemode())
                .put("opening", snapshot(opening))
                .put("closing", snapshot(closing))
                .put("transactions", rollforward.transactions())
                .put("holds", remainders().isEmpty())
                .put("remainders", remainders())
                .put("lines", lines)
                .build();
        try (OutputStream output = context.output(SUMMARY, "application/json")) {
            output.write(summary.toText().getBytes(StandardCharsets.UTF_8));
        }
    }

    private OperationResult result() {
        List<JsonObject> remainders = remainders();
        int currencies = rollforward.currencies().size();
        int left = remainders.size();
        OperationResult.Builder result = left == 0
                ? OperationResult.success("the roll-forward holds in all " + currencies + " currencies")
                : OperationResult.failure(
                        "the roll-forward does not hold in " + left + " of " + currencies + " currencies");
        for (JsonObject remainder : remainders) {
            result.error(remainder.text("currency").toUpperCase(Locale.ROOT) + ": " + remainder.text("netMinorUnits")
                    + " minor units are " + remainder.text("name"));
        }
        return result.records(currencies, currencies - left, left)
                .count("transactions", rollforward.transactions())
                .data(Json.object().put("remainders", remainders).build())
                .build();
    }

    private List<JsonObject> remainders() {
        return rollforward.currencies().stream()
                .filter(currency -> rollforward.remainder(currency) != 0)
                .flatMap(currency -> rollforward.lines(currency).stream())
                .filter(line -> line.kind().equals("remainder"))
                .map(RollforwardRun::json)
                .toList();
    }

    private static JsonObject snapshot(BalanceSnapshot snapshot) {
        Anchor anchor = snapshot.anchor();
        return Json.object()
                .put("readAt", snapshot.readAt().toString())
                .put("still", snapshot.still())
                .putIfPresent("newestTransaction", anchor == null ? null : anchor.id())
                .build();
    }

    private static List<String> row(Line line) {
        Activity activity = line.activity();
        return List.of(
                line.currency(),
                line.kind(),
                line.name(),
                number(activity == null ? null : activity.count()),
                number(activity == null ? null : activity.gross()),
                number(activity == null ? null : activity.fee()),
                Long.toString(line.netMinorUnits()),
                text(line),
                StripeCurrencies.find(line.currency())
                        .map(currency -> Integer.toString(currency.exponent()))
                        .orElse(""));
    }

    private static JsonObject json(Line line) {
        JsonObject.Builder json = Json.object()
                .put("currency", line.currency())
                .put("line", line.kind())
                .put("name", line.name())
                .put("netMinorUnits", Long.toString(line.netMinorUnits()))
                .put("net", text(line));
        Activity activity = line.activity();
        if (activity != null) {
            json.put("transactions", activity.count())
                    .put("grossMinorUnits", Long.toString(activity.gross()))
                    .put("feeMinorUnits", Long.toString(activity.fee()));
        }
        return json.build();
    }

    /** Decimal text; empty for a currency whose decimals are not known here. */
    private static String text(Line line) {
        return StripeCurrencies.find(line.currency())
                .map(currency -> currency.amount(line.netMinorUnits()).text())
                .orElse("");
    }

    private static String number(@Nullable Long number) {
        return number == null ? "" : Long.toString(number);
    }
}
