package io.countersign.integration;

/** The platform did not take a user's name and password. */
public final class SignInRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String user;

    SignInRefusedException(String user, Throwable cause) {
        super("sign-in as '" + user + "' was refused", cause);
        this.user = user;
    }

    public String user() {
        return user;
    }
}
