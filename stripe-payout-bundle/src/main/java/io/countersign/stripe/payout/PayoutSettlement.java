package io.countersign.stripe.payout;

import com.stripe.exception.StripeException;
import com.stripe.model.Payout;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonNull;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.ReturnedEffect;
import io.countersign.api.operation.Settlement;
import io.countersign.api.operation.SettlementContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Follows payouts until the bank has them, and beyond: one that Stripe shows as paid may still fail within days. The
 * files are written again when every payout has reached an end, and whenever one comes back, so that they show final
 * statuses. What is believed is what Stripe answers when it is asked, never what it sent.
 */
final class PayoutSettlement {
    private static final String PAID_SEEN_AT = "paidSeenAt";
    private static final String PAYOUTS = "payouts";
    private static final String WRITTEN = "written";

    private final SettlementContext context;
    private final StripeApi api;
    private final PollSchedule schedule;
    private final JsonObject before;
    private final Instant now;
    private final Map<String, JsonObject> current = new LinkedHashMap<>();
    private final List<String> unseen = new ArrayList<>();

    private PayoutSettlement(SettlementContext context, StripeApi api, PollSchedule schedule) {
        this.context = context;
        this.api = api;
        this.schedule = schedule;
        this.before = context.state() instanceof JsonNull
                ? JsonObject.empty()
                : context.state().asObject();
        this.now = context.clock().instant();
    }

    /**
     * Looks once.
     *
     * @throws OperationException {@code payouts_overdue} when payouts are not paid {@link PollSchedule#WAIT_MAX} after
     *     they were made, {@code payouts_unseen} when Stripe did not answer
     */
    static Settlement check(SettlementContext context, StripeConnector connector) throws IOException {
        if (context.applied().isEmpty()) {
            return Settlement.settled();
        }
        var connection = context.connection(PayoutForm.CONNECTION);
        return new PayoutSettlement(context, connector.open(connection), PollSchedule.of(connection)).check();
    }

    private Settlement check() throws IOException {
        for (EffectOutcome outcome : context.applied()) {
            context.checkCancelled();
            current.put(outcome.effectId(), look(outcome));
        }
        List<ReturnedEffect> returned = current.entrySet().stream()
                .filter(entry -> isReturned(status(entry.getValue())))
                .map(entry -> returned(entry.getKey(), entry.getValue()))
                .toList();
        if (!returned.isEmpty()) {
            return cameBack(returned);
        }
        boolean paid =
                current.values().stream().allMatch(payout -> status(payout).equals("paid"));
        if (!paid) {
            requireNotOverdue();
        }
        if (!unseen.isEmpty()) {
            throw new OperationException(
                    "payouts_unseen", "Stripe did not say how these payouts are: " + String.join(", ", unseen));
        }
        return paid ? watched() : Settlement.pending(state(), schedule.delayAfter(context.check()));
    }

    /** All are paid; they are watched for as long as a bank may send them back. */
    private Settlement watched() throws IOException {
        Instant paidSeenAt = before.findText(PAID_SEEN_AT).map(Instant::parse).orElse(now);
        if (!before.has(WRITTEN)) {
            writeFiles();
        }
        Instant until = schedule.watchedUntil(paidSeenAt);
        JsonObject state = state().with(PAID_SEEN_AT, Json.of(paidSeenAt.toString()))
                .with("watchedUntil", Json.of(until.toString()))
                .with(WRITTEN, Json.of(true));
        if (!now.isBefore(until)) {
            return Settlement.settled(state);
        }
        // the last look is not to be long after the watch has ended
        Duration rest = Duration.between(now, until);
        Duration delay = schedule.delayAfter(context.check());
        return Settlement.watching(state, atLeastASecond(rest.compareTo(delay) < 0 ? rest : delay));
    }

    private Settlement cameBack(List<ReturnedEffect> returned) throws IOException {
        writeFiles();
        Settlement settlement = Settlement.returned(returned, state());
        return returned.size() == current.size()
                ? settlement
                : settlement.lookingAgainAfter(schedule.delayAfter(context.check()));
    }

