package io.countersign.core.testing;

import static io.countersign.core.execution.ExecutionState.AWAITING_APPROVAL;
import static io.countersign.core.execution.ExecutionState.COMPLETED;
import static io.countersign.core.execution.ExecutionState.NEEDS_ATTENTION;
import static io.countersign.core.execution.ExecutionState.QUEUED;
import static io.countersign.core.execution.ExecutionState.RESOLVING;
import static io.countersign.core.execution.ExecutionState.RUNNING;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.Start;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.FenceLostException;
import io.countersign.core.execution.NewExecution;
import io.countersign.core.execution.PlaceLimit;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.execution.WorkItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** Places to run in: who gets one, who waits, and who is not waited for. */
public abstract class PlaceContract extends ContractTest {
    private final String operation = "places." + Samples.id();
    private final PlaceLimit two = new PlaceLimit(operation, 2);
    private int submissions;

    @Test
    public void noMoreStartThanThereArePlaces() {
        ExecutionId first = queued();
        ExecutionId second = queued();
        ExecutionId third = queued();

        assertTrue(ask(first).started());
        Start start = ask(second);
        assertTrue(start.started());
        assertEquals(found(second).fence(), start.fence());
        assertTrue(ports.executions().heartbeat(second, start.fence()).fenceHeld());
        long fenceBefore = found(third).fence();
        List<String> auditBefore = audited(third);

        assertEquals(Start.behind(2), ask(third));
        assertEquals(Start.behind(2), ask(third));

        assertEquals(QUEUED, found(third).state());
        assertEquals(fenceBefore, found(third).fence());
        assertNull(found(third).startedAt());
        assertEquals(auditBefore, audited(third));
        assertEquals(two.waitingReason(), found(third).waitingReason());
        assertEquals(two.waitingReason(), newestEvent(third).data().text("waitingReason"));
        assertEquals("told once", 4, found(third).eventNumber());

        change(first, RUNNING, COMPLETED);
        assertTrue(ask(third).started());
        assertEquals(RUNNING, found(third).state());
        assertNull(found(third).waitingReason());
        assertEquals("execution.started", audited(third).get(0));
    }

    @Test
    public void theOneThatWasSubmittedFirstGetsThePlace() {
        ExecutionId first = running();
        running();
        ExecutionId third = queued();
        ExecutionId fourth = queued();
        ExecutionId fifth = queued();
        assertEquals(Start.behind(2), ask(fifth));
        assertEquals(Start.behind(2), ask(third));
        assertEquals(Start.behind(3), ask(fourth));

        change(first, RUNNING, COMPLETED);

        assertEquals(Start.behind(3), ask(fifth));
        assertEquals(Start.behind(2), ask(fourth));
        assertTrue(ask(third).started());
        assertEquals(Start.behind(2), ask(fourth));
    }

    @Test
    public void whoNeverAskedIsNotWaitedFor() {
        running();
        ExecutionId idle = queued();
        ExecutionId asking = queued();

        assertTrue(ask(asking).started());
        assertEquals(QUEUED, found(idle).state());
    }

    @Test
    public void whoWaitsForSomethingElseIsNotWaitedFor() {
        ExecutionId first = running();
        running();
        ExecutionId third = queued();
        ExecutionId fourth = queued();
        assertFalse(ask(third).started());
        ports.executions().recordWaiting(third, "no plug-in", Samples.AT);
        change(first, RUNNING, COMPLETED);

        assertTrue(ask(fourth).started());
        assertEquals("no plug-in", found(third).waitingReason());
    }

    @Test
    public void whoHasEndedWhileWaitingIsNotWaitedFor() {
        ExecutionId first = running();
        running();
        ExecutionId third = queued();
        ExecutionId fourth = queued();
        assertFalse(ask(third).started());
        change(third, QUEUED, ExecutionState.CANCELLED);
        change(first, RUNNING, COMPLETED);

        assertTrue(ask(fourth).started());
    }

    @Test
    public void findingOutKeepsThePlaceAndWaitingForPeopleGivesItBack() {
        ExecutionId first = running();
        running();
        ExecutionId third = queued();
        long fence = change(first, RUNNING, RESOLVING);
        assertEquals(Start.behind(2), ask(third));

        change(first, RESOLVING, NEEDS_ATTENTION);
        assertTrue(ask(third).started());

        StateChange resumed =
                Samples.change(first, NEEDS_ATTENTION, RUNNING).fence(fence).build();
        assertEquals(Start.behind(2), start(first, resumed));
        assertEquals(NEEDS_ATTENTION, found(first).state());
        ExecutionId fourth = queued();
        assertEquals("it is in the line like all others", Start.behind(3), ask(fourth));
        change(third, RUNNING, COMPLETED);
        assertEquals(Start.under(fence), start(first, resumed));
    }

