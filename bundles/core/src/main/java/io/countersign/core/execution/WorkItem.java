package io.countersign.core.execution;

import java.time.Duration;

/**
 * Something a worker of any node is to do, written in the transaction of the change that calls for it. A worker looks at
 * the state and does what is due, so a duplicate does no harm.
 *
 * @param kind which phase
 * @param token distinguishes items of the same phase, e.g. the fence at which it was written
 * @param delay not before this long after the commit
 */
public record WorkItem(ExecutionId execution, Kind kind, String token, Duration delay) {

    /** The phases that workers carry on. */
    public enum Kind {
        PLAN,
        /** Expire a plan that nobody decided on. */
        EXPIRE,
        /** Start, run, resolve: everything from QUEUED to the result. */
        RUN,
        SETTLE,
        /** Look at the provider now, once, because it says that something happened. */
        WAKE
    }

    /** An item that is due at once. */
    public static WorkItem now(ExecutionId execution, Kind kind, String token) {
        return new WorkItem(execution, kind, token, Duration.ZERO);
    }
}
