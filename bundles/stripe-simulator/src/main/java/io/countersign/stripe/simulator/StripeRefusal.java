package io.countersign.stripe.simulator;

import org.jspecify.annotations.Nullable;

/** A call that Stripe would refuse, with everything its error body says. */
final class StripeRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;
    private final boolean executed;

    private StripeRefusal(int status, String type, @Nullable String code, @Nullable String param, String message) {
        this(status, type, code, param, message, false);
    }

    private StripeRefusal(
            int status, String type, @Nullable String code, @Nullable String param, String message, boolean executed) {
        super(message);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
        this.executed = executed;
    }

    /** The request itself is wrong: nothing started executing, so no idempotent result is kept. */
    static StripeRefusal invalid(@Nullable String code, @Nullable String param, String message) {
        return new StripeRefusal(400, "invalid_request_error", code, param, message);
    }

    /** The request was understood and the state of the account forbids it: kept under the idempotency key. */
    static StripeRefusal refused(@Nullable String code, @Nullable String param, String message) {
        return new StripeRefusal(400, "invalid_request_error", code, param, message, true);
    }

    static StripeRefusal missing(String kind, String id, String param) {
        return new StripeRefusal(
                404, "invalid_request_error", "resource_missing", param, "No such " + kind + ": '" + id + "'");
    }

    static StripeRefusal of(int status, String type, @Nullable String code, String message) {
        return new StripeRefusal(status, type, code, null, message);
    }

    static StripeRefusal idempotency(int status, @Nullable String code, String message) {
        return new StripeRefusal(status, "idempotency_error", code, null, message);
    }

    boolean executed() {
        return executed;
    }

    Answer toAnswer() {
        JsonObject error = new JsonObject();
        if (code != null) {
            error.with("code", code).with("doc_url", "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        }
        error.with("message", getMessage());
        if (param != null) error.with("param", param);
        error.with("type", type);
        return new Answer(status, new JsonObject().with("error", error).toString());
    }
}
