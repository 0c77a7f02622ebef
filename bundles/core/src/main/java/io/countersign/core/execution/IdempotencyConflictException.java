package io.countersign.core.execution;

/** An idempotency key was used before with another body. */
public final class IdempotencyConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String key;
    private final transient ExecutionId earlier;

    public IdempotencyConflictException(String key, ExecutionId earlier) {
        super("Idempotency-Key '" + key + "' already stands for execution " + earlier
                + " with another body; send the same body again or use a new key");
        this.key = key;
        this.earlier = earlier;
    }

    public String key() {
        return key;
    }

    public ExecutionId earlier() {
        return earlier;
    }
}
