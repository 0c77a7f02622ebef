package io.countersign.stripe.simulator;

/**
 * What an API call is answered with.
 *
 * @param status HTTP status
 * @param body JSON text
 */
record Answer(int status, String body) {
    static Answer ok(JsonObject body) {
        return new Answer(200, body.toString());
    }
}
