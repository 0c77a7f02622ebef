package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.ChangedExecution;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.NewExecution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

/** Lists, pages and live following. */
public abstract class ExecutionReadingContract extends ContractTest {

    @Test
    public void listsNewestFirstInPagesWithoutLossOrRepetition() {
        String operation = "op." + Samples.id();
        List<ExecutionId> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            // three share a time, so that the id decides
            newestFirst.add(submit(operation, "u-1", Samples.AT.plusSeconds(i / 3)));
        }
        newestFirst = Stream.of(newestFirst.subList(6, 7), newestFirst.subList(3, 6), newestFirst.subList(0, 3))
                .map(ArrayList::new)
                .peek(sameTime -> sameTime.sort(Collections.reverseOrder()))
                .flatMap(List::stream)
                .toList();

        List<ExecutionId> paged = new ArrayList<>();
        ExecutionFilter.Cursor cursor = null;
        List<Execution> page;
        do {
            page = ports.executions().list(filter(Set.of(), operation, null, null, null, cursor, 3));
            page.forEach(execution -> paged.add(execution.id()));
            if (!page.isEmpty()) {
                Execution last = page.get(page.size() - 1);
                cursor = new ExecutionFilter.Cursor(last.createdAt(), last.id());
            }
        } while (!page.isEmpty());

        assertEquals(newestFirst, paged);
    }

    @Test
    public void filtersByStateOperationInitiatorAndTime() {
        String operation = "op." + Samples.id();
        String person = Samples.id();
        ExecutionId first = submit(operation, person, Samples.AT);
        ExecutionId second = submit(operation, "u-other", Samples.AT.plusSeconds(60));
        Samples.planned(ports.executions(), second);

        assertEquals(List.of(second, first), list(filter(Set.of(), operation, null, null, null, null, 200)));
        assertEquals(
                List.of(second),
                list(filter(
                        Set.of(ExecutionState.AWAITING_APPROVAL, ExecutionState.RUNNING),
                        operation,
                        null,
                        null,
                        null,
                        null,
                        200)));
        assertEquals(List.of(first), list(filter(Set.of(), null, person, null, null, null, 200)));
        assertEquals(
                List.of(second), list(filter(Set.of(), operation, null, Samples.AT.plusSeconds(60), null, null, 200)));
        assertEquals(
                List.of(first), list(filter(Set.of(), operation, null, null, Samples.AT.plusSeconds(60), null, 200)));
        assertEquals(
                List.of(),
                list(filter(Set.of(ExecutionState.RUNNING), operation, person, Samples.AT, null, null, 200)));
    }

    @Test
    public void findsIdsByPrefix() {
        ExecutionId execution = submitted();

        assertEquals(
                List.of(execution),
                ports.executions().findIdsByPrefix(execution.text().substring(0, 20), 5));
        assertEquals(List.of(execution), ports.executions().findIdsByPrefix(execution.text(), 5));
        assertTrue(ports.executions().findIdsByPrefix("", 1).size() == 1);
        assertEquals(List.of(), ports.executions().findIdsByPrefix("xyz", 5));
        assertEquals(
                List.of(), ports.executions().findIdsByPrefix(execution.text().substring(0, 20) + "%", 5));
    }

    @Test
    public void readsEventsFromAnyNumberOn() {
        ExecutionId execution = submitted();
        Samples.started(ports.executions(), execution);

        List<ExecutionEvent> rest = ports.executions().events(execution, 1, 2);

        assertEquals(List.of(2L, 3L), rest.stream().map(ExecutionEvent::number).toList());
        assertEquals(execution, rest.get(0).execution());
        assertEquals(List.of(), ports.executions().events(execution, 4, 10));
        assertEquals(List.of(), ports.executions().events(Samples.executionId(), 0, 10));
    }

    @Test
    public void changesAreSeenInDatabaseTime() {
        Instant before = ports.executions().databaseTime();
        ExecutionId execution = submitted();
        Samples.planned(ports.executions(), execution);
        Execution found = found(execution);

        ChangedExecution changed = ports.executions().changedSince(before, 10_000).stream()
                .filter(candidate -> candidate.id().equals(execution))
                .findFirst()
                .orElseThrow();

        assertEquals(found.state(), changed.state());
        assertEquals(found.eventNumber(), changed.eventNumber());
        assertEquals(found.initiatorId(), changed.initiatorId());
        assertEquals(found.updatedAt(), changed.updatedAt());
        assertFalse(changed.updatedAt().isBefore(before));
        List<ChangedExecution> all = ports.executions().changedSince(before, 10_000);
        for (int i = 1; i < all.size(); i++) {
            assertFalse(all.get(i).updatedAt().isBefore(all.get(i - 1).updatedAt()));
        }
        assertEquals(
                List.of(),
                ports.executions()
                        .changedSince(ports.executions().databaseTime().plusSeconds(60), 10));
    }

    private ExecutionId submit(String operation, String initiator, Instant createdAt) {
        NewExecution submission = Samples.submission(operation, initiator, null, createdAt);
        ports.executions()
                .recordSubmission(submission, Samples.audit(AuditAction.EXECUTION_SUBMITTED, submission.id()));
        return submission.id();
    }

    private List<ExecutionId> list(ExecutionFilter filter) {
        return ports.executions().list(filter).stream().map(Execution::id).toList();
    }

    private static ExecutionFilter filter(
            Set<ExecutionState> states,
            @Nullable String operation,
            @Nullable String initiator,
            @Nullable Instant from,
            @Nullable Instant to,
            ExecutionFilter.@Nullable Cursor before,
            int limit) {
        return new ExecutionFilter(states, operation, initiator, from, to, before, limit);
    }
}