    @Test
    public void operationsDoNotTakePlacesFromOneAnother() {
        running();
        running();
        PlaceLimit other = new PlaceLimit("places.other." + operation, 1);
        ExecutionId elsewhere = queued(other.operation());

        assertTrue(ports.executions()
                .recordStart(starting(elsewhere), other, Samples.audit(AuditAction.EXECUTION_STARTED, elsewhere))
                .started());
    }

    @Test
    public void whoeverIsNotQueuedOrHasLostTheFenceCannotAsk() {
        ExecutionId first = running();
        ExecutionId second = running();
        refused(StateConflictException.class, first, () -> ask(first));
        change(second, RUNNING, RESOLVING);
        change(second, RESOLVING, NEEDS_ATTENTION);
        StateChange late =
                Samples.change(second, NEEDS_ATTENTION, RUNNING).fence(1).build();
        refused(FenceLostException.class, second, () -> start(second, late));
        running();
        refused(FenceLostException.class, second, () -> start(second, late));
    }

    @Test
    public void whoeverAsksAtOnceSharesThePlacesThereAre() throws Exception {
        List<ExecutionId> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(queued());
        }
        ExecutorService pool = Executors.newFixedThreadPool(all.size());
        try {
            CountDownLatch together = new CountDownLatch(all.size());
            List<Future<Start>> starts = new ArrayList<>();
            for (ExecutionId execution : all) {
                Callable<Start> asking = () -> {
                    together.countDown();
                    together.await();
                    return ask(execution);
                };
                starts.add(pool.submit(asking));
            }
            int started = 0;
            for (Future<Start> start : starts) {
                started += start.get(60, TimeUnit.SECONDS).started() ? 1 : 0;
            }
            // fewer when an earlier one asks after a later one was refused because of it: it has its place kept
            assertTrue(started + " started", started >= 1 && started <= 2);
            assertEquals(
                    started,
                    all.stream().filter(id -> found(id).state() == RUNNING).count());
        } finally {
            pool.shutdownNow();
        }
        all.forEach(execution -> {
            if (found(execution).state() == QUEUED) {
                ask(execution);
            }
        });
        assertEquals(2, all.stream().filter(id -> found(id).state() == RUNNING).count());
    }

    @Test
    public void leavingNeedsNobodyWhoWaits() {
        ports.executions().recordPlaceLeft(two);
        ExecutionId first = running();
        ports.executions().recordPlaceLeft(two);

        assertEquals(RUNNING, found(first).state());
    }

    private ExecutionId running() {
        ExecutionId execution = queued();
        assertTrue(ask(execution).started());
        return execution;
    }

    private ExecutionId queued() {
        return queued(operation);
    }

    private ExecutionId queued(String ofOperation) {
        NewExecution submission =
                Samples.submission(ofOperation, Samples.id(), null, Samples.AT.plus(Duration.ofSeconds(++submissions)));
        ExecutionId execution = submission.id();
        ports.executions().recordSubmission(submission, Samples.audit(AuditAction.EXECUTION_SUBMITTED, execution));
        Samples.planned(ports.executions(), execution);
        ports.executions()
                .recordChange(
                        Samples.change(execution, AWAITING_APPROVAL, QUEUED)
                                .work(WorkItem.now(execution, WorkItem.Kind.RUN, "1"))
                                .build(),
                        Samples.audit(AuditAction.EXECUTION_QUEUED, execution));
        return execution;
    }

    private Start ask(ExecutionId execution) {
        return start(execution, starting(execution));
    }

    private Start start(ExecutionId execution, StateChange change) {
        return ports.executions().recordStart(change, two, Samples.audit(AuditAction.EXECUTION_STARTED, execution));
    }

    private static StateChange starting(ExecutionId execution) {
        return Samples.change(execution, QUEUED, RUNNING).raisingFence().build();
    }

    private long change(ExecutionId execution, ExecutionState from, ExecutionState to) {
        return ports.executions()
                .recordChange(
                        Samples.change(execution, from, to).build(),
                        Samples.audit(AuditAction.EXECUTION_COMPLETED, execution));
    }
}
