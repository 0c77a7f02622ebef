package io.countersign.persistence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.FenceLostException;
import io.countersign.core.execution.NewExecution;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.testing.Samples;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Verbs of many callers in one commit: what they share, and what they must not share. */
@RunWith(Parameterized.class)
public final class GroupCommitIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Database database;
    private final JdbcExecutionRepository executions;
    private final ExecutorService callers = Executors.newCachedThreadPool();

    public GroupCommitIT(Vendor vendor) {
        database = vendor == Vendor.H2 ? TestDatabases.h2() : TestDatabases.postgres();
        executions = new JdbcExecutionRepository(database);
    }

    @Parameters(name = "{0}")
    public static Object[] vendors() {
        return Vendor.values();
    }

    @After
    public void stopCallers() {
        callers.shutdownNow();
    }

    @Test
    public void verbsThatWaitShareOneTransaction() throws Exception {
        GroupCommit groups = new GroupCommit(database.transactions(), 1, 64);
        Set<Transaction> used = Collections.synchronizedSet(new HashSet<>());
        CountDownLatch busy = new CountDownLatch(1);
        Future<?> first = occupy(groups, busy);

        List<Future<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(callers.submit(() -> groups.call(Samples.executionId(), used::add)));
        }
        await(() -> groups.waiting() == 10);
        busy.countDown();

        first.get();
        for (Future<Boolean> verb : waiting) {
            verb.get();
        }
        assertEquals(1, used.size());
    }

    @Test
    public void groupIsNotLargerThanAllowed() throws Exception {
        GroupCommit groups = new GroupCommit(database.transactions(), 1, 4);
        Set<Transaction> used = Collections.synchronizedSet(new HashSet<>());
        CountDownLatch busy = new CountDownLatch(1);
        Future<?> unused = occupy(groups, busy);

        List<Future<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(callers.submit(() -> groups.call(Samples.executionId(), used::add)));
        }
        await(() -> groups.waiting() == 10);
        busy.countDown();

        for (Future<Boolean> verb : waiting) {
            verb.get();
        }
        assertEquals(3, used.size());
    }

    @Test
    public void verbWithoutCompanyIsRunByItsCallerAtOnce() {
        GroupCommit groups = new GroupCommit(database.transactions(), 2, 64);

        Thread ran = groups.call(Samples.executionId(), transaction -> Thread.currentThread());

        assertEquals(Thread.currentThread(), ran);
    }

    @Test
    public void failingVerbFailsAlone() throws Exception {
        GroupCommit groups = new GroupCommit(database.transactions(), 1, 64);
        ExecutionId good = Samples.submitted(executions);
        ExecutionId alsoGood = Samples.submitted(executions);
        ExecutionId bad = Samples.submitted(executions);
        Future<?> badVerb = inOneGroup(
                groups,
                () -> groups.call(good, transaction -> raiseEventNumber(transaction, good)),
                () -> groups.call(bad, transaction -> {
                    raiseEventNumber(transaction, bad);
                    throw new StateConflictException(bad, "refused on purpose");
                }),
                () -> groups.call(alsoGood, transaction -> raiseEventNumber(transaction, alsoGood)));

        ExecutionException failure = assertThrows(ExecutionException.class, badVerb::get);

        assertEquals("refused on purpose", cause(failure).getMessage());
        assertEquals(2, found(good).eventNumber());
        assertEquals(2, found(alsoGood).eventNumber());
        assertEquals(1, found(bad).eventNumber());
    }

    @Test
    public void refusedRowFailsOnlyTheVerbThatPutItOff() throws Exception {
        GroupCommit groups = new GroupCommit(database.transactions(), 1, 64);
        ExecutionId good = Samples.submitted(executions);
        ExecutionId bad = Samples.submitted(executions);
        ExecutionId alsoGood = Samples.submitted(executions);
        String step = "INSERT INTO execution_step (execution_id, name, result) VALUES (?, ?, ?)";
        Future<?> badVerb = inOneGroup(
                groups,
                () -> groups.call(good, transaction -> later(transaction, step, good, "a", "1")),
                () -> groups.call(bad, transaction -> {
                    transaction.later(step, bad, "a", "1");
                    return later(transaction, step, bad, "a", "2");
                }),
                () -> groups.call(alsoGood, transaction -> later(transaction, step, alsoGood, "a", "1")));

        ExecutionException failure = assertThrows(ExecutionException.class, badVerb::get);

        assertTrue(((DatabaseException) cause(failure)).isDuplicate());
        assertTrue(executions.findStep(good, "a").isPresent());
        assertTrue(executions.findStep(alsoGood, "a").isPresent());
        assertFalse(executions.findStep(bad, "a").isPresent());
    }

    @Test
    public void transitionsOfAGroupFailAlone() throws Exception {
        List<ExecutionId> all = new ArrayList<>();
        List<Future<Long>> verbs = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < 24; i++) {
            ExecutionId execution = Samples.submitted(executions);
            all.add(execution);
            StateChange change = Samples.change(execution, ExecutionState.PLANNING, ExecutionState.CANCELLED)
                    .fence(i % 6 == 0 ? 7 : 0)
                    .build();
            verbs.add(callers.submit(() -> {
                go.await();
                return executions.recordChange(change, Samples.audit(AuditAction.EXECUTION_CANCELLED, execution));
            }));
        }
        go.countDown();

        for (int i = 0; i < all.size(); i++) {
            Future<Long> verb = verbs.get(i);
            if (i % 6 == 0) {
                ExecutionException failure = assertThrows(ExecutionException.class, verb::get);
                assertEquals(FenceLostException.class, cause(failure).getClass());
                assertEquals(ExecutionState.PLANNING, found(all.get(i)).state());
            } else {
                assertEquals(0L, (long) verb.get());
                assertEquals(ExecutionState.CANCELLED, found(all.get(i)).state());
                assertEquals(2, executions.events(all.get(i), 0, 10).size());
            }
        }
    }

    @Test
    public void verbsOnOneExecutionSeeWhatEarlierOnesPutOff() throws Exception {
        GroupCommit groups = new GroupCommit(database.transactions(), 1, 64);
        ExecutionId execution = Samples.submitted(executions);
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch busy = new CountDownLatch(1);
        Future<?> unused = occupy(groups, busy);
        List<Future<?>> verbs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String name = "step-" + i;
            verbs.add(callers.submit(() -> groups.call(execution, transaction -> {
                seen.add(transaction
                        .list("SELECT name FROM execution_step WHERE execution_id = ?", row -> row, execution)
                        .size());
                return later(
                        transaction,
                        "INSERT INTO execution_step (execution_id, name, result) VALUES (?, ?, ?)",
                        execution,
                        name,
                        "1");
            })));
            int waiting = i + 1;
            await(() -> groups.waiting() == waiting);
        }
        busy.countDown();
        for (Future<?> verb : verbs) {
            verb.get();
        }

        assertEquals(List.of(0, 1, 2, 3, 4), seen);
    }

    @Test
    public void failedCommitFailsEveryVerbOfTheGroup() throws Exception {
        GroupCommit groups = new GroupCommit(losingTheSecondCommit(), 1, 64);
        ExecutionId one = Samples.submitted(executions);
        ExecutionId other = Samples.submitted(executions);
        CountDownLatch busy = new CountDownLatch(1);
        Future<?> first = occupy(groups, busy);
        Future<?> oneVerb = callers.submit(() -> groups.call(one, transaction -> raiseEventNumber(transaction, one)));
        Future<?> otherVerb =
                callers.submit(() -> groups.call(other, transaction -> raiseEventNumber(transaction, other)));
        await(() -> groups.waiting() == 2);
        busy.countDown();
        first.get();

        ExecutionException failure = assertThrows(ExecutionException.class, oneVerb::get);
        assertTrue(cause(failure).toString(), cause(failure).toString().contains("commit lost"));
        assertThrows(ExecutionException.class, otherVerb::get);
        assertEquals(1, found(one).eventNumber());
        assertEquals(1, found(other).eventNumber());
    }

    @Test
    public void interruptOfAWaitingCallerIsKeptAndItsVerbWritten() throws Exception {
        GroupCommit groups = new GroupCommit(database.transactions(), 1, 64);
        ExecutionId execution = Samples.submitted(executions);
        CountDownLatch busy = new CountDownLatch(1);
        Future<?> unused = occupy(groups, busy);
        AtomicBoolean kept = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            groups.call(execution, transaction -> raiseEventNumber(transaction, execution));
            kept.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        await(() -> groups.waiting() == 1);
        caller.interrupt();
        busy.countDown();
        caller.join(PATIENCE.toMillis());

        assertTrue(kept.get());
        assertEquals(2, found(execution).eventNumber());
    }

    @Test
    public void manyCallersLoseNothingAndNoTurn() throws Exception {
        GroupCommit groups = new GroupCommit(database.transactions(), 2, 8);
        List<ExecutionId> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(Samples.submitted(executions));
        }
        List<Future<?>> verbs = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            ExecutionId execution = all.get(i % all.size());
            verbs.add(callers.submit(() -> groups.call(execution, transaction -> {
                Guard.Held held = Guard.any(execution).raiseEventNumber(transaction);
                EventLog.append(transaction, execution, held.eventNumber(), "log", Samples.AT, JsonObject.empty());
                return true;
            })));
        }
        for (Future<?> verb : verbs) {
            verb.get();
        }

        for (ExecutionId execution : all) {
            assertEquals(
                    LongStream.rangeClosed(1, 51).boxed().toList(),
                    executions.events(execution, 0, 100).stream()
                            .map(ExecutionEvent::number)
                            .toList());
        }
        assertEquals(0, groups.running());
        // both turns are left: two verbs are under way at the same time
        CountDownLatch busy = new CountDownLatch(1);
        Future<?> one = occupy(groups, busy);
        Future<?> other = occupy(groups, busy);
        busy.countDown();
        one.get();
        other.get();
    }

    @Test
    public void submissionsAreThereWhenTheyReturn() throws Exception {
        List<Future<ExecutionId>> submissions = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            NewExecution submission = Samples.submission("bank.transfer", Samples.id(), Samples.id());
            submissions.add(callers.submit(() -> {
                executions.recordSubmission(
                        submission, Samples.audit(AuditAction.EXECUTION_SUBMITTED, submission.id()));
                assertEquals(1, executions.events(submission.id(), 0, 10).size());
                assertEquals(1, TestDatabases.work(database, submission.id()).size());
                return submission.id();
            }));
        }
        for (Future<ExecutionId> submission : submissions) {
            assertEquals(
                    1,
                    new JdbcAuditRepository(database)
                            .list("sample:" + submission.get(), "", Long.MAX_VALUE, 10)
                            .size());
        }
    }

    /** Queues verbs while another is under way, so that they make up one group; answers the second one. */
    private Future<?> inOneGroup(GroupCommit groups, Callable<?>... verbs) throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        Future<?> unused = occupy(groups, busy);
        List<Future<?>> futures = new ArrayList<>();
        for (Callable<?> verb : verbs) {
            futures.add(callers.submit(verb));
        }
        await(() -> groups.waiting() == verbs.length);
        busy.countDown();
        futures.get(0).get();
        futures.get(2).get();
        return futures.get(1);
    }

    /** A verb that is under way when this returns, and until it is released. */
    private Future<?> occupy(GroupCommit groups, CountDownLatch release) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> verb = callers.submit(() -> groups.call(Samples.executionId(), transaction -> {
            begun.countDown();
            try {
                return release.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }));
        assertTrue("the verb has begun", begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        return verb;
    }

    private Transactions losingTheSecondCommit() {
        AtomicInteger commits = new AtomicInteger();
        DataSource pool = database.applicationPool();
        BareDataSource losing = () -> {
            Connection connection = pool.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("commit") && commits.incrementAndGet() == 2) {
                            throw new SQLException("commit lost", "08006");
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        };
        CurrentConnection current = new CurrentConnection();
        return new Transactions(losing, current, JpaUnit.open(current, database.vendor()), database.vendor());
    }

    private static Throwable cause(ExecutionException failure) {
        return Objects.requireNonNull(failure.getCause());
    }

    private static boolean raiseEventNumber(Transaction transaction, ExecutionId execution) throws SQLException {
        Guard.any(execution).raiseEventNumber(transaction);
        return true;
    }

    private static boolean later(Transaction transaction, String sql, Object... arguments) {
        transaction.later(sql, arguments);
        return true;
    }

    private Execution found(ExecutionId execution) {
        return executions.find(execution).orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue("waited in vain", System.nanoTime() < deadline);
            Thread.onSpinWait();
        }
    }
}
