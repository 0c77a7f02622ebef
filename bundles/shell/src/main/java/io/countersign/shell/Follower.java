package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.LogLine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** Watches an execution to its end and prints its log and its states as they come. */
final class Follower {
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final int PAGE = 1000;
    /** As long as a session lasts. */
    private static final long BEATS_MAX = Duration.ofHours(12).dividedBy(BEAT);

    private final ExecutionService executions;
    private final LiveOutput out;
    private final boolean json;
    private final Pause pause;

    /** Lets some time pass; a test lets something happen meanwhile. */
    @FunctionalInterface
    interface Pause {
        void untilNextLook() throws InterruptedException;
    }

    /** Who looks, read again at each look: somebody who lost the right to see it sees no more of it. */
    @FunctionalInterface
    interface Watcher {
        Caller now() throws CommandException;
    }

    Follower(ExecutionService executions, LiveOutput out, boolean json) {
        this(executions, out, json, () -> TimeUnit.MILLISECONDS.sleep(BEAT.toMillis()));
    }

    Follower(ExecutionService executions, LiveOutput out, boolean json, Pause pause) {
        this.executions = executions;
        this.out = out;
        this.json = json;
        this.pause = pause;
    }

    /**
     * Prints what is new until the execution has ended or needs a person to clear it up.
     *
     * @throws CommandException when it is interrupted or nobody reads any more; the execution goes on
     */
    Execution follow(Watcher watcher, ExecutionId id) throws CommandException {
        long line = 0;
        @Nullable ExecutionState shown = null;
        for (long beat = 0; beat < BEATS_MAX && out.isRead(); beat++) {
            Caller caller = watcher.now();
            // the state first: lines that were written before its end are then certainly read
            Execution execution = executions.get(caller, id);
            line = printNewLines(caller, id, line);
            if (execution.state() != shown) {
                shown = execution.state();
                printState(execution);
            }
            if (shown.isEnd() || shown == ExecutionState.NEEDS_ATTENTION) {
                return execution;
            }
            rest(id);
        }
        throw noLonger(id);
    }

    /** Prints all lines there are, once; answers the number of the last. */
    long printNewLines(Caller caller, ExecutionId id, long afterNumber) {
        long last = afterNumber;
        List<LogLine> lines = executions.logs(caller, id, last, PAGE);
        while (!lines.isEmpty()) {
            for (LogLine found : lines) {
                out.line(json ? ExecutionViews.logLine(found).toText() : ExecutionViews.logText(found));
                last = found.number();
            }
            lines = lines.size() < PAGE ? List.of() : executions.logs(caller, id, last, PAGE);
        }
        return last;
    }

    private void printState(Execution execution) {
        if (json) {
            return;
        }
        String digest = String.valueOf(execution.planDigest());
        out.line(
                switch (execution.state()) {
                    case AWAITING_APPROVAL ->
                        "AWAITING_APPROVAL: another person looks at it (ops:show " + execution.id()
                                + ") and signs it (ops:approve " + execution.id() + " --digest " + digest + ")";
                    case NEEDS_ATTENTION ->
                        "NEEDS_ATTENTION: the outcome of an effect is unknown; see ops:show " + execution.id()
                                + " and ops:resolve --help";
                    default -> execution.state().name();
                });
    }

    private void rest(ExecutionId id) throws CommandException {
        try {
            pause.untilNextLook();
        } catch (InterruptedException e) {
            throw noLonger(id);
        }
    }

    private static CommandException noLonger(ExecutionId id) {
        return OpsCommand.mistake("no longer watched; execution " + id + " goes on, see ops:logs -f " + id);
    }
}
