package io.countersign.core.access;

/** Username and password do not open an active account; deliberately silent about which of them is wrong. */
public final class SignInRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SignInRefusedException() {
        super("username or password is wrong, or the account is not active; "
                + "try again, or ask an administrator for a new account");
    }
}
