package io.countersign.stripe.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call as it came over the wire, before anybody looked at what it wants.
 *
 * @param path path without query
 * @param parameters of query and body together
 */
record IncomingCall(
        String method,
        String path,
        Parameters parameters,
        @Nullable String authorization,
        @Nullable String stripeAccount,
        @Nullable String idempotencyKey) {

    /** @throws StripeRefusal if the body is too large, not a form, or not well-formed */
    static IncomingCall read(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String body = Wire.body(exchange);
        String contentType = headers.getFirst("Content-Type");
        boolean form = contentType != null
                && contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        if (!body.isEmpty() && !form) {
            throw StripeRefusal.invalid(
                    null,
                    null,
                    "Invalid request (check that your POST content type is application/x-www-form-urlencoded).");
        }
        String query = exchange.getRequestURI().getRawQuery();
        String key = headers.getFirst("Idempotency-Key");
        return new IncomingCall(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                Parameters.decode(query == null ? "" : query, body),
                headers.getFirst("Authorization"),
                headers.getFirst("Stripe-Account"),
                key == null || key.isBlank() ? null : key);
    }
}
