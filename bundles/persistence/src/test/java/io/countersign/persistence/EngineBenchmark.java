package io.countersign.persistence;

import io.countersign.core.execution.ExecutionState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What the engine does in a second, beside what the database does: {@code ./mvnw -Pengine-benchmark}. Every execution is
 * submitted, planned, started and completed by the product's own code, each step committed durably and with its line in
 * the audit log. Sizes are system properties.
 */
final class EngineBenchmark {
    private static final Duration MEASURED = Duration.ofSeconds(Long.getLong("benchmark.seconds", 10));
    private static final Duration WARM_UP = Duration.ofSeconds(Long.getLong("benchmark.warmUpSeconds", 15));
    private static final int LISTED = Integer.getInteger("benchmark.listed", 1_000_000);
    private static final int UNDER_WAY = Integer.getInteger("benchmark.underWay", 512);
    private static final int WORKERS = Integer.getInteger("benchmark.workers", 32);
    private static final int POOL = Integer.getInteger("benchmark.pool", 16);
    private static final int STEADY_PER_SECOND = 50;
    private static final int WRITERS = 64;
    private static final int STEPS = 4;

    private static final List<String> TABLE = new ArrayList<>();

    private EngineBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        DatabaseSettings h2 = pooled(TestDatabases.h2Settings(TestDatabases.directory()));
        DatabaseSettings postgres = pooled(TestDatabases.postgresSettings());
        for (DatabaseSettings settings : List.of(h2, postgres)) {
            // held open meanwhile, because H2 delays writes until somebody has told it not to
            Database held = Database.open(settings);
            for (int writers : new int[] {1, WRITERS}) {
                row(
                        settings,
                        "commits/s of the database itself, writers: " + writers,
                        CommitRate.of(settings, writers, MEASURED.dividedBy(2)));
            }
            held.close();
            oneNode(settings);
        }
        twoNodes(postgres);
        for (DatabaseSettings settings : List.of(h2, postgres)) {
            ListBenchmark.run(settings, LISTED, (what, figure) -> row(settings, what, figure));
        }
        System.out.println();
        System.out.println("| database | what | figure |");
        System.out.println("|---|---|---|");
        TABLE.forEach(System.out::println);
        System.exit(0);
    }

    static EngineLoad load(DatabaseSettings settings) throws IOException {
        return new EngineLoad(
                settings, new WorkSettings(WORKERS, Duration.ofMillis(100), Duration.ofSeconds(2)), UNDER_WAY);
    }

    private static void oneNode(DatabaseSettings settings) throws Exception {
        try (EngineLoad load = load(settings)) {
            load.flood(WARM_UP);
            Executed executed = Executed.start(load.node());
            Latencies submits = load.flood(MEASURED);
            row(settings, "executions/s, 1 node", executed.perSecond());
            row(settings, "submit p50 / p99 / max ms, as fast as it goes", submits.summary());
            settle(load.node());
            requireComplete(load.node());

            Executed steady = Executed.start(load.node());
            Latencies steadySubmits = load.trickle(MEASURED, STEADY_PER_SECOND);
            row(settings, "submit p50 / p99 / max ms, " + STEADY_PER_SECOND + "/s", steadySubmits.summary());
            settle(load.node());
            row(
                    settings,
                    "submitted to started p50 / p99 / max ms, " + STEADY_PER_SECOND + "/s",
                    steady.waits().summary());
        }
    }

    private static void twoNodes(DatabaseSettings settings) throws Exception {
        try (EngineLoad load = load(settings);
                OtherProcess other = OtherProcess.start(
                        EngineLoadProcess.class,
                        settings,
                        "-Dbenchmark.seconds=" + WARM_UP.plus(MEASURED).toSeconds(),
                        "-Dbenchmark.workers=" + WORKERS,
                        "-Dbenchmark.underWay=" + UNDER_WAY)) {
            if (!other.readLine().equals("ready")) {
                throw new IllegalStateException("the other node did not start");
            }
            other.writeLine("go");
            load.flood(WARM_UP);
            Executed executed = Executed.start(load.node());
            load.flood(MEASURED);
            row(settings, "executions/s, 2 nodes as 2 processes", executed.perSecond());
        }
    }

    private static DatabaseSettings pooled(DatabaseSettings settings) {
        return new DatabaseSettings(
                settings.url(),
                settings.ownerUser(),
                settings.ownerPasswordFile(),
                settings.appUser(),
                settings.appPasswordFile(),
                POOL);
    }

    private static void settle(EngineNode node) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (count(node, "SELECT COUNT(*) AS found FROM execution WHERE state <> 'COMPLETED'") > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("executions did not end within 60 s");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Nothing was left out for the sake of speed. */
    private static void requireComplete(EngineNode node) {
        long executions = count(node, "SELECT COUNT(*) AS found FROM execution");
        long entries = count(node, "SELECT COUNT(*) AS found FROM audit_entry");
        long pending = count(node, "SELECT COUNT(*) AS found FROM audit_pending");
        if (entries != STEPS * executions || pending != entries) {
            throw new IllegalStateException(executions + " executions left " + entries + " audit entries and " + pending
                    + " for the tree, not " + STEPS + " each");
        }
    }

    private static long count(EngineNode node, String sql, Object... arguments) {
        return node.database()
                .transactions()
                .call(transaction -> transaction.one(sql, row -> row.getLong("found"), arguments));
    }

    private static void row(DatabaseSettings settings, String what, Object figure) {
        String row = String.format(Locale.ROOT, "| %s | %s | %s |", settings.vendor(), what, figure);
        System.out.println(row);
        TABLE.add(row);
    }

    /** Executions that complete from now on. */
    private record Executed(EngineNode node, Instant from, long fromNanos) {
        static Executed start(EngineNode node) {
            return new Executed(node, node.executions().databaseTime(), System.nanoTime());
        }

        long perSecond() {
            double seconds = (System.nanoTime() - fromNanos) / 1e9;
            return Math.round(count(
                            node,
                            "SELECT COUNT(*) AS found FROM execution WHERE state = ? AND updated_at >= ?",
                            ExecutionState.COMPLETED,
                            from)
                    / seconds);
        }

        Latencies waits() {
            Latencies waits = new Latencies();
            node.database()
                    .transactions()
                    .call(transaction -> transaction.list(
                            "SELECT created_at, started_at FROM execution WHERE updated_at >= ?",
                            row -> Duration.between(
                                    Timestamps.read(row, "created_at"), Timestamps.read(row, "started_at")),
                            from))
                    .forEach(wait -> waits.add(wait.toNanos()));
            return waits;
        }
    }
}
