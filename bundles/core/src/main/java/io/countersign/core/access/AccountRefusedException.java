package io.countersign.core.access;

/** An account or password breaks a rule; the message says which and what would do. */
public final class AccountRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;

    AccountRefusedException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** What is at fault: {@code username}, {@code displayName}, {@code password}, {@code roles} or {@code limit}. */
    public String field() {
        return field;
    }
}
