package io.countersign.stripe.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Reads request bodies and writes answers. */
final class Wire {
    static final int BODY_MAX_BYTES = 64 * 1024;

    private Wire() {}

    /** @throws StripeRefusal with status 413 if the body is larger than {@value #BODY_MAX_BYTES} bytes */
    static String body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX_BYTES + 1);
        if (body.length > BODY_MAX_BYTES) {
            throw StripeRefusal.of(
                    413,
                    "invalid_request_error",
                    null,
                    "The request body is larger than " + BODY_MAX_BYTES + " bytes.");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Countersign-Simulator", "SIMULATOR");
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
