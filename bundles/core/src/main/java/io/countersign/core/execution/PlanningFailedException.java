package io.countersign.core.execution;

/** A plan was asked for and the operation could not make one. */
public final class PlanningFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    public PlanningFailedException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
