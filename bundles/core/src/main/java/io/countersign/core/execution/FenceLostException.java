package io.countersign.core.execution;

/** A worker tried to write with a fence that is no longer the newest: another worker has taken the execution over. */
public final class FenceLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ExecutionId execution;
    private final long fence;

    public FenceLostException(ExecutionId execution, long fence) {
        super("execution " + execution + " was taken over: fence " + fence + " is no longer the newest");
        this.execution = execution;
        this.fence = fence;
    }

    public ExecutionId execution() {
        return execution;
    }

    public long fence() {
        return fence;
    }
}
