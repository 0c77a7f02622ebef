package io.countersign.core.execution;

/** The coarse status of the plan document; each {@link ExecutionState} belongs to one. */
public enum ExecutionStatus {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED
}
