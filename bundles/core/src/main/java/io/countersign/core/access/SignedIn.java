package io.countersign.core.access;

import java.time.Instant;

/**
 * What a sign-in brings. Nothing else ever shows the token.
 *
 * @param token 256 random bits as base64url, 43 characters; only its hash is stored
 * @param expiresAt when the session ends at the latest
 */
public record SignedIn(String token, Caller caller, Instant expiresAt) {

    /** Without the token, which must not reach a log. */
    @Override
    public String toString() {
        return "session of " + caller.username() + " until " + expiresAt;
    }
}
