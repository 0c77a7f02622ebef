package io.countersign.persistence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.WorkItem;
import io.countersign.core.execution.Worker;
import io.countersign.core.testing.Samples;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Work that is handed over, again, later, and from the dead. */
@RunWith(Parameterized.class)
public final class WorkSchedulerIT {
    private static final WorkSettings DEFAULTS = new WorkSettings(4, Duration.ofMillis(100), Duration.ofSeconds(2));
    private static final Duration TAKE_OVER_MAX = Duration.ofSeconds(15);

    private final Vendor vendor;
    private final BlockingQueue<HandOver> handOvers = new LinkedBlockingQueue<>();
    private DatabaseSettings settings;
    private Database database;
    private JdbcExecutionRepository executions;
    private @Nullable WorkScheduler scheduler;

    public WorkSchedulerIT(Vendor vendor) {
        this.vendor = vendor;
    }

    private record HandOver(ExecutionId execution, WorkItem.Kind kind, long atNanos) {}

    @Parameters(name = "{0}")
    public static Object[] vendors() {
        return Vendor.values();
    }

    @Before
    public void openDatabase() {
        settings = vendor == Vendor.H2
                ? TestDatabases.h2Settings(TestDatabases.directory())
                : TestDatabases.postgresSettings();
        reopen();
        database.transactions().run(transaction -> transaction.update("DELETE FROM scheduled_tasks"));
    }

    @After
    public void closeDatabase() {
        if (scheduler != null) {
            scheduler.stop();
        }
        database.close();
    }

    @Test
    public void submittedExecutionIsHandedOverAtOnceAndOnce() throws Exception {
        start((execution, kind) -> Optional.empty());
        Samples.submitted(executions);
        next();

        long start = System.nanoTime();
        ExecutionId execution = Samples.submitted(executions);
        HandOver handOver = next();

        assertEquals(execution, handOver.execution());
        assertEquals(WorkItem.Kind.PLAN, handOver.kind());
        long millis = TimeUnit.NANOSECONDS.toMillis(handOver.atNanos() - start);
        System.out.println(vendor + ": handed over " + millis + " ms after the submission began");
        awaitNoWork(execution);
        assertEquals(0, handOvers.size());
    }

    @Test
    public void unfinishedWorkComesBackAfterItsDelay() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start((execution, kind) ->
                calls.incrementAndGet() < 3 ? Optional.of(Duration.ofMillis(300)) : Optional.empty());

        ExecutionId execution = Samples.submitted(executions);

        HandOver first = next();
        HandOver second = next();
        HandOver third = next();
        assertTrue(second.atNanos() - first.atNanos() >= Duration.ofMillis(250).toNanos());
        assertTrue(third.atNanos() - second.atNanos() >= Duration.ofMillis(250).toNanos());
        awaitNoWork(execution);
    }

    @Test
    public void failingWorkerIsAskedAgainAfterAPause() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start((execution, kind) -> {
            if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("the worker failed on purpose, try " + calls);
            }
            return Optional.empty();
        });

        ExecutionId execution = Samples.submitted(executions);

        HandOver first = next();
        HandOver second = next();
        HandOver third = next();
        assertEquals(execution, third.execution());
        assertTrue(second.atNanos() - first.atNanos() >= Duration.ofMillis(900).toNanos());
        assertTrue(third.atNanos() - second.atNanos() >= Duration.ofMillis(1900).toNanos());
        awaitNoWork(execution);
    }

    @Test
    public void pausesGrowToAMinute() {
        assertEquals(Duration.ofSeconds(1), WorkScheduler.retryDelay(0));
        assertEquals(Duration.ofSeconds(2), WorkScheduler.retryDelay(1));
        assertEquals(Duration.ofSeconds(32), WorkScheduler.retryDelay(5));
        assertEquals(Duration.ofSeconds(60), WorkScheduler.retryDelay(6));
        assertEquals(Duration.ofSeconds(60), WorkScheduler.retryDelay(1000));
    }

    @Test
    public void stopWaitsForRunningWorkAndNeverInterruptsIt() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        start((execution, kind) -> {
            try {
                finish.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            // the database is still open for the running worker
            executions.find(execution);
            return Optional.empty();
        });
        ExecutionId execution = Samples.submitted(executions);
        next();

        Thread stopping = new Thread(this::stop);
        stopping.start();
        stopping.join(500);
        assertTrue("stop waits", stopping.isAlive());
        finish.countDown();
        stopping.join(10_000);

        assertFalse(stopping.isAlive());
        assertFalse(interrupted.get());
        assertEquals(0, TestDatabases.work(database, execution).size());
    }

    @Test
    public void workOfAKilledProcessIsTakenOver() throws Exception {
        ExecutionId execution = Samples.submitted(executions);
        if (vendor == Vendor.H2) {
            database.close();
        }
        long killed;
        try (OtherProcess process = OtherProcess.start(HangingProcess.class, settings)) {
            String line = process.readLine();
            while (!line.equals(execution.text())) {
                line = process.readLine();
            }
            if (vendor == Vendor.POSTGRESQL) {
                start((taken, kind) -> Optional.empty());
                assertEquals("not taken from the living", null, handOvers.poll(5, TimeUnit.SECONDS));
            }
            process.kill();
            killed = System.nanoTime();
        }
        if (vendor == Vendor.H2) {
            reopen();
            start((taken, kind) -> Optional.empty());
        }

        HandOver handOver = next();

        assertEquals(execution, handOver.execution());
        Duration taken = Duration.ofNanos(handOver.atNanos() - killed);
        System.out.println(vendor + ": taken over " + taken.toMillis() + " ms after the kill");
        assertTrue("taken over after " + taken, taken.compareTo(TAKE_OVER_MAX) <= 0);
        awaitNoWork(execution);
    }

    private void reopen() {
        database = Database.open(settings);
        executions = new JdbcExecutionRepository(database);
    }

    private void start(Worker worker) {
        scheduler = new WorkScheduler(
                database,
                (execution, kind) -> {
                    handOvers.add(new HandOver(execution, kind, System.nanoTime()));
                    return worker.perform(execution, kind);
                },
                DEFAULTS);
    }

    private void stop() {
        WorkScheduler running = scheduler;
        scheduler = null;
        if (running != null) {
            running.stop();
        }
    }

    private HandOver next() throws InterruptedException {
        HandOver handOver = handOvers.poll(30, TimeUnit.SECONDS);
        if (handOver == null) {
            throw new AssertionError("nothing was handed over within 30 s");
        }
        return handOver;
    }

    private void awaitNoWork(ExecutionId execution) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!TestDatabases.work(database, execution).isEmpty()) {
            assertTrue("work of " + execution + " was not removed within 10 s", System.nanoTime() < deadline);
            Thread.onSpinWait();
        }
    }
}
