package io.countersign.core.execution;

/** There is no such execution, or the caller may not see it. */
public final class UnknownExecutionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ExecutionId execution;

    public UnknownExecutionException(ExecutionId execution) {
        super("there is no execution '" + execution + "' that you may see; see ops:executions or GET /executions");
        this.execution = execution;
    }

    public ExecutionId execution() {
        return execution;
    }
}
