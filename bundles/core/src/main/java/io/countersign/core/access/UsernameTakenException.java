package io.countersign.core.access;

/** An account of this username exists. */
public final class UsernameTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String username;

    UsernameTakenException(String username) {
        super("the username '" + username + "' is taken; choose another");
        this.username = username;
    }

    public String username() {
        return username;
    }
}
