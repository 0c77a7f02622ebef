package io.countersign.persistence;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.Start;
import io.countersign.core.execution.PlaceLimit;
import io.countersign.core.execution.StateChange;
import java.sql.SQLException;
import java.util.List;

/**
 * Who may run when an operation has only so many places. Whoever asks holds the operation's row until the commit, so that
 * two nodes cannot both see the last place free. The row is taken before the execution's own, and nothing that holds an
 * execution's row asks for it, so nobody waits in a circle.
 */
final class Places {
    private static final String HELD =
            "SELECT COUNT(*) AS executions FROM execution WHERE state IN ('RUNNING', 'RESOLVING') AND operation = ?";
    private static final String ASKED_BEFORE = "SELECT COUNT(*) AS executions FROM execution o"
            + " JOIN execution me ON me.id = ? WHERE o.operation = ? AND o.state IN ('QUEUED', 'NEEDS_ATTENTION')"
            + " AND o.place_asked_at > ?"
            + " AND (o.created_at < me.created_at OR (o.created_at = me.created_at AND o.id < me.id))";
    private static final String FIRST_IN_LINE = "SELECT id FROM execution WHERE operation = ?"
            + " AND state IN ('QUEUED', 'NEEDS_ATTENTION') AND place_asked_at > ?"
            + " ORDER BY created_at, id FETCH FIRST ? ROWS ONLY";

    private final Transitions transitions;
    private final WorkQueue work;

    Places(Transitions transitions, WorkQueue work) {
        this.transitions = transitions;
        this.work = work;
    }

    Start recordStart(Transaction transaction, StateChange change, PlaceLimit limit, AuditEntry audit)
            throws SQLException {
        hold(transaction, limit.operation());
        long ahead = count(transaction, HELD, limit.operation())
                + count(
                        transaction,
                        ASKED_BEFORE,
                        change.execution(),
                        limit.operation(),
                        transaction.now().minus(PlaceLimit.ASK_KEPT));
        if (ahead < limit.max()) {
            return Start.under(transitions.recordChange(transaction, change, audit));
        }
        transitions.recordWaiting(transaction, Guard.of(change), limit.waitingReason(), change.at());
        transaction.update("UPDATE execution SET place_asked_at = {now} WHERE id = ?", change.execution());
        return Start.behind(ahead);
    }

    void wakeFirstInLine(Transaction transaction, PlaceLimit limit) throws SQLException {
        List<ExecutionId> first = transaction.list(
                FIRST_IN_LINE,
                row -> new ExecutionId(row.getString("id")),
                limit.operation(),
                transaction.now().minus(PlaceLimit.ASK_KEPT),
                limit.max());
        for (ExecutionId execution : first) {
            work.makeDue(transaction, execution);
        }
    }

    private static void hold(Transaction transaction, String operation) throws SQLException {
        String held = "SELECT operation FROM operation_place WHERE operation = ? FOR UPDATE";
        if (transaction
                .first(held, row -> row.getString("operation"), operation)
                .isEmpty()) {
            transaction.insertIfAbsent("INSERT INTO operation_place (operation) VALUES (?)", operation);
            transaction.one(held, row -> row.getString("operation"), operation);
        }
    }

    private static long count(Transaction transaction, String sql, Object... arguments) throws SQLException {
        return transaction.one(sql, row -> row.getLong("executions"), arguments);
    }
}
