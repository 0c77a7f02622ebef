package io.countersign.core.execution;

/** Something was to be done to an execution that its state does not allow (any more). */
public final class StateConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ExecutionId execution;

    public StateConflictException(ExecutionId execution, String message) {
        super(message);
        this.execution = execution;
    }

    /** An execution is repeated once; its repetition can be repeated again. */
    public static StateConflictException repeatedAlready(ExecutionId execution, ExecutionId repetition) {
        return new StateConflictException(
                execution,
                "execution " + execution + " was repeated already, as " + repetition
                        + "; repeat that one when it has ended and left something to do");
    }

    public ExecutionId execution() {
        return execution;
    }
}
