package io.countersign.stripe.simulator;

import java.time.Instant;

/**
 * The first answer given under an idempotency key.
 *
 * @param name whose key it is
 * @param endpoint method and path of the first call
 * @param fingerprint digest of the first call's parameters
 * @param answer what every later call with this key is answered
 * @param requestId the first call's request id
 * @param at virtual time it was stored
 */
record StoredAnswer(Name name, String endpoint, String fingerprint, Answer answer, String requestId, Instant at) {

    /** A key belongs to one account in one mode. */
    record Name(AccountScope scope, String key) {}

    JsonObject toJson() {
        return new JsonObject()
                .with("key", name.key())
                .with("endpoint", endpoint)
                .with("fingerprint", fingerprint)
                .with("status", answer.status())
                .with("body", answer.body())
                .with("request_id", requestId);
    }

    static StoredAnswer fromJson(JsonObject json, AccountScope scope, Instant at) {
        return new StoredAnswer(
                new Name(scope, json.string("key")),
                json.string("endpoint"),
                json.string("fingerprint"),
                new Answer((int) json.number("status"), json.string("body")),
                json.string("request_id"),
                at);
    }
}
