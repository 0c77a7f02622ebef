package io.countersign.core.execution;

/** Something was to be done to an execution that its state does not allow (any more). */
public final class StateConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ExecutionId execution;

    public StateConflictException(ExecutionId execution, String message) {
        super(message);
        this.execution = execution;
    }

    public ExecutionId execution() {
        return execution;
    }
}
