package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionId;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.function.ThrowingRunnable;

/** What the contracts share: the ports, and the promise that every execution's events have no gaps. */
public abstract class ContractTest {
    protected PortsUnderTest ports;
    private @Nullable ExecutionId watched;

    /** The implementation that is held to the contract. */
    protected abstract PortsUnderTest ports();

    @Before
    public final void openPorts() {
        ports = ports();
    }

    @After
    public final void eventsOfWatchedExecutionHaveNoGaps() {
        ExecutionId execution = watched;
        if (execution != null) {
            List<Long> numbers =
                    events(execution).stream().map(ExecutionEvent::number).toList();
            assertEquals(
                    LongStream.rangeClosed(1, found(execution).eventNumber())
                            .boxed()
                            .toList(),
                    numbers);
        }
    }

    protected final ExecutionId submitted() {
        ExecutionId execution = Samples.submitted(ports.executions());
        watched = execution;
        return execution;
    }

    protected final Execution found(ExecutionId execution) {
        return ports.executions().find(execution).orElseThrow();
    }

    protected final List<ExecutionEvent> events(ExecutionId execution) {
        return ports.executions().events(execution, 0, 10_000);
    }

    protected final ExecutionEvent newestEvent(ExecutionId execution) {
        List<ExecutionEvent> events = events(execution);
        return events.get(events.size() - 1);
    }

    /** Dotted words of all audit entries about a sample's subject, newest first. */
    protected final List<String> audited(Object subject) {
        return ports.audit().list("sample:" + subject, "", Long.MAX_VALUE, 1000).stream()
                .map(stored -> stored.entry().text("action"))
                .toList();
    }

    /** The verb throws, and neither state, fence, events, work nor audit of the execution change. */
    protected final <T extends Throwable> T refused(Class<T> type, ExecutionId execution, ThrowingRunnable verb) {
        Execution before = found(execution);
        List<String> auditBefore = audited(execution);
        int workBefore = ports.work().apply(execution).size();
        T thrown = assertThrows(type, verb);
        assertEquals(before, found(execution));
        assertEquals(auditBefore, audited(execution));
        assertEquals(workBefore, ports.work().apply(execution).size());
        return thrown;
    }
}
