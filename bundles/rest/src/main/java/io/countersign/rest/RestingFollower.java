package io.countersign.rest;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ExecutionState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Answers a request that waits until its execution needs a person, settles or has ended. */
final class RestingFollower implements LiveFeed.Follower {
    private static final Duration LOOKED_AT_EACH = Duration.ofSeconds(1);
    private static final Set<ExecutionState> MOVING = EnumSet.of(
            ExecutionState.PLANNING, ExecutionState.QUEUED, ExecutionState.RUNNING, ExecutionState.RESOLVING);

    private final ExecutionService executions;
    private final Caller caller;
    private final Instant until;
    private final Consumer<Execution> answer;
    private Execution newest;
    private Instant lookAt = Instant.MIN;

    RestingFollower(
            ExecutionService executions,
            Caller caller,
            Execution execution,
            Instant until,
            Consumer<Execution> answer) {
        this.executions = executions;
        this.caller = caller;
        this.newest = execution;
        this.until = until;
        this.answer = answer;
    }

    /** Whether it does not go on by itself soon. */
    static boolean rests(Execution execution) {
        return !MOVING.contains(execution.state());
    }

    @Override
    public boolean follow(LiveBeat beat) {
        boolean timeIsUp = !beat.now().isBefore(until);
        boolean due = !beat.now().isBefore(lookAt);
        if (timeIsUp || due || beat.change(newest.id()).isPresent()) {
            newest = executions.get(caller, newest.id());
            lookAt = beat.now().plus(LOOKED_AT_EACH);
        }
        if (!timeIsUp && !rests(newest)) {
            return true;
        }
        answer.accept(newest);
        return false;
    }

    @Override
    public void abandon() {
        answer.accept(newest);
    }
}