    private ReturnedEffect returned(String effectId, JsonObject payout) {
        String code = payout.findText("failureCode").orElse(status(payout));
        String money = payout.findText("failureBalanceTransaction")
                .map(transaction -> "its money is back on the balance by " + transaction)
                .orElse("its money is not back on the balance yet");
        context.log()
                .error(effectId + " came back: " + code + " "
                        + payout.findText("failureMessage").orElse("") + "; " + money);
        return ReturnedEffect.of(effectId, code, payout);
    }

    /** What Stripe shows now, or what it showed before when it does not answer. */
    private JsonObject look(EffectOutcome outcome) {
        String id = outcome.externalId()
                .orElseThrow(() -> new IllegalStateException("applied effect " + outcome.effectId() + " has no id"));
        try {
            Payout payout = api.payout(id);
            JsonObject seen = PayoutJson.of(payout);
            // The request that made the payout is the one support asks for, not the one that looked at it.
            return outcome.response()
                    .findText(PayoutJson.REQUEST_ID)
                    .map(request -> seen.with(PayoutJson.REQUEST_ID, Json.of(request)))
                    .orElse(seen);
        } catch (StripeException e) {
            context.log().warn("payout " + id + " could not be looked at: " + api.safe(e) + "; it is tried again");
            unseen.add(id + " (" + api.safe(e) + ")");
            return known(outcome.effectId()).orElse(outcome.response());
        }
    }

    /** What the check before saw of a payout. */
    private Optional<JsonObject> known(String effectId) {
        return before.find(PAYOUTS)
                .map(Json::asObject)
                .flatMap(payouts -> payouts.find(effectId))
                .map(Json::asObject);
    }

    private void requireNotOverdue() {
        List<String> overdue = current.entrySet().stream()
                .filter(entry -> !status(entry.getValue()).equals("paid"))
                .filter(entry -> now.isAfter(created(entry.getValue()).plus(PollSchedule.WAIT_MAX)))
                .map(entry -> entry.getKey() + " ("
                        + entry.getValue().findText("id").orElse("") + ", " + status(entry.getValue()) + ")")
                .toList();
        if (!overdue.isEmpty()) {
            throw new OperationException(
                    "payouts_overdue",
                    "not paid after " + PollSchedule.WAIT_MAX.toDays() + " days: " + String.join(", ", overdue)
                            + "; look at them in Stripe's dashboard and ask Stripe with their trace ids");
        }
    }

    private Instant created(JsonObject payout) {
        return payout.findText("created").map(Instant::parse).orElse(now);
    }

    private void writeFiles() throws IOException {
        List<PayoutLine> lines = new ArrayList<>();
        for (PlannedEffect effect : context.plan().effects()) {
            lines.add(line(effect));
        }
        JsonObject.Builder counts = Json.object();
        lines.stream()
                .map(PayoutLine::status)
                .distinct()
                .sorted()
                .forEach(status -> counts.put(
                        status,
                        lines.stream()
                                .filter(line -> line.status().equals(status))
                                .count()));
        JsonObject summary = Json.object()
                .put("checkedAt", now.toString())
                .put("statuses", counts.build())
                .build();
        new PayoutReport(context.plan(), lines).writeResult(context::output, "settled", summary);
    }

    private PayoutLine line(PlannedEffect effect) {
        Optional<EffectOutcome> outcome = Stream.concat(context.applied().stream(), context.returned().stream())
                .filter(one -> one.effectId().equals(effect.id()))
                .findFirst();
        if (outcome.isEmpty()) {
            return new PayoutLine(
                    effect,
                    null,
                    "not_applied",
                    JsonObject.empty(),
                    "no payout exists; the first version of this file and the journal say why");
        }
        JsonObject payout = current.getOrDefault(effect.id(), outcome.get().response());
        return new PayoutLine(effect, outcome.get(), status(payout), payout, "");
    }

    private JsonObject state() {
        JsonObject.Builder payouts = Json.object();
        current.forEach(payouts::put);
        return Json.object().put(PAYOUTS, payouts.build()).build();
    }

    private static Duration atLeastASecond(Duration delay) {
        Duration second = Duration.ofSeconds(1);
        return delay.compareTo(second) < 0 ? second : delay;
    }

    private static boolean isReturned(String status) {
        return status.equals("failed") || status.equals("canceled");
    }

    private static String status(JsonObject payout) {
        return payout.findText(PayoutJson.STATUS).orElse("pending");
    }
}
