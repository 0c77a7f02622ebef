package io.countersign.persistence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.ChangedExecution;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.node.Node;
import io.countersign.core.testing.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Two nodes on one PostgreSQL: each sees the other, its work and its changes, and takes over what it leaves. */
public final class SeveralNodesIT {
    private static final Duration TAKE_OVER_MAX = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BEAT = Duration.ofSeconds(2);

    private final DatabaseSettings settings = TestDatabases.postgresSettings();
    private Database one;
    private Database other;

    @Before
    public void openTwice() {
        one = Database.open(settings);
        other = Database.open(settings);
        one.transactions().run(transaction -> transaction.update("DELETE FROM scheduled_tasks"));
    }

    @After
    public void close() {
        one.close();
        other.close();
    }

    @Test
    public void nodesSeeEachOther() throws Exception {
        JdbcNodeRepository here = new JdbcNodeRepository(one, BEAT);
        JdbcNodeRepository there = new JdbcNodeRepository(other, BEAT);
        here.recordBeat("here", "192.0.2.1");
        there.recordBeat("there", "192.0.2.2");

        Node found = find(here, there.self()).orElseThrow();

        assertEquals("there", found.name());
        assertEquals("192.0.2.2", found.address());
        assertTrue(found.alive());
        assertFalse(found.startedAt().isAfter(found.heartbeatAt()));

        owner("UPDATE node SET heartbeat_at = heartbeat_at - INTERVAL '9' SECOND WHERE id = '" + there.self() + "'");
        assertFalse(find(here, there.self()).orElseThrow().alive());
        assertTrue(find(here, here.self()).orElseThrow().alive());

        there.recordBeat("there", "192.0.2.2");
        assertTrue(find(here, there.self()).orElseThrow().alive());

        there.recordStop();
        assertEquals(Optional.empty(), find(here, there.self()));
    }

    @Test
    public void nodesThatDiedLongAgoAreForgotten() throws Exception {
        JdbcNodeRepository there = new JdbcNodeRepository(other, BEAT);
        there.recordBeat("there", "192.0.2.2");
        owner("UPDATE node SET heartbeat_at = heartbeat_at - INTERVAL '8' DAY WHERE id = '" + there.self() + "'");

        JdbcNodeRepository here = new JdbcNodeRepository(one, BEAT);
        here.recordBeat("here", "192.0.2.1");

        assertEquals(Optional.empty(), find(here, there.self()));
    }

    @Test
    public void storeIsAgreedOnOnceByAllNodes() {
        String agreed = new JdbcStoreIdentityRepository(one).agreeOn(Samples.id());

        assertEquals(agreed, new JdbcStoreIdentityRepository(other).agreeOn(Samples.id()));
        assertEquals(Optional.of(agreed), new JdbcStoreIdentityRepository(other).find());
    }

    /** What live streams and the shell read: all of it comes from the database, none of it from the node. */
    @Test
    public void changesOfOneNodeAreSeenOnTheOtherWithoutAGap() {
        JdbcExecutionRepository here = new JdbcExecutionRepository(one);
        JdbcExecutionRepository there = new JdbcExecutionRepository(other);
        Instant since = there.databaseTime();
        ExecutionId execution = Samples.submitted(here);
        Samples.planned(there, execution, Samples.plannedEffect("pay", "lock-" + execution));

        ChangedExecution changed = there.changedSince(since, 1000).stream()
                .filter(candidate -> candidate.id().equals(execution))
                .findFirst()
                .orElseThrow();
        assertEquals(2, changed.eventNumber());
        assertEquals(here.changedSince(since, 1000), there.changedSince(since, 1000));
        assertEquals(
                List.of(1L, 2L),
                there.events(execution, 0, 10).stream()
                        .map(ExecutionEvent::number)
                        .toList());
        assertEquals(here.events(execution, 1, 10), there.events(execution, 1, 10));
    }

    /** As when its process is paused between two statements. */
    @Test
    public void nodeThatStandsStillInATransactionDoesNotKeepItsLocks() throws Exception {
        ExecutionId execution = Samples.submitted(new JdbcExecutionRepository(one));
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FutureTask<Boolean> still = new FutureTask<>(() -> one.transactions().call(transaction -> {
            Guard.any(execution).hold(transaction);
            locked.countDown();
            awaitTrue(() -> goOn.getCount() == 0);
            Guard.any(execution).hold(transaction);
            return true;
        }));
        new Thread(still, "standing-still").start();
        locked.await();
        long begun = System.nanoTime();

        new JdbcExecutionRepository(other).recordClaim(execution, ExecutionState.PLANNING, null);

        Duration waited = Duration.ofNanos(System.nanoTime() - begun);
        goOn.countDown();
        assertTrue("waited " + waited, waited.compareTo(Vendor.IDLE_IN_TRANSACTION_MAX.plusSeconds(5)) < 0);
        ExecutionException lost = assertThrows(ExecutionException.class, still::get);
        assertEquals(
                DatabaseException.class, Objects.requireNonNull(lost.getCause()).getClass());
    }

    @Test
    public void runningExecutionOfAKilledNodeIsFinishedByAnother() throws Exception {
        WorkSettings defaults = new WorkSettings(4, Duration.ofMillis(100), BEAT);
        try (OtherProcess process = OtherProcess.start(HangingNode.class, settings)) {
            ExecutionId execution = new ExecutionId(process.readLine());
            try (EngineNode survivor = new EngineNode(settings, defaults, () -> {})) {
                JdbcExecutionRepository executions = survivor.executions();
                awaitTrue(() -> state(executions, execution) == ExecutionState.RUNNING);

                process.kill();
                long killed = System.nanoTime();
                awaitTrue(() -> state(executions, execution) == ExecutionState.COMPLETED);

                Duration taken = Duration.ofNanos(System.nanoTime() - killed);
                System.out.println("finished elsewhere " + taken.toMillis() + " ms after the kill");
                assertTrue("finished after " + taken, taken.compareTo(TAKE_OVER_MAX) <= 0);
                List<String> words = new ArrayList<>();
                new JdbcAuditRepository(one)
                        .list("execution:" + execution, "", Long.MAX_VALUE, 10)
                        .forEach(stored -> words.add(stored.entry().text("action")));
                assertEquals(
                        List.of(
                                "execution.completed",
                                "execution.taken-over",
                                "execution.started",
                                "execution.planned",
                                "execution.submitted"),
                        words);
            }
        }
    }

    private static ExecutionState state(JdbcExecutionRepository executions, ExecutionId execution) {
        return executions.find(execution).orElseThrow().state();
    }

    private static Optional<Node> find(JdbcNodeRepository nodes, String id) {
        return nodes.list().stream().filter(node -> node.id().equals(id)).findFirst();
    }

    private void owner(String sql) throws SQLException {
        try (Connection owner = TestDatabases.connect(settings, settings.ownerUser(), settings.ownerPasswordFile());
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue("waited in vain", System.nanoTime() < deadline);
            Thread.onSpinWait();
        }
    }
}
