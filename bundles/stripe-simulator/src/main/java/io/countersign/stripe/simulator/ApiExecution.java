package io.countersign.stripe.simulator;

import io.countersign.stripe.simulator.JournalEntry.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes a call from its key to its answer, in Stripe's order: authentication, rate limit, route, idempotency key,
 * validation, execution. What happens and what is answered are booked as one entry of the ledger.
 */
final class ApiExecution {
    static final Answer SERVER_ERROR = StripeRefusal.of(
                    500, "api_error", null, "An unknown error occurred; this is the SIMULATOR's internal server error.")
            .toAnswer();

    private final Authentication authentication;
    private final FaultPlan faults;
    private final List<Route> routes;
    private final IdempotencyKeys keys;
    private final Books books;
    private final PayoutLifeCycle lifeCycle;
    private final VirtualClock clock;
    private final CountDownLatch closing;

    /** Who may call what; and which faults stand in the way. */
    record Surface(Authentication authentication, FaultPlan faults, List<Route> routes) {}

    ApiExecution(
            Surface surface,
            IdempotencyKeys keys,
            Books books,
            PayoutLifeCycle lifeCycle,
            VirtualClock clock,
            CountDownLatch closing) {
        this.authentication = surface.authentication();
        this.faults = surface.faults();
        this.routes = surface.routes();
        this.keys = keys;
        this.books = books;
        this.lifeCycle = lifeCycle;
        this.clock = clock;
        this.closing = closing;
    }

    private record Work(
            IncomingCall incoming,
            String requestId,
            Route route,
            List<String> pathVariables,
            AccountScope scope,
            FaultPlan.Hits hits) {
        String endpoint() {
            return incoming.method() + " " + incoming.path();
        }
    }

    Reply run(IncomingCall incoming, String requestId) {
        AccountScope scope;
        try {
            scope = authentication.authenticate(incoming.authorization(), incoming.stripeAccount());
        } catch (StripeRefusal e) {
            return Reply.of(e.toAnswer());
        }
        FaultPlan.Hits hits = faults.meet(
                incoming.method(), incoming.path(), incoming.parameters().all());
        if (hits.has(Fault.Kind.TIMEOUT_BEFORE_COMMIT)) return new Reply(null, true, null, hits.labels());
        if (hits.has(Fault.Kind.RESET_BEFORE_COMMIT)) return new Reply(null, false, null, hits.labels());
        Reply reply = executed(incoming, requestId, scope, hits).hitBy(hits);
        if (hits.has(Fault.Kind.TIMEOUT_AFTER_COMMIT)) return reply.lost(true);
        if (hits.has(Fault.Kind.RESET_AFTER_COMMIT)) return reply.lost(false);
        return reply;
    }

    private Reply executed(IncomingCall incoming, String requestId, AccountScope scope, FaultPlan.Hits hits) {
        try {
            refuseIfHit(incoming, hits);
            Work work = route(incoming, requestId, scope, hits);
            String key = incoming.idempotencyKey();
            // Stripe ignores keys of calls that change nothing.
            if (key == null || !incoming.method().equals("POST")) return Reply.of(execute(work, null));
            return withKey(work, key);
        } catch (StripeRefusal e) {
            return Reply.of(e.toAnswer());
        }
    }

    private static void refuseIfHit(IncomingCall incoming, FaultPlan.Hits hits) {
        if (hits.has(Fault.Kind.RATE_LIMIT)) {
            throw StripeRefusal.of(
                    429, "invalid_request_error", "rate_limit", "Request rate limit exceeded. Please slow down.");
        }
        if (hits.has(Fault.Kind.CONFLICT)) {
            String key = incoming.idempotencyKey();
            throw IdempotencyKeys.inUse(key == null ? "" : key);
        }
    }

    private Work route(IncomingCall incoming, String requestId, AccountScope scope, FaultPlan.Hits hits) {
        for (Route route : routes) {
            List<String> variables = route.match(incoming.method(), incoming.path());
            if (variables != null) return new Work(incoming, requestId, route, variables, scope, hits);
        }
        throw StripeRefusal.of(
                404,
                "invalid_request_error",
                null,
                "Unrecognized request URL (" + incoming.method() + ": " + incoming.path() + "). Please see"
                        + " https://stripe.com/docs; the SIMULATOR knows only what paying out balances needs.");
    }

    private Reply withKey(Work work, String key) {
        if (key.length() > IdempotencyKeys.KEY_LENGTH_MAX) {
            throw StripeRefusal.idempotency(
                    400, null, "Idempotency keys are at most " + IdempotencyKeys.KEY_LENGTH_MAX + " characters long.");
        }
        StoredAnswer.Name name = new StoredAnswer.Name(work.scope(), key);
        String fingerprint = work.incoming().parameters().fingerprint();
        Optional<StoredAnswer> first = keys.begin(name, work.endpoint(), fingerprint, clock.now());
        if (first.isPresent()) return Reply.replayed(first.get());
        try {
            return Reply.of(execute(work, name));
        } finally {
            keys.release(name);
        }
    }

    private Answer execute(Work work, StoredAnswer.@Nullable Name name) {
        pause(work.hits().find(Fault.Kind.LATENCY));
        return books.exclusively(() -> {
            Instant now = clock.now();
            lifeCycle.settle(now);
            Outcome outcome = outcome(work, now);
            Answer answer = work.hits().has(Fault.Kind.STORED_500_AFTER_COMMIT) ? SERVER_ERROR : outcome.answer();
            Change change = outcome.change();
            if (name != null) {
                StoredAnswer stored = new StoredAnswer(
                        name,
                        work.endpoint(),
                        work.incoming().parameters().fingerprint(),
                        answer,
                        work.requestId(),
                        now);
                change = (change == null ? Change.of(Change.ANSWER_STORED, work.scope()) : change).withAnswer(stored);
            }
            if (change != null) books.append(change, now);
            return answer;
        });
    }

    private static Outcome outcome(Work work, Instant now) {
        if (work.hits().has(Fault.Kind.STORED_500)) return new Outcome(SERVER_ERROR, null);
        ApiCall call = new ApiCall(
                work.incoming().path(),
                work.pathVariables(),
                work.incoming().parameters(),
                work.scope(),
                now,
                work.hits());
        try {
            return work.route().endpoint().handle(call);
        } catch (StripeRefusal e) {
            if (!e.executed()) throw e;
            return new Outcome(e.toAnswer(), null);
        }
    }

    private void pause(@Nullable Fault latency) {
        if (latency == null) return;
        try {
            // Ends early if the simulator is closed meanwhile.
            if (closing.await(latency.delay().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the simulator was closed while the call waited");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the call waited", e);
        }
    }
}
