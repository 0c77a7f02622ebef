package io.countersign.rest;

import io.countersign.core.access.AccessService;
import io.countersign.core.access.Caller;
import io.countersign.core.access.NotSignedInException;
import io.countersign.core.access.SessionExpiredException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who reads a stream: asked again every few seconds, so that a stream ends with its session and follows role changes. */
final class SessionWatch {
    private final AccessService access;
    private final BearerToken token;
    private final Duration askedEach;
    private @Nullable Caller caller;
    private Instant askAt = Instant.MIN;

    SessionWatch(AccessService access, BearerToken token, Duration askedEach) {
        this.access = access;
        this.token = token;
        this.askedEach = askedEach;
    }

    /** The reader; empty when the session has ended. */
    Optional<Caller> caller(Instant now) {
        if (!now.isBefore(askAt)) {
            askAt = now.plus(askedEach);
            caller = ask();
        }
        return Optional.ofNullable(caller);
    }

    private @Nullable Caller ask() {
        try {
            return access.peek(token.text());
        } catch (NotSignedInException | SessionExpiredException e) {
            return null;
        }
    }
}
