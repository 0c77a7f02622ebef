package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.SubmissionOutcome;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.NewExecution;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.execution.WorkItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

/** Submitting, and submitting the same thing twice. */
public abstract class SubmissionContract extends ContractTest {

    @Test
    public void startsPlanningWithItsWorkEventAndAuditEntry() {
        Instant scheduledFor = Samples.AT.plusSeconds(3600);
        NewExecution plain = Samples.submission("bank.transfer", "u-1", null);
        NewExecution submission = new NewExecution(
                plain.id(),
                plain.operation(),
                plain.parameters(),
                plain.initiatorId(),
                plain.initiatorName(),
                plain.comment(),
                scheduledFor,
                null,
                null,
                plain.requestDigest(),
                plain.createdAt());

        SubmissionOutcome outcome = ports.executions()
                .recordSubmission(submission, Samples.audit(AuditAction.EXECUTION_SUBMITTED, submission.id()));

        assertTrue(outcome.created());
        assertEquals(submission.requestDigest(), outcome.requestDigest());
        Execution execution = found(submission.id());
        assertEquals(outcome.execution(), execution);
        assertEquals(ExecutionState.PLANNING, execution.state());
        assertEquals(submission.parameters(), execution.parameters());
        assertEquals(Samples.AT, execution.createdAt());
        assertEquals(Optional.of(scheduledFor), Optional.ofNullable(execution.scheduledFor()));
        assertEquals(0, execution.fence());
        assertEquals(
                List.of(WorkItem.now(submission.id(), WorkItem.Kind.PLAN, "1")),
                ports.work().apply(submission.id()));
        ExecutionEvent event = newestEvent(submission.id());
        assertEquals(1, event.number());
        assertEquals("state", event.kind());
        assertEquals("PLANNING", event.data().text("to"));
        assertEquals(List.of("execution.submitted"), audited(submission.id()));
    }

    @Test
    public void answersTheEarlierExecutionToTheSameKey() {
        String caller = Samples.id();
        NewExecution first = Samples.submission("bank.transfer", caller, "key-1");
        NewExecution again = Samples.submission("bank.transfer", caller, "key-1");
        submit(first);

        SubmissionOutcome outcome = submit(again);

        assertFalse(outcome.created());
        assertEquals(first.id(), outcome.execution().id());
        assertEquals(first.requestDigest(), outcome.requestDigest());
        assertTrue(ports.executions().find(again.id()).isEmpty());
        assertEquals(List.of(), audited(again.id()));
        assertEquals(List.of(), ports.work().apply(again.id()));
    }

    @Test
    public void isRepeatedOnce() {
        NewExecution first = Samples.submission("bank.transfer", Samples.id(), null);
        submit(first);
        NewExecution repetition = repeating(first.id());

        assertEquals(first.id(), submit(repetition).execution().repeats());
        assertEquals(first.id(), found(repetition.id()).repeats());
        assertNull(found(first.id()).repeats());

        StateConflictException again = assertThrows(StateConflictException.class, () -> submit(repeating(first.id())));
        assertTrue(String.valueOf(again.getMessage()).contains(repetition.id().text()));
        assertEquals(
                repetition.id(), submit(repeating(repetition.id())).execution().repeats());
    }

    private static NewExecution repeating(ExecutionId earlier) {
        NewExecution plain = Samples.submission("bank.transfer", Samples.id(), null);
        return new NewExecution(
                plain.id(),
                plain.operation(),
                plain.parameters(),
                plain.initiatorId(),
                plain.initiatorName(),
                plain.comment(),
                null,
                earlier,
                null,
                plain.requestDigest(),
                plain.createdAt());
    }

    @Test
    public void answersTheDigestOfTheEarlierBody() {
        String caller = Samples.id();
        NewExecution first = Samples.submission("bank.transfer", caller, "key-1");
        NewExecution other = new NewExecution(
                Samples.executionId(),
                first.operation(),
                first.parameters(),
                caller,
                first.initiatorName(),
                "another comment",
                null,
                null,
                "key-1",
                "f".repeat(64),
                Samples.AT);
        submit(first);

        assertEquals(first.requestDigest(), submit(other).requestDigest());
    }

    @Test
    public void keepsKeysApartByCallerAndOperation() {
        String caller = Samples.id();
        submit(Samples.submission("bank.transfer", caller, "key-1"));

        assertTrue(submit(Samples.submission("bank.refund", caller, "key-1")).created());
        assertTrue(submit(Samples.submission("bank.transfer", Samples.id(), "key-1"))
                .created());
        assertTrue(submit(Samples.submission("bank.transfer", caller, "key-2")).created());
        assertTrue(submit(Samples.submission("bank.transfer", caller, null)).created());
        assertTrue(submit(Samples.submission("bank.transfer", caller, null)).created());
    }

    @Test
    public void makesOneExecutionOfConcurrentDuplicates() throws Exception {
        int callers = 8;
        String caller = Samples.id();
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<SubmissionOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                NewExecution submission = Samples.submission("bank.transfer", caller, "key-1");
                outcomes.add(threads.submit(() -> {
                    go.await();
                    return submit(submission);
                }));
            }
            go.countDown();
            Set<ExecutionId> ids = new HashSet<>();
            int created = 0;
            for (Future<SubmissionOutcome> outcome : outcomes) {
                ids.add(outcome.get().execution().id());
                created += outcome.get().created() ? 1 : 0;
            }
            assertEquals(1, ids.size());
            assertEquals(1, created);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    public void countsExecutionsInStates() {
        long before = ports.executions().count(EnumSet.of(ExecutionState.PLANNING));
        submit(Samples.submission("bank.transfer", "u-1", null));
        submit(Samples.submission("bank.transfer", "u-1", null));

        assertEquals(before + 2, ports.executions().count(EnumSet.of(ExecutionState.PLANNING)));
        assertEquals(
                before + 2 + ports.executions().count(EnumSet.of(ExecutionState.RUNNING)),
                ports.executions().count(EnumSet.of(ExecutionState.PLANNING, ExecutionState.RUNNING)));
        assertEquals(0, ports.executions().count(EnumSet.noneOf(ExecutionState.class)));
    }

    private SubmissionOutcome submit(NewExecution submission) {
        return ports.executions()
                .recordSubmission(submission, Samples.audit(AuditAction.EXECUTION_SUBMITTED, submission.id()));
    }
}
