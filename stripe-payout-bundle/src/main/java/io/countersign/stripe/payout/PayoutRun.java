package io.countersign.stripe.payout;

import com.stripe.exception.StripeException;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.AmountRule;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.Fact;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.PlannedEffect;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Carries out an approved plan: every payout in order, a refused one does not stop the others, then the files. */
final class PayoutRun {
    private static final String BALANCES_STEP = "balances-before-first-payout";

    private final ExecutionContext context;
    private final StripeConnector connector;
    private final List<PayoutLine> lines = new ArrayList<>();

    private PayoutRun(ExecutionContext context, StripeConnector connector) {
        this.context = context;
        this.connector = connector;
    }

    static OperationResult of(ExecutionContext context, StripeConnector connector) throws Exception {
        return new PayoutRun(context, connector).run();
    }

    private OperationResult run() throws Exception {
        Instant startedAt = Instant.parse(context.step(
                        "started-at", () -> Json.of(context.clock().instant().toString()))
                .asText());
        List<PlannedEffect> effects = context.plan().effects();
        JsonObject balances = balancesToReduceBy(effects);
        for (PlannedEffect effect : effects) {
            context.checkCancelled();
            PayoutLine line = perform(effect, balances);
            lines.add(line);
            log(line);
            context.progress(lines.size(), effects.size());
        }
        OperationResult result = result(startedAt);
        writeFiles(result);
        writeBalances();
        return result;
    }

    /** For the roll-forward at month end. The money is on its way whether this can be read or not. */
    private void writeBalances() throws IOException {
        Connection connection = context.connection(PayoutForm.CONNECTION);
        StripeApi api = connector.open(connection);
        BalanceSnapshot snapshot;
        try {
            snapshot = BalanceSnapshot.read(api, connection, context.clock());
        } catch (StripeException e) {
            context.log()
                    .warn("the balances after the payouts could not be read, so there is no " + BalanceSnapshot.FILE
                            + " of this run: " + api.safe(e));
            return;
        }
        try (OutputStream output = context.output(BalanceSnapshot.FILE, "application/json")) {
            output.write(snapshot.toJson().toText().getBytes(StandardCharsets.UTF_8));
        }
    }

    private PayoutLine perform(PlannedEffect effect, JsonObject balances) {
        if (effect.amountRule() == AmountRule.EXACT) {
            return PayoutLine.of(effect, context.effect(effect.id()).perform());
        }
        StripeAmount planned = currency(effect).ofMoney(effect.amount());
        StripeAmount payable = payableNow(effect, balances);
        if (payable.minorUnits() < payable.currency().minimumMinorUnits()) {
            return PayoutLine.notSent(
                    effect, "only " + payable.label() + " of the approved " + planned.label() + " are left to pay");
        }
        EffectOutcome outcome = planned.isMoreThan(payable)
                ? context.effect(effect.id()).performReduced(payable.toMoney())
                : context.effect(effect.id()).perform();
        return PayoutLine.of(effect, outcome);
    }

    /** What the balance allows beside its reserve; by the remembered balances, so that entering again decides the same. */
    private static StripeAmount payableNow(PlannedEffect effect, JsonObject balances) {
        StripeCurrency currency = currency(effect);
        String item = SourceBalance.item(currency.code(), effect.request().text("source_type"));
        long available = balances.findText(item).map(Long::parseLong).orElse(0L);
        long reserve = Long.parseLong(effect.details().object("reserve").text("minorUnits"));
        return currency.amount(Math.max(0, Math.subtractExact(available, reserve)))
                .roundedDownToStep();
    }

    private JsonObject balancesToReduceBy(List<PlannedEffect> effects) throws Exception {
        if (effects.stream().allMatch(effect -> effect.amountRule() == AmountRule.EXACT)) {
            return JsonObject.empty();
        }
        return context.step(BALANCES_STEP, this::readBalances).asObject();
    }

    private JsonObject readBalances() {
        Connection connection = context.connection(PayoutForm.CONNECTION);
        boolean instant = context.parameters().text(PayoutForm.METHOD).equals(PayoutForm.INSTANT);
        JsonObject.Builder json = Json.object();
        for (SourceBalance balance : StripeReader.readBalances(connector.open(connection), connection, instant)) {
            json.put(balance.item(), Long.toString(balance.available().minorUnits()));
        }
        return json.build();
    }

    private OperationResult result(Instant startedAt) {
        long applied = lines.stream().filter(PayoutLine::isApplied).count();
        long failed = lines.size() - applied;
        OperationResult.Builder result = failed == 0
                ? OperationResult.success(payouts(applied) + " sent")
                : OperationResult.failure(applied + " of " + payouts(lines.size()) + " sent, " + failed + " not");
        for (PayoutLine line : lines) {
            if (line.isApplied()) {
                result.amount(sent(line));
            } else {
                result.error(line.effect().id() + " " + line.status() + " ("
                        + (line.code().isEmpty() ? "no code" : line.code()) + "): " + line.message());
            }
        }
        long calls = lines.stream().mapToLong(PayoutRun::attempts).sum();
        return result.records(lines.size(), applied, failed)
                .count("skipped", context.plan().skipped().size())
                // An effect whose outcome is not known ends this call, so none can be left here.
                .count("unknown", 0)
                .count("calls", calls)
                .count(
                        "retries",
                        lines.stream()
                                .mapToLong(line -> Math.max(0, attempts(line) - 1))
                                .sum())
                .count("planToApplySeconds", planToApplySeconds(startedAt))
                .data(Json.object()
                        .put("payouts", lines.stream().map(PayoutLine::toJson).toList())
                        .build())
                .build();
    }

    private void writeFiles(OperationResult result) throws IOException {
        PayoutReport report = new PayoutReport(context.plan(), lines);
        report.writePlan(context::output);
        JsonObject json = result.toJson();
        JsonObject summary = Json.object()
                .put("success", result.isSuccess())
                .put("message", result.message())
                .put("metrics", json.get("metrics"))
                .put("errors", Json.texts(result.errors()))
                .build();
        report.writeResult(context::output, "sent", summary);
    }

    private long planToApplySeconds(Instant startedAt) {
        return context.plan().facts().stream()
                .filter(fact -> fact.key().equals(PlanFacts.ACCOUNT))
                .map(Fact::readAt)
                .findFirst()
                .map(readAt -> Math.max(0, Duration.between(readAt, startedAt).toSeconds()))
                .orElse(0L);
    }

    private void log(PayoutLine line) {
        String sentence = line.effect().id() + ": " + line.amount().label() + " " + line.status();
        if (line.isApplied()) {
            context.log().info(sentence + " as " + line.payoutText("id"));
        } else {
            context.log().error(sentence + ": " + line.message());
        }
    }

    private static long attempts(PayoutLine line) {
        return line.outcome() == null ? 0 : line.outcome().attempt();
    }

    private static Money sent(PayoutLine line) {
        return line.outcome() == null ? line.effect().amount() : line.outcome().amount();
    }

    private static String payouts(long count) {
        return count == 1 ? "1 payout" : count + " payouts";
    }

    private static StripeCurrency currency(PlannedEffect effect) {
        return PayoutLine.notSent(effect, "").currency();
    }
}
