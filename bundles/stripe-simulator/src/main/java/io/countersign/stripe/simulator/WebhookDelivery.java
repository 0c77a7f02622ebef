package io.countersign.stripe.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver an event.
 *
 * @param eventId {@code evt_…}
 * @param type {@code payout.paid} …
 * @param payoutId {@code po_…}
 * @param attempt starting from 1; a duplicate counts from 1 again
 * @param status HTTP status of the answer; 0 when there was none or it was never sent
 * @param problem why it was not delivered; null when it was
 */
public record WebhookDelivery(
        String eventId, String type, String payoutId, int attempt, int status, @Nullable String problem) {

    JsonObject toJson() {
        return new JsonObject()
                .with("event", eventId)
                .with("type", type)
                .with("payout", payoutId)
                .with("attempt", attempt)
                .with("status", status)
                .with("problem", problem);
    }
}
