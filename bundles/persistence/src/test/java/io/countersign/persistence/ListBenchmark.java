package io.countersign.persistence;

import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.testing.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Pages of a long list: from its start, from deep within, and through each filter. */
final class ListBenchmark {
    private static final int PAGE = 50;
    private static final int ROUNDS = 200;
    private static final int PER_INSERT = 100_000;
    private static final String OLDEST = "2024-01-01T00:00:00Z";

    private final JdbcExecutionRepository executions;
    private final BiConsumer<String, String> figures;

    private ListBenchmark(JdbcExecutionRepository executions, BiConsumer<String, String> figures) {
        this.executions = executions;
        this.figures = figures;
    }

    static void run(DatabaseSettings settings, int executions, BiConsumer<String, String> figures) throws SQLException {
        fill(settings, executions);
        try (Database database = Database.open(settings)) {
            new ListBenchmark(new JdbcExecutionRepository(database), figures).measure(executions);
        }
    }

    private void measure(int count) {
        Instant deep = Instant.parse(OLDEST).plusSeconds(count / 2);
        Set<ExecutionState> failed = Set.of(ExecutionState.FAILED);
        Set<ExecutionState> open = Set.of(ExecutionState.AWAITING_APPROVAL, ExecutionState.SETTLING);
        measure("newest", Set.of(), null, null, null, null);
        measure("deep in the list", Set.of(), null, null, null, deep);
        measure("failed", failed, null, null, null, null);
        measure("failed, deep", failed, null, null, null, deep);
        measure("two states that are rare", open, null, null, null, null);
        measure("one operation, deep", Set.of(), "operation.7", null, null, deep);
        measure("one person, deep", Set.of(), null, "u-17", null, deep);
        measure("failed of one operation, deep", failed, "operation.7", null, null, deep);
        measure(
                "one person and operation in a month, deep",
                Set.of(),
                "operation.7",
                "u-17",
                deep.minusSeconds(2_592_000),
                deep);
    }

    private void measure(
            String what,
            Set<ExecutionState> states,
            @Nullable String operation,
            @Nullable String initiator,
            @Nullable Instant from,
            @Nullable Instant before) {
        Latencies latencies = new Latencies();
        for (int i = 0; i < ROUNDS; i++) {
            // another place each time, so that it is not one page that is warm
            ExecutionFilter.Cursor cursor = before == null
                    ? null
                    : new ExecutionFilter.Cursor(before.minusSeconds(i * 97L), Samples.executionId());
            long begin = System.nanoTime();
            List<Execution> page =
                    executions.list(new ExecutionFilter(states, operation, initiator, from, null, cursor, PAGE));
            latencies.add(System.nanoTime() - begin);
            if (page.isEmpty()) {
                throw new IllegalStateException("'" + what + "' found nothing");
            }
        }
        figures.accept("page of " + PAGE + " of the list, " + what + ": p50 / p99 / max ms", latencies.summary());
    }

    private static void fill(DatabaseSettings settings, int executions) throws SQLException {
        boolean h2 = settings.vendor() == Vendor.H2;
        String series = h2 ? "SYSTEM_RANGE(%d, %d)" : "generate_series(%d, %d) AS s (n)";
        String n = h2 ? "x" : "n";
        String sql =
                "INSERT INTO execution (id, operation, release_digest, plugin_version, state, parameters, initiator_id,"
                        + " initiator_name, comment, plan_digest, risk_level, fence, event_number, log_number, progress_done,"
                        + " progress_total, cancel_requested, result, created_at, updated_at, started_at, ended_at)"
                        + " SELECT " + id(settings, n) + ", 'operation.' || MOD({n}, 20), '" + "d".repeat(64)
                        + "', '1.0.0', CASE WHEN MOD({n}, 49) = 0 THEN 'FAILED' WHEN MOD({n}, 5000) = 7 THEN 'AWAITING_APPROVAL'"
                        + " WHEN MOD({n}, 5000) = 11 THEN 'SETTLING' ELSE 'COMPLETED' END, '{\"currency\":\"aed\"}',"
                        + " 'u-' || MOD({n}, 51), 'Ada Lovelace', 'monthly payout', '" + "e".repeat(64)
                        + "', 'LOW', 1, 4, 0, 0, 0, FALSE, '{\"success\":true,\"message\":\"done\"}', {t}, {t}, {t}, {t} FROM "
                        + series;
        String time = "TIMESTAMP WITH TIME ZONE '" + OLDEST + "' + {n} * INTERVAL '1' SECOND";
        try (Connection owner = TestDatabases.connect(settings, settings.ownerUser(), settings.ownerPasswordFile());
                Statement statement = owner.createStatement()) {
            for (int first = 1; first <= executions; first += PER_INSERT) {
                int last = Math.min(executions, first + PER_INSERT - 1);
                statement.execute(String.format(sql.replace("{t}", time).replace("{n}", n), first, last));
            }
            statement.execute(h2 ? "ANALYZE" : "VACUUM ANALYZE execution");
        }
    }

    /** 32 hexadecimal digits that are not in the order of time. */
    private static String id(DatabaseSettings settings, String n) {
        return settings.vendor() == Vendor.H2
                ? "LOWER(LEFT(RAWTOHEX(HASH('SHA-256', CAST(" + n + " AS VARCHAR))), 32))"
                : "md5(" + n + "::text)";
    }
}
