package io.countersign.crash;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.ChangedExecution;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ExecutionState;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Prints the states of all executions as they change, whichever node changes them; each at least as it is in the end. */
final class StateWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(40);

    /** A change may become visible later than a younger one. */
    private static final Duration LATE_MAX = Duration.ofSeconds(2);

    private static final int PAGE = 1000;

    private final Map<ExecutionId, ExecutionState> told = new HashMap<>();
    private final ExecutionService executions;
    private final Caller reader;
    private final PrintStream output;
    private final Thread thread;
    private volatile boolean closed;

    StateWatch(ExecutionService executions, Caller reader, PrintStream output) {
        this.executions = executions;
        this.reader = reader;
        this.output = output;
        this.thread = new Thread(this::watch, "state-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        Instant since = Instant.EPOCH;
        while (!closed) {
            List<ChangedExecution> changed = executions.changedSince(reader, since, PAGE);
            for (ChangedExecution execution : changed) {
                if (told.put(execution.id(), execution.state()) != execution.state()) {
                    output.println("state " + execution.id() + " " + execution.state());
                }
            }
            if (changed.size() == PAGE) {
                since = changed.get(PAGE - 1).updatedAt();
                continue;
            }
            if (!changed.isEmpty()) {
                Instant late = changed.get(changed.size() - 1).updatedAt().minus(LATE_MAX);
                since = late.isAfter(since) ? late : since;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Waits for the last look: an interrupt would close H2. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
