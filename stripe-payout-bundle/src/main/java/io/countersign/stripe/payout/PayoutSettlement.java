package io.countersign.stripe.payout;

import com.stripe.exception.StripeException;
import com.stripe.model.Payout;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonNull;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.Settlement;
import io.countersign.api.operation.SettlementContext;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows payouts until the bank has them, and beyond: one that Stripe shows as paid may still fail within days. The
 * files are written again when every payout has reached an end, so that they show final statuses.
 */
final class PayoutSettlement {
    private static final String SINCE = "since";
    private static final String PAID_SEEN_AT = "paidSeenAt";
    private static final String PAYOUTS = "payouts";
    private static final String WRITTEN = "written";

    private final SettlementContext context;
    private final StripeApi api;
    private final PollSchedule schedule;
    private final JsonObject before;
    private final Instant now;
    private final Map<String, JsonObject> current = new LinkedHashMap<>();

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
     * @throws OperationException {@code payouts_overdue} when payouts are not paid after {@link PollSchedule#WAIT_MAX}
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
        Optional<Map.Entry<String, JsonObject>> returned = current.entrySet().stream()
                .filter(entry -> isReturned(status(entry.getValue())))
                .findFirst();
        if (returned.isPresent()) {
            return returned(returned.get().getKey(), returned.get().getValue());
        }
        if (!current.values().stream().allMatch(payout -> status(payout).equals("paid"))) {
            return stillUnderway();
        }
        Instant paidSeenAt = before.findText(PAID_SEEN_AT).map(Instant::parse).orElse(now);
        if (!before.has(WRITTEN)) {
            writeFiles();
        }
        Instant until = schedule.watchedUntil(paidSeenAt);
        JsonObject state = state().with(PAID_SEEN_AT, Json.of(paidSeenAt.toString()))
                .with("watchedUntil", Json.of(until.toString()))
                .with(WRITTEN, Json.of(true));
        return now.isBefore(until)
                ? Settlement.pending(state, schedule.delayAfter(context.check()))
                : Settlement.settled(state);
    }

    /** What Stripe shows now, or what it showed before when it does not answer. */
    private JsonObject look(EffectOutcome outcome) {
        String id = outcome.externalId()
                .orElseThrow(() -> new IllegalStateException("applied effect " + outcome.effectId() + " has no id"));
        JsonObject known = before.find(PAYOUTS)
                .map(Json::asObject)
                .flatMap(payouts -> payouts.find(outcome.effectId()))
                .map(Json::asObject)
                .orElse(outcome.response());
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
            return known;
        }
    }

    private Settlement stillUnderway() {
        Instant since = since();
        List<String> open = current.entrySet().stream()
                .filter(entry -> !status(entry.getValue()).equals("paid"))
                .map(entry -> entry.getKey() + " ("
                        + entry.getValue().findText("id").orElse("") + ", " + status(entry.getValue()) + ")")
                .toList();
        if (now.isAfter(since.plus(PollSchedule.WAIT_MAX))) {
            throw new OperationException(
                    "payouts_overdue",
                    "not paid after " + PollSchedule.WAIT_MAX.toDays() + " days: " + String.join(", ", open)
                            + "; look at them in Stripe's dashboard and ask Stripe with their trace ids");
        }
        return Settlement.pending(state(), schedule.delayAfter(context.check()));
    }

    private Settlement returned(String effectId, JsonObject payout) throws IOException {
        writeFiles();
        String code = payout.findText("failureCode").orElse(status(payout));
        context.log()
                .error(effectId + " came back: " + code + " "
                        + payout.findText("failureMessage").orElse(""));
        return Settlement.returned(
                effectId, code, state().with("payout", payout).with("code", Json.of(code)));
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
        JsonObject payout = current.get(effect.id());
        if (payout == null) {
            return new PayoutLine(
                    effect,
                    null,
                    "not_applied",
                    JsonObject.empty(),
                    "no payout exists; the first version of this file and the journal say why");
        }
        EffectOutcome outcome = context.applied().stream()
                .filter(one -> one.effectId().equals(effect.id()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("effect " + effect.id() + " was looked at unasked"));
        return new PayoutLine(effect, outcome, status(payout), payout, "");
    }

    private JsonObject state() {
        JsonObject.Builder payouts = Json.object();
        current.forEach(payouts::put);
        return Json.object()
                .put(SINCE, since().toString())
                .put(PAYOUTS, payouts.build())
                .build();
    }

    private Instant since() {
        return before.findText(SINCE).map(Instant::parse).orElse(now);
    }

    private static boolean isReturned(String status) {
        return status.equals("failed") || status.equals("canceled");
    }

    private static String status(JsonObject payout) {
        return payout.findText(PayoutJson.STATUS).orElse("pending");
    }
}
