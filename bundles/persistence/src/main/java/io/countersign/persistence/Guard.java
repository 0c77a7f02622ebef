package io.countersign.persistence;

import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.FenceLostException;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of an execution for a write to count. Check and write are one UPDATE, which also holds the
 * execution's row until the transaction ends: every verb starts with it, so verbs on one execution come one after the
 * other.
 *
 * @param fence the fence the writer holds; null when no worker is asked
 * @param state the state the writer expects; null for any
 */
record Guard(ExecutionId execution, @Nullable Long fence, @Nullable ExecutionState state) {
    private static final String RAISE_EVENT_NUMBER = "event_number = event_number + 1, updated_at = {now}";

    static Guard fence(ExecutionId execution, long fence) {
        return new Guard(execution, fence, null);
    }

    static Guard state(ExecutionId execution, ExecutionState state) {
        return new Guard(execution, null, state);
    }

    static Guard any(ExecutionId execution) {
        return new Guard(execution, null, null);
    }

    static Guard of(StateChange change) {
        return new Guard(change.execution(), change.fence().orElse(null), change.from());
    }

    /** Sets columns and gives the next event its number. */
    void updateWithEvent(Transaction transaction, String columns, @Nullable Object... arguments) throws SQLException {
        update(transaction, columns + ", " + RAISE_EVENT_NUMBER, arguments);
    }

    /** Gives the next event its number. */
    void raiseEventNumber(Transaction transaction) throws SQLException {
        update(transaction, RAISE_EVENT_NUMBER);
    }

    /** Changes nothing of the execution itself. */
    void hold(Transaction transaction) throws SQLException {
        update(transaction, "fence = fence");
    }

    /**
     * Sets columns.
     *
     * @throws FenceLostException when the fence is no longer the newest
     * @throws StateConflictException when the execution is in another state, or not there
     */
    void update(Transaction transaction, String columns, @Nullable Object... arguments) throws SQLException {
        StringBuilder sql = new StringBuilder("UPDATE execution SET " + columns + " WHERE id = ?");
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.add(execution);
        if (fence != null) {
            sql.append(" AND fence = ?");
            all.add(fence);
        }
        if (state != null) {
            sql.append(" AND state = ?");
            all.add(state);
        }
        if (transaction.update(sql.toString(), all.toArray()) == 0) {
            throw conflict(transaction);
        }
    }

    private RuntimeException conflict(Transaction transaction) throws SQLException {
        Guard found = transaction
                .first(
                        "SELECT fence, state FROM execution WHERE id = ?",
                        row -> new Guard(
                                execution, row.getLong("fence"), ExecutionState.valueOf(row.getString("state"))),
                        execution)
                .orElse(null);
        if (fence != null && (found == null || !fence.equals(found.fence))) {
            return new FenceLostException(execution, fence);
        }
        if (found == null) {
            return new StateConflictException(execution, "there is no execution " + execution);
        }
        return new StateConflictException(
                execution, "execution " + execution + " is " + found.state + ", not " + state);
    }
}
