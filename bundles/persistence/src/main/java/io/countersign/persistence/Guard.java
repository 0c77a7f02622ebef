package io.countersign.persistence;

import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.FenceLostException;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

    /**
     * What the update left.
     *
     * @param fence the newest
     * @param eventNumber of the newest event, or of the one that is just being written
     * @param logNumber of the last log line
     */
    record Held(ExecutionState state, long fence, long eventNumber, long logNumber) {
        private static final String COLUMNS = "state, fence, event_number, log_number";

        static Held from(ResultSet row) throws SQLException {
            return new Held(
                    ExecutionState.valueOf(row.getString("state")),
                    row.getLong("fence"),
                    row.getLong("event_number"),
                    row.getLong("log_number"));
        }
    }

    /** Sets columns and gives the next event its number. */
    Held updateWithEvent(Transaction transaction, String columns, @Nullable Object... arguments) throws SQLException {
        return update(transaction, columns + ", " + RAISE_EVENT_NUMBER, arguments);
    }

    /** Gives the next event its number. */
    Held raiseEventNumber(Transaction transaction) throws SQLException {
        return update(transaction, RAISE_EVENT_NUMBER);
    }

    /** Changes nothing of the execution itself. */
    Held hold(Transaction transaction) throws SQLException {
        return update(transaction, "fence = fence");
    }

    /**
     * Sets columns.
     *
     * @throws FenceLostException when the fence is no longer the newest
     * @throws StateConflictException when the execution is in another state, or not there
     */
    Held update(Transaction transaction, String columns, @Nullable Object... arguments) throws SQLException {
        StringBuilder sql = new StringBuilder("UPDATE execution SET " + columns + " WHERE id = ?");
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.add(execution);
        if (fence != null) {
            sql.append(" AND fence = ?");
            all.add(fence);
        }
        if (state != null) {
            // not "=": an index by state would then look as good as the key to PostgreSQL while the table is small
            sql.append(" AND state IS NOT DISTINCT FROM ?");
            all.add(state);
        }
        Optional<Held> held = transaction.updateAndRead(sql.toString(), Held.COLUMNS, Held::from, all.toArray());
        if (held.isEmpty()) {
            throw conflict(transaction);
        }
        return held.get();
    }

    /** Why nothing was updated. */
    RuntimeException conflict(Transaction transaction) throws SQLException {
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
