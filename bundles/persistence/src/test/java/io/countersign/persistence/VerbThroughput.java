package io.countersign.persistence;

import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository;
import io.countersign.core.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Verbs per second on both databases, by hand: {@code java … VerbThroughput [SECONDS] [THREADS]}. Three verbs (submit,
 * claim, plan with one effect) of an execution count as three; the intent is measured apart, because H2 forces it to
 * the disk.
 */
final class VerbThroughput {
    private VerbThroughput() {}

    public static void main(String[] arguments) throws Exception {
        Duration duration = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 10);
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
        for (DatabaseSettings settings :
                List.of(TestDatabases.h2Settings(TestDatabases.directory()), TestDatabases.postgresSettings())) {
            System.out.println(settings.vendor() + ": first start " + startMillis(settings) + " ms, next "
                    + startMillis(settings) + " ms, " + startMillis(settings) + " ms");
            try (Database database = Database.open(settings)) {
                ExecutionRepository executions = new JpaExecutionRepository(database);
                run(executions, duration.dividedBy(3), threads, VerbThroughput::submitClaimPlan);
                report(
                        settings,
                        "submit+claim+plan",
                        3 * run(executions, duration, 1, VerbThroughput::submitClaimPlan),
                        duration,
                        1);
                report(
                        settings,
                        "submit+claim+plan",
                        3 * run(executions, duration, threads, VerbThroughput::submitClaimPlan),
                        duration,
                        threads);
                report(
                        settings,
                        "intent+outcome",
                        2 * run(executions, duration, threads, VerbThroughput::payOnce),
                        duration,
                        threads);
            }
        }
        System.exit(0);
    }

    private static long startMillis(DatabaseSettings settings) {
        long start = System.nanoTime();
        Database.open(settings).close();
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static void report(DatabaseSettings settings, String what, long verbs, Duration duration, int threads) {
        System.out.println(settings.vendor() + ": " + what + ", " + threads + " threads: "
                + verbs / duration.toSeconds() + " verbs/s");
    }

    private static long run(ExecutionRepository executions, Duration duration, int threads, Round round)
            throws Exception {
        long deadline = System.nanoTime() + duration.toNanos();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                counts.add(pool.submit(() -> {
                    long rounds = 0;
                    for (; System.nanoTime() < deadline; rounds++) {
                        round.run(executions);
                    }
                    return rounds;
                }));
            }
            long rounds = 0;
            for (Future<Long> count : counts) {
                rounds += count.get();
            }
            return rounds;
        } finally {
            pool.shutdown();
        }
    }

    private static void submitClaimPlan(ExecutionRepository executions) {
        ExecutionId execution = Samples.submitted(executions);
        Samples.planned(executions, execution, Samples.plannedEffect("pay", "lock-" + execution));
    }

    /** Submits, plans and starts as well; only the last two verbs are counted. */
    private static void payOnce(ExecutionRepository executions) {
        ExecutionId execution = Samples.submitted(executions);
        var effect = Samples.plannedEffect("pay", "lock-" + execution);
        long fence = Samples.started(executions, execution, effect);
        executions.recordIntent(
                Samples.intent(execution, effect),
                fence,
                Samples.audit(io.countersign.core.audit.AuditAction.EFFECT_INTENT, execution));
        executions.recordOutcome(
                Samples.applied(execution, "pay", io.countersign.core.execution.EffectState.INTENT),
                fence,
                Samples.audit(io.countersign.core.audit.AuditAction.EFFECT_APPLIED, execution));
    }

    private interface Round {
        void run(ExecutionRepository executions);
    }
}
