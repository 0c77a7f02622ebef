package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.SettlementState;
import io.countersign.core.execution.FenceLostException;
import io.countersign.core.execution.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

/** What a running execution leaves behind. */
public abstract class RunRecordContract extends ContractTest {

    @Test
    public void logLinesAreNumberedOnWithoutGaps() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);

        ports.executions().recordLogs(execution, fence, List.of(line("one"), line("two")));
        ports.executions().recordLogs(execution, fence, List.of());
        ports.executions().recordLogs(execution, fence, List.of(line("three")));

        assertEquals(
                List.of(
                        new LogLine(1, Samples.AT, "INFO", "one"),
                        new LogLine(2, Samples.AT, "INFO", "two"),
                        new LogLine(3, Samples.AT, "INFO", "three")),
                ports.executions().logs(execution, 0, 100));
        assertEquals("two", ports.executions().logs(execution, 1, 1).get(0).text());
        ExecutionEvent event = newestEvent(execution);
        assertEquals("log", event.kind());
        assertEquals(3, event.data().integer("from"));
        assertEquals(3, event.data().integer("to"));
        refused(FenceLostException.class, execution, () -> ports.executions()
                .recordLogs(execution, fence - 1, List.of(line("late"))));
    }

    @Test
    public void progressIsKeptAndTold() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);

        ports.executions().recordProgress(execution, fence, 3, 7, Samples.AT);

        assertEquals(3, found(execution).progressDone());
        assertEquals(7, found(execution).progressTotal());
        assertEquals("progress", newestEvent(execution).kind());
        assertEquals(3, newestEvent(execution).data().integer("done"));
        assertEquals(7, newestEvent(execution).data().integer("total"));
        refused(FenceLostException.class, execution, () -> ports.executions()
                .recordProgress(execution, fence - 1, 4, 7, Samples.AT));
    }

    @Test
    public void firstResultOfAStepStays() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);
        assertEquals(Optional.empty(), ports.executions().findStep(execution, "read"));

        ports.executions().recordStep(execution, fence, "read", Json.of(1));
        ports.executions().recordStep(execution, fence, "read", Json.of(2));
        ports.executions().recordStep(execution, fence, "write", Json.of("x".repeat(60_000)));

        assertEquals(Optional.of(Json.of(1)), ports.executions().findStep(execution, "read"));
        assertEquals(
                Optional.of(Json.of("x".repeat(60_000))), ports.executions().findStep(execution, "write"));
        refused(FenceLostException.class, execution, () -> ports.executions()
                .recordStep(execution, fence - 1, "late", Json.of(3)));
    }

    @Test
    public void newestSettlementStateCounts() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);
        assertEquals(Optional.empty(), ports.executions().findSettlementState(execution));

        ports.executions().recordSettlementState(execution, fence, 1, Json.of("a"));
        ports.executions().recordSettlementState(execution, fence, 2, Json.of("b"));

        assertEquals(
                Optional.of(new SettlementState(2, Json.of("b"))),
                ports.executions().findSettlementState(execution));
        refused(FenceLostException.class, execution, () -> ports.executions()
                .recordSettlementState(execution, fence - 1, 3, Json.of("c")));
    }

    @Test
    public void heartbeatOfAnUnknownExecutionHoldsNoFence() {
        assertFalse(ports.executions().heartbeat(Samples.executionId(), 1).fenceHeld());
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);
        assertTrue(ports.executions().heartbeat(execution, fence).fenceHeld());
    }

    @Test
    public void eventsStayGaplessUnderConcurrentWriters() throws Exception {
        int writers = 4;
        int writes = 10;
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                done.add(threads.submit(() -> {
                    for (int i = 0; i < writes; i++) {
                        ports.executions().recordProgress(execution, fence, i, writes, Samples.AT);
                        ports.executions().recordLogs(execution, fence, List.of(line("a"), line("b")));
                    }
                }));
            }
            for (Future<?> writer : done) {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }

        // submitted, planned, queued, started; the contract itself checks that the numbers have no gaps
        long expected = 2L * writers * writes;
        assertEquals(4 + expected, found(execution).eventNumber());
        List<LogLine> lines = ports.executions().logs(execution, 0, 1000);
        assertEquals(expected, lines.size());
        assertEquals(lines.size(), lines.get(lines.size() - 1).number());
    }

    private static LogLine line(String text) {
        return new LogLine(0, Samples.AT, "INFO", text);
    }
}
