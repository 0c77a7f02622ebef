package io.countersign.stripe.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What will become of a payout, in virtual time, if nobody cancels it.
 *
 * @param inTransitAt when it leaves for the bank
 * @param paidAt when it is reported paid
 * @param failedAt when it fails; before {@code paidAt} it is never paid, after it fails late; null if it succeeds
 * @param failureCode Stripe's failure code; null exactly if {@code failedAt} is
 */
record PayoutSchedule(Instant inTransitAt, Instant paidAt, @Nullable Instant failedAt, @Nullable String failureCode) {

    /** One step of a payout's life. */
    record Step(String status, Instant at) {}

    /** What happens next to a payout with this status; null if nothing does. */
    @Nullable
    Step after(String status) {
        return switch (status) {
            case Payout.PENDING -> new Step(Payout.IN_TRANSIT, inTransitAt);
            case Payout.IN_TRANSIT ->
                failedAt != null && failedAt.isBefore(paidAt)
                        ? new Step(Payout.FAILED, failedAt)
                        : new Step(Payout.PAID, paidAt);
            case Payout.PAID -> failedAt == null ? null : new Step(Payout.FAILED, failedAt);
            default -> null;
        };
    }

    JsonObject toJson() {
        return new JsonObject()
                .with("in_transit_at", inTransitAt.toString())
                .with("paid_at", paidAt.toString())
                .with("failed_at", failedAt == null ? null : failedAt.toString())
                .with("failure_code", failureCode);
    }

    static PayoutSchedule fromJson(JsonObject json) {
        return new PayoutSchedule(
                Instant.parse(json.string("in_transit_at")),
                Instant.parse(json.string("paid_at")),
                json.has("failed_at") ? Instant.parse(json.string("failed_at")) : null,
                json.stringOrNull("failure_code"));
    }
}
