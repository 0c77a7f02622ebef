package io.countersign.stripe.payout;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.PlannedEffect;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One planned payout and what became of it.
 *
 * @param effect as it was approved
 * @param outcome its recorded end; null when it was not sent or its end is not handed to this phase
 * @param status Stripe's status of the payout, or {@code rejected}, {@code not_applied}, {@code not_sent}
 * @param payout the payout as {@link PayoutJson} has it; empty when there is none
 * @param note why there is no payout, for people; empty otherwise
 */
record PayoutLine(
        PlannedEffect effect, @Nullable EffectOutcome outcome, String status, JsonObject payout, String note) {

    /** The line of an effect that was performed. */
    static PayoutLine of(PlannedEffect effect, EffectOutcome outcome) {
        return switch (outcome.kind()) {
            case APPLIED, RETURNED ->
                new PayoutLine(
                        effect,
                        outcome,
                        outcome.response().findText(PayoutJson.STATUS).orElse("pending"),
                        outcome.response(),
                        outcome.message());
            case REJECTED -> new PayoutLine(effect, outcome, "rejected", JsonObject.empty(), outcome.message());
            case NOT_APPLIED -> new PayoutLine(effect, outcome, "not_applied", JsonObject.empty(), outcome.message());
        };
    }

    /** The line of an effect that nothing was sent for. */
    static PayoutLine notSent(PlannedEffect effect, String why) {
        return new PayoutLine(effect, null, "not_sent", JsonObject.empty(), why);
    }

    boolean isApplied() {
        return outcome != null && outcome.isApplied();
    }

    /** What was sent, or would have been. */
    StripeAmount amount() {
        return currency().ofMoney(outcome == null ? effect.amount() : outcome.amount());
    }

    StripeCurrency currency() {
        String code = effect.request().text("currency");
        return StripeCurrencies.find(code)
                .orElseThrow(() -> new IllegalStateException(
                        "effect " + effect.id() + " is in '" + code + "', which this release does not know"));
    }

    /** A text of the payout; empty when it has none. */
    String payoutText(String member) {
        return payout.findText(member).orElse("");
    }

    String code() {
        return Optional.ofNullable(outcome).flatMap(EffectOutcome::code).orElseGet(() -> payoutText("failureCode"));
    }

    String message() {
        return note.isEmpty() ? payoutText("failureMessage") : note;
    }

    /** True when the money arrived, false when it did not go or came back; empty while that is not known. */
    Optional<Boolean> success() {
        return switch (status) {
            case "paid" -> Optional.of(true);
            case "pending", "in_transit" -> Optional.empty();
            default -> Optional.of(false);
        };
    }

    JsonObject toJson() {
        JsonObject.Builder json = Json.object()
                .put("effectId", effect.id())
                .put(PayoutJson.STATUS, status)
                .put("amount", effect.amount().toJson())
                .put("payout", payout);
        if (outcome != null) {
            json.put("sent", outcome.amount().toJson())
                    .put("attempt", outcome.attempt())
                    .put("idempotencyKey", outcome.idempotencyKey());
        }
        return json.putIfPresent("code", code().isEmpty() ? null : code())
                .putIfPresent("message", message().isEmpty() ? null : message())
                .build();
    }
}
