package io.countersign.core.execution;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which executions a list shows, newest first. Null and empty mean any.
 *
 * @param states only these
 * @param operation only of this operation
 * @param initiatorId only by this user
 * @param from created at or after
 * @param to created before
 * @param before only those older than this place in the list
 * @param limit 1 to 200
 */
public record ExecutionFilter(
        Set<ExecutionState> states,
        @Nullable String operation,
        @Nullable String initiatorId,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Cursor before,
        int limit) {
    public static final int LIMIT_MAX = 200;

    /** Copies the states and checks the limit. */
    public ExecutionFilter {
        states = Set.copyOf(states);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit " + limit + " is not between 1 and " + LIMIT_MAX);
        }
    }

    /** A place in the list: executions are ordered by time of creation, then id. */
    public record Cursor(Instant createdAt, ExecutionId id) {}
}
