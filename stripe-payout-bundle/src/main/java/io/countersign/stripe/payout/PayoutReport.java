package io.countersign.stripe.payout;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.Fact;
import io.countersign.api.operation.Plan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files an execution leaves: payouts.csv, legacy.csv, plan.json and result.json. */
final class PayoutReport {
    private static final String JSON = "application/json";

    private static final List<String> PAYOUT_COLUMNS = List.of(
            "line",
            "account",
            "livemode",
            "currency",
            "exponent",
            "source_type",
            "available_minor_units",
            "available",
            "reserve_minor_units",
            "reserve",
            "requested_minor_units",
            "requested",
            "residue",
            "destination_last4",
            "method",
            "idempotency_key",
            "attempt",
            "payout_id",
            "status",
            "failure_code",
            "failure_message",
            "failure_balance_transaction",
            "fee",
            "created",
            "arrival",
            "trace_id",
            "request_id");

    /** The columns of the script that this operation replaces. */
    private static final List<String> LEGACY_COLUMNS =
            List.of("currency", "amount", "payout_status", "payout_id", "payout_response", "success");

    private final Plan plan;
    private final List<PayoutLine> lines;
    private final JsonObject account;

    PayoutReport(Plan plan, List<PayoutLine> lines) {
        this.plan = plan;
        this.lines = List.copyOf(lines);
        this.account = plan.facts().stream()
                .filter(fact -> fact.key().equals(PlanFacts.ACCOUNT))
                .map(Fact::value)
                .map(Json::asObject)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the plan has no fact '" + PlanFacts.ACCOUNT + "'"));
    }

    /** Where outputs go; both contexts have this method. */
    interface Outputs {
        OutputStream output(String name, String mediaType) throws IOException;
    }

    /** Writes what was approved. */
    void writePlan(Outputs outputs) throws IOException {
        write(outputs, "plan.json", plan.toJson());
    }

    /**
     * Writes what became of it.
     *
     * @param phase {@code sent} or {@code settled}
     * @param summary counts and messages for result.json
     */
    void writeResult(Outputs outputs, String phase, JsonObject summary) throws IOException {
        CsvOutput.write(outputs.output("payouts.csv", CsvOutput.MEDIA_TYPE), PAYOUT_COLUMNS, payoutRows());
        CsvOutput.write(
                outputs.output("legacy.csv", CsvOutput.MEDIA_TYPE),
                LEGACY_COLUMNS,
                lines.stream().map(PayoutReport::legacyRow).toList());
        JsonObject result = Json.object()
                .put("phase", phase)
                .put("account", account)
                .put("summary", summary)
                .put("payouts", lines.stream().map(PayoutLine::toJson).toList())
                .put(
                        "skipped",
                        plan.skipped().stream().map(skipped -> skipped.toJson()).toList())
                .build();
        write(outputs, "result.json", result);
    }

    private List<List<String>> payoutRows() {
        List<List<String>> rows = new ArrayList<>();
        for (PayoutLine line : lines) {
            rows.add(payoutRow(rows.size() + 1, line));
        }
        return rows;
    }

    private List<String> payoutRow(int number, PayoutLine line) {
        JsonObject details = line.effect().details();
        JsonObject request = line.effect().request();
        Optional<EffectOutcome> outcome = Optional.ofNullable(line.outcome());
        return List.of(
                Integer.toString(number),
                account.text("id"),
                Boolean.toString(account.flag("livemode")),
                line.currency().code(),
                Integer.toString(line.currency().exponent()),
                request.text("source_type"),
                details.object("available").text("minorUnits"),
                details.object("available").text("text"),
                details.object("reserve").text("minorUnits"),
                details.object("reserve").text("text"),
                Long.toString(line.amount().minorUnits()),
                line.amount().text(),
                details.object("residue").text("text"),
                details.text("destinationLast4"),
                details.text("method"),
                outcome.map(EffectOutcome::idempotencyKey).orElse(""),
                outcome.map(one -> Integer.toString(one.attempt())).orElse(""),
                outcome.flatMap(EffectOutcome::externalId).orElse(""),
                line.status(),
                line.code(),
                line.message(),
                line.payoutText("failureBalanceTransaction"),
                fee(line),
                line.payoutText("created"),
                line.payoutText("arrival"),
                line.payoutText("traceId"),
                line.payoutText(PayoutJson.REQUEST_ID));
    }

    private static List<String> legacyRow(PayoutLine line) {
        return List.of(
                line.currency().code(),
                line.amount().text(),
                line.status(),
                Optional.ofNullable(line.outcome())
                        .flatMap(EffectOutcome::externalId)
                        .orElse(""),
                line.payout().names().isEmpty() ? line.message() : line.payout().toText(),
                line.success().map(String::valueOf).orElse(""));
    }

    private static String fee(PayoutLine line) {
        String minorUnits = line.payoutText("fee");
        return minorUnits.isEmpty()
                ? ""
                : line.currency().amount(Long.parseLong(minorUnits)).text();
    }

    private static void write(Outputs outputs, String name, JsonObject content) throws IOException {
        try (OutputStream output = outputs.output(name, JSON)) {
            output.write(content.toPrettyText().getBytes(StandardCharsets.UTF_8));
        }
    }
}
