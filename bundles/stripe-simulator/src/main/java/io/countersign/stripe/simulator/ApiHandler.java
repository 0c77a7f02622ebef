package io.countersign.stripe.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Speaks Stripe's HTTP: headers, errors, lost answers. What a call does is decided by {@link ApiExecution}. */
final class ApiHandler implements HttpHandler {
    /** The version whose shapes are answered; a caller's {@code Stripe-Version} is echoed. */
    static final String API_VERSION = "2026-07-29.dahlia";

    private static final System.Logger LOG = System.getLogger(ApiHandler.class.getName());

    private final ApiExecution execution;
    private final RequestLog requests;
    private final Identifiers identifiers;
    private final VirtualClock clock;
    private final Duration hang;
    private final CountDownLatch closing;

    ApiHandler(
            ApiExecution execution,
            RequestLog requests,
            Identifiers identifiers,
            VirtualClock clock,
            Duration hang,
            CountDownLatch closing) {
        this.execution = execution;
        this.requests = requests;
        this.identifiers = identifiers;
        this.clock = clock;
        this.hang = hang;
        this.closing = closing;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String requestId = identifiers.next("req_");
            Reply reply = reply(exchange, requestId);
            Answer answer = reply.answer();
            if (answer == null) {
                if (reply.hanging()) waitInVain();
                return;
            }
            headers(exchange, requestId, reply);
            Wire.send(exchange, answer);
        } catch (IOException e) {
            // The caller went away; what happened is in the ledger whether it reads the answer or not.
            LOG.log(Level.DEBUG, "the caller of {0} is gone: {1}", exchange.getRequestURI(), e.getMessage());
        }
    }

    private Reply reply(HttpExchange exchange, String requestId) throws IOException {
        IncomingCall incoming;
        try {
            incoming = IncomingCall.read(exchange);
        } catch (StripeRefusal e) {
            return Reply.of(e.toAnswer());
        }
        Reply reply = answerOf(incoming, requestId);
        Answer answer = reply.answer();
        requests.add(new RecordedRequest(
                clock.now(),
                requestId,
                incoming.method(),
                incoming.path(),
                Map.copyOf(incoming.parameters().all()),
                incoming.idempotencyKey(),
                incoming.stripeAccount(),
                reply.faults(),
                answer == null ? 0 : answer.status(),
                reply.originalRequestId() != null));
        return reply;
    }

    private Reply answerOf(IncomingCall incoming, String requestId) {
        try {
            return execution.run(incoming, requestId);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "call " + requestId + " of " + incoming.path() + " failed", e);
            return Reply.of(ApiExecution.SERVER_ERROR);
        }
    }

    private static void headers(HttpExchange exchange, String requestId, Reply reply) {
        Headers request = exchange.getRequestHeaders();
        Headers response = exchange.getResponseHeaders();
        response.set("Request-Id", requestId);
        String version = request.getFirst("Stripe-Version");
        response.set("Stripe-Version", version == null ? API_VERSION : version);
        for (String echoed : new String[] {"Idempotency-Key", "Stripe-Account"}) {
            String value = request.getFirst(echoed);
            if (value != null) response.set(echoed, value);
        }
        if (reply.originalRequestId() != null) {
            response.set("Original-Request", reply.originalRequestId());
            response.set("Idempotent-Replayed", "true");
        }
    }

    private void waitInVain() {
        try {
            boolean stopped = closing.await(hang.toMillis(), TimeUnit.MILLISECONDS);
            LOG.log(Level.DEBUG, "a call that timed out is dropped, simulator stopping: {0}", stopped);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
