package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Failure;
import io.countersign.core.execution.FenceLostException;
import io.countersign.core.execution.PlanRecord;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transition as it changes the execution's row: check and write in one, as {@link Guard} does it, but the same
 * statement for all transitions, so that those of many executions are one way to the database.
 *
 * @param plan what planning brought, when this leaves planning
 */
record StateTransition(StateChange change, @Nullable PlanRecord plan) {
    // the state is not compared with "=": an index by state would then look as good as the key to PostgreSQL while the
    // table is small
    private static final String UPDATE = "UPDATE execution SET state = ?, fence = fence + ?, waiting_reason = NULL,"
            + " place_asked_at = NULL,"
            + " result = COALESCE(CAST(? AS VARCHAR), result), failure_code = COALESCE(?, failure_code),"
            + " failure_message = COALESCE(?, failure_message), started_at = COALESCE(started_at, ?),"
            + " ended_at = COALESCE(?, ended_at), release_digest = COALESCE(?, release_digest),"
            + " plugin_version = COALESCE(?, plugin_version), plan_digest = COALESCE(?, plan_digest),"
            + " risk_level = COALESCE(?, risk_level), event_number = event_number + 1, updated_at = {now}"
            + " WHERE id = ? AND state IS NOT DISTINCT FROM ? AND fence = COALESCE(?, fence)";

    /**
     * What a transition left.
     *
     * @param fence the newest
     * @param eventNumber of the event that tells of it
     */
    record Done(long fence, long eventNumber) {
        private static final String[] COLUMNS = {"fence", "event_number"};

        static Done from(ResultSet row) throws SQLException {
            return new Done(row.getLong("fence"), row.getLong("event_number"));
        }
    }

    ExecutionId execution() {
        return change.execution();
    }

    /**
     * Makes the transition.
     *
     * @throws FenceLostException when the fence is no longer the newest
     * @throws StateConflictException when the execution is in another state, or not there
     */
    Done make(Transaction transaction) throws SQLException {
        return requireMade(transaction, makeAll(transaction, List.of(this)).get(0));
    }

    /** Makes those that are possible, each of another execution; answers what came of each. */
    static List<Optional<Done>> makeAll(Transaction transaction, List<StateTransition> transitions)
            throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (StateTransition transition : transitions) {
            rows.add(transition.arguments());
        }
        return transaction.updateEachAndRead(UPDATE, Done.COLUMNS, Done::from, rows);
    }

    Done requireMade(Transaction transaction, Optional<Done> done) throws SQLException {
        if (done.isEmpty()) {
            throw Guard.of(change).conflict(transaction);
        }
        return done.get();
    }

    private @Nullable Object[] arguments() {
        Failure failure = change.failure().orElse(null);
        return new @Nullable Object[] {
            change.to(),
            change.raisesFence() ? 1L : 0L,
            change.result().map(Json::toText).orElse(null),
            failure == null ? null : failure.code(),
            failure == null ? null : failure.message(),
            change.to() == ExecutionState.RUNNING ? change.at() : null,
            change.to().isEnd() ? change.at() : null,
            plan == null ? null : plan.releaseDigest(),
            plan == null ? null : plan.pluginVersion(),
            plan == null ? null : plan.document().digest(),
            plan == null ? null : plan.riskLevel(),
            change.execution(),
            change.from(),
            change.fence().orElse(null)
        };
    }
}
