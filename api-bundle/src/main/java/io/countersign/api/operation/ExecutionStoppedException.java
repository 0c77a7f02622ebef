package io.countersign.api.operation;

/**
 * Thrown by calls on a context when the execution must not go on: it was cancelled, its time is up, an effect's outcome
 * is unknown, or it tried something outside its plan. Let it pass; catching it changes nothing.
 */
public final class ExecutionStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExecutionStoppedException(String message) {
        super(message);
    }
}
