package io.countersign.core.access;

/** The token belongs to no session: it was never given out, was signed out, or its account is gone. */
public final class NotSignedInException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSignedInException() {
        super("nobody is signed in with this token; sign in again");
    }
}
