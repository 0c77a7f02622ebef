package io.countersign.core.access;

import java.time.Duration;

/** Too many sign-ins failed, or too many come at once; it is to be tried again later. */
public final class SignInThrottledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Duration retryAfter;

    private SignInThrottledException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    static SignInThrottledException afterFailures(Duration wait) {
        return new SignInThrottledException(
                "too many failed sign-ins; try again in " + wholeSeconds(wait) + " s", wait);
    }

    static SignInThrottledException busy(Duration wait) {
        return new SignInThrottledException(
                "too many people sign in at this moment; try again in " + wholeSeconds(wait) + " s", wait);
    }

    /** Whole seconds, at least 1, for the header {@code Retry-After}. */
    public long retryAfterSeconds() {
        return wholeSeconds(retryAfter);
    }

    private static long wholeSeconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
