package io.countersign.stripe.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An API call that arrived, whatever became of it. Holds no secret key.
 *
 * @param at virtual time of arrival
 * @param requestId the {@code Request-Id} it was or would have been answered with
 * @param method HTTP method
 * @param path path without query
 * @param parameters query and form parameters
 * @param idempotencyKey its {@code Idempotency-Key}; null if it had none
 * @param stripeAccount its {@code Stripe-Account}; null if it had none
 * @param faults labels of the faults that hit it
 * @param status HTTP status it was answered with; 0 if it got no answer
 * @param replayed whether the answer was that of an earlier call with the same key
 */
public record RecordedRequest(
        Instant at,
        String requestId,
        String method,
        String path,
        Map<String, String> parameters,
        @Nullable String idempotencyKey,
        @Nullable String stripeAccount,
        List<String> faults,
        int status,
        boolean replayed) {

    JsonObject toJson() {
        JsonObject sent = new JsonObject();
        parameters.forEach(sent::with);
        return new JsonObject()
                .with("at", at.toString())
                .with("request_id", requestId)
                .with("method", method)
                .with("path", path)
                .with("parameters", sent)
                .with("idempotency_key", idempotencyKey)
                .with("stripe_account", stripeAccount)
                .with("faults", faults)
                .with("status", status)
                .with("replayed", replayed);
    }
}
