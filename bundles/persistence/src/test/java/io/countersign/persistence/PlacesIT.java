package io.countersign.persistence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.PlaceLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.Before;
import org.junit.Test;

/** No more executions of an operation run at once than may, on all nodes together, and all of them run. */
public final class PlacesIT {
    private static final String LIMIT = NoOperation.NAME + "=2";
    private static final int EXECUTIONS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Duration TAKES = Duration.ofMillis(40);

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    /** What other tests have left is not picked up. */
    @Before
    public void emptyQueue() {
        TestDatabases.postgres().transactions().run(transaction -> transaction.update("DELETE FROM scheduled_tasks"));
    }

    @Test
    public void twoNodesShareTwoPlaces() throws Exception {
        DatabaseSettings settings = TestDatabases.postgresSettings();
        try (EngineNode one = new EngineNode(settings, work(), LIMIT, this::run);
                EngineNode other = new EngineNode(settings, work(), LIMIT, this::run)) {
            assertAllRunInPlaces(one, other);
        }
    }

    @Test
    public void oneNodeOnH2HasTwoPlaces() throws Exception {
        DatabaseSettings settings = TestDatabases.h2Settings(TestDatabases.directory());
        try (EngineNode node = new EngineNode(settings, work(), LIMIT, this::run)) {
            assertAllRunInPlaces(node, node);
        }
    }

    @Test
    public void aKilledNodeLosesNeitherItsPlaceNorWhoWaitsForIt() throws Exception {
        DatabaseSettings settings = TestDatabases.postgresSettings();
        try (OtherProcess process = OtherProcess.start(HangingNode.class, settings)) {
            ExecutionId hanging = new ExecutionId(process.readLine());
            String one = NoOperation.NAME + "=1";
            List<ExecutionId> ended = new ArrayList<>();
            try (EngineNode survivor = new EngineNode(settings, work(), one, this::run)) {
                awaitTrue(() -> find(survivor, hanging).state() == ExecutionState.RUNNING);
                ExecutionId waiting = survivor.submit();
                awaitTrue(() -> find(survivor, waiting).waitingReason() != null);
                assertEquals(
                        new PlaceLimit(NoOperation.NAME, 1).waitingReason(),
                        find(survivor, waiting).waitingReason());
                assertEquals(ExecutionState.QUEUED, find(survivor, waiting).state());

                process.kill();
                awaitTrue(() -> find(survivor, waiting).state() == ExecutionState.COMPLETED);

                assertEquals(ExecutionState.COMPLETED, find(survivor, hanging).state());
                ended.addAll(List.of(hanging, waiting));
                ended.sort(Comparator.comparing(id -> endOf(survivor, id)));
                assertEquals(List.of(hanging, waiting), ended);
                assertEquals(1, mostRunning.get());
            }
        }
    }

    private void assertAllRunInPlaces(EngineNode one, EngineNode other) {
        long begun = System.nanoTime();
        List<ExecutionId> all = new ArrayList<>();
        for (int i = 0; i < EXECUTIONS; i++) {
            all.add((i % 2 == 0 ? one : other).submit());
        }
        awaitTrue(() -> all.stream().allMatch(id -> find(one, id).state() == ExecutionState.COMPLETED));

        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println(EXECUTIONS + " executions of " + TAKES.toMillis() + " ms in two places took "
                + took.toMillis() + " ms");
        assertEquals(2, mostRunning.get());
        assertTrue("they went on without waiting for a poll: " + took, took.compareTo(Duration.ofSeconds(20)) < 0);
        assertFalse(all.stream().anyMatch(id -> find(one, id).waitingReason() != null));
    }

    private void run() {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        long until = System.nanoTime() + TAKES.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        running.decrementAndGet();
    }

    private static Instant endOf(EngineNode node, ExecutionId id) {
        Instant ended = find(node, id).endedAt();
        return ended == null ? Instant.MAX : ended;
    }

    private static Execution find(EngineNode node, ExecutionId id) {
        return node.executions().find(id).orElseThrow();
    }

    private static WorkSettings work() {
        return new WorkSettings(8, Duration.ofMillis(20), BEAT);
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue("waited in vain", System.nanoTime() < deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
