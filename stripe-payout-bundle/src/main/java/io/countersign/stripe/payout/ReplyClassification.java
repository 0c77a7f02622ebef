package io.countersign.stripe.payout;

import io.countersign.api.operation.EffectReply;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failed call for a payout means: definitely not done, or not known. Decided by status, type and code of Stripe's
 * error, never by its text (docs.stripe.com/api/errors and /api/idempotent_requests, read on 22 November 2026).
 */
final class ReplyClassification {
    /** Statuses that say, together with an error body of Stripe's, that the request was refused. */
    private static final Set<Integer> REFUSALS = Set.of(400, 402, 404);

    /** Refusals that come before Stripe looks at the idempotency key, so they say nothing about an earlier send. */
    private static final Set<Integer> REFUSALS_BEFORE_KEY = Set.of(401, 403);

    private static final Set<String> REFUSING_TYPES = Set.of("invalid_request_error", "card_error");
    private static final Set<String> UNCLEAR_CODES = Set.of("idempotency_key_in_use", "lock_timeout", "rate_limit");

    private ReplyClassification() {}

    /**
     * What came back instead of a payout.
     *
     * @param status HTTP status; 0 when no answer came
     * @param type Stripe's error type; null when the answer has none
     * @param code Stripe's error code; null when the answer has none
     * @param message for people, without secrets
     * @param replayed whether Stripe only repeated a stored answer ({@code Idempotent-Replayed: true})
     * @param retryForbidden whether Stripe said that asking again is of no use ({@code Stripe-Should-Retry: false})
     * @param retryAfter how long Stripe asks to wait; zero when it does not say
     * @param replay whether an earlier send of the same attempt may have reached Stripe
     */
    record Failure(
            int status,
            @Nullable String type,
            @Nullable String code,
            String message,
            boolean replayed,
            boolean retryForbidden,
            Duration retryAfter,
            boolean replay) {}

    static EffectReply of(Failure failure) {
        if (failure.status() == 0) {
            return EffectReply.unclear("no answer from Stripe: " + failure.message(), true, Duration.ZERO);
        }
        if ("idempotency_error".equals(failure.type()) && failure.status() != 409) {
            // The key was used with other parameters; sending the same once more gives the same answer.
            return EffectReply.unclear(sentence(failure), false, Duration.ZERO);
        }
        if (isRefusal(failure)) {
            return EffectReply.rejected(name(failure), failure.message() + hint(failure));
        }
        boolean storedForGood = failure.status() >= 500 && (failure.replayed() || failure.retryForbidden());
        return EffectReply.unclear(sentence(failure), !storedForGood, failure.retryAfter());
    }

    private static boolean isRefusal(Failure failure) {
        if (failure.type() == null || !REFUSING_TYPES.contains(failure.type())) {
            return false;
        }
        if (failure.code() != null && UNCLEAR_CODES.contains(failure.code())) {
            return false;
        }
        return REFUSALS.contains(failure.status())
                || (REFUSALS_BEFORE_KEY.contains(failure.status()) && !failure.replay());
    }

    private static String hint(Failure failure) {
        return "balance_insufficient".equals(failure.code())
                ? "; if Stripe pays this account out automatically, set its payout schedule to manual"
                : "";
    }

    /** The code, or the type when Stripe gives no code. */
    private static String name(Failure failure) {
        if (failure.code() != null) {
            return failure.code();
        }
        return failure.type() == null ? "status_" + failure.status() : failure.type();
    }

    private static String sentence(Failure failure) {
        return "Stripe answered status " + failure.status() + " (" + name(failure) + "): " + failure.message();
    }
}
