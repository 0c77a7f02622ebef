package io.countersign.core.access;

import java.time.Duration;

/** The session was not used for too long, or has lasted as long as a session may. */
public final class SessionExpiredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SessionExpiredException(String message) {
        super(message);
    }

    static SessionExpiredException idle(Duration idleMax) {
        return new SessionExpiredException(
                "the session was not used for " + idleMax.toMinutes() + " minutes and has ended; sign in again");
    }

    static SessionExpiredException old(Duration ageMax) {
        return new SessionExpiredException(
                "the session has ended " + ageMax.toHours() + " hours after sign-in; sign in again");
    }
}
