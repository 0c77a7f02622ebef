package io.countersign.rest;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The token a request came with. */
record BearerToken(String text) {
    private static final String SCHEME = "bearer ";

    /** Reads the Authorization header (RFC 6750 §2.1), or throws the problem that it is missing. */
    static BearerToken of(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new ProblemException(
                    ProblemType.NOT_SIGNED_IN,
                    "this route needs a token; sign in with POST " + ApiDoor.API
                            + "/session and send 'Authorization: Bearer …'");
        }
        return new BearerToken(header.substring(SCHEME.length()).strip());
    }

    /** Without the token, which must not reach a log. */
    @Override
    public String toString() {
        return "bearer token";
    }
}
