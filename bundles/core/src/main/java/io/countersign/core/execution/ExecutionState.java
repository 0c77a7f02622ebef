package io.countersign.core.execution;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** States of an execution and where each may lead; an illegal transition throws. */
public enum ExecutionState {
    PLANNING(ExecutionStatus.PENDING),
    AWAITING_APPROVAL(ExecutionStatus.PENDING),
    SCHEDULED(ExecutionStatus.PENDING),
    QUEUED(ExecutionStatus.PENDING),
    RUNNING(ExecutionStatus.RUNNING),
    /** An effect's outcome is unknown; the engine is finding out. */
    RESOLVING(ExecutionStatus.RUNNING),
    /** The engine could not find out; people must. */
    NEEDS_ATTENTION(ExecutionStatus.RUNNING),
    SETTLING(ExecutionStatus.RUNNING),
    COMPLETED(ExecutionStatus.COMPLETED),
    RETURNED(ExecutionStatus.FAILED),
    FAILED(ExecutionStatus.FAILED),
    REJECTED(ExecutionStatus.FAILED),
    STALE(ExecutionStatus.FAILED),
    EXPIRED(ExecutionStatus.FAILED),
    CANCELLED(ExecutionStatus.CANCELLED);

    private static final Map<ExecutionState, Set<ExecutionState>> NEXT = new EnumMap<>(ExecutionState.class);

    static {
        NEXT.put(PLANNING, EnumSet.of(AWAITING_APPROVAL, QUEUED, SCHEDULED, FAILED, CANCELLED));
        NEXT.put(AWAITING_APPROVAL, EnumSet.of(QUEUED, SCHEDULED, REJECTED, EXPIRED, STALE, CANCELLED));
        NEXT.put(SCHEDULED, EnumSet.of(QUEUED, STALE, CANCELLED));
        NEXT.put(QUEUED, EnumSet.of(RUNNING, STALE, CANCELLED));
        NEXT.put(RUNNING, EnumSet.of(COMPLETED, SETTLING, FAILED, RESOLVING, STALE, CANCELLED));
        NEXT.put(RESOLVING, EnumSet.of(RUNNING, SETTLING, COMPLETED, FAILED, NEEDS_ATTENTION));
        NEXT.put(NEEDS_ATTENTION, EnumSet.of(RUNNING, SETTLING, COMPLETED, FAILED));
        NEXT.put(SETTLING, EnumSet.of(COMPLETED, FAILED, NEEDS_ATTENTION));
        NEXT.put(COMPLETED, EnumSet.of(RETURNED));
        for (ExecutionState end : EnumSet.of(RETURNED, FAILED, REJECTED, STALE, EXPIRED, CANCELLED)) {
            NEXT.put(end, EnumSet.noneOf(ExecutionState.class));
        }
    }

    private final ExecutionStatus status;

    ExecutionState(ExecutionStatus status) {
        this.status = status;
    }

    public ExecutionStatus status() {
        return status;
    }

    /** The states this one may lead to. */
    public Set<ExecutionState> next() {
        return Set.copyOf(NEXT.getOrDefault(this, Set.of()));
    }

    /** Whether nothing more happens by itself: completed, failed in any way, or cancelled. */
    public boolean isEnd() {
        return this == COMPLETED || next().isEmpty();
    }

    /** Throws unless {@code target} may follow. */
    public void requireMayBecome(ExecutionState target) {
        if (!next().contains(target)) {
            throw new IllegalStateException("an execution cannot go from " + this + " to " + target);
        }
    }
}
