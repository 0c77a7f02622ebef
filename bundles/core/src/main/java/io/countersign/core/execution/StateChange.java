package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transition of an execution with everything that is written in its transaction. The transition's legality is checked
 * here, before anything is written.
 */
public final class StateChange {
    private final ExecutionId execution;
    private final ExecutionState from;
    private final ExecutionState to;
    private final @Nullable Long fence;
    private final Instant at;
    private final List<WorkItem> work;
    private final @Nullable JsonObject result;
    private final @Nullable Failure failure;
    private final JsonObject details;
    private final boolean raisesFence;

    private StateChange(Builder builder) {
        builder.from.requireMayBecome(builder.to);
        this.execution = builder.execution;
        this.from = builder.from;
        this.to = builder.to;
        this.fence = builder.fence;
        this.at = builder.at;
        this.work = List.copyOf(builder.work);
        this.result = builder.result;
        this.failure = builder.failure;
        this.details = builder.details;
        this.raisesFence = builder.raisesFence;
    }

    /** @param at time of the change, for people; order comes from the event number */
    public static Builder of(ExecutionId execution, ExecutionState from, ExecutionState to, Instant at) {
        return new Builder(execution, from, to, at);
    }

    /** Where an execution goes once the last approval it needs was given. */
    public static Builder leavingApproval(Execution execution, Instant now) {
        return released(execution, ExecutionState.AWAITING_APPROVAL, now);
    }

    /** Where an execution goes once nothing keeps it from being executed: into the queue, or to wait for its time. */
    static Builder released(Execution execution, ExecutionState from, Instant now) {
        ExecutionId id = execution.id();
        Instant due = execution.scheduledFor();
        if (due != null && due.isAfter(now)) {
            return of(id, from, ExecutionState.SCHEDULED, now)
                    .work(new WorkItem(id, WorkItem.Kind.RUN, "1", Duration.between(now, due)));
        }
        return of(id, from, ExecutionState.QUEUED, now).work(WorkItem.now(id, WorkItem.Kind.RUN, "1"));
    }

    public ExecutionId execution() {
        return execution;
    }

    public ExecutionState from() {
        return from;
    }

    public ExecutionState to() {
        return to;
    }

    /** The fence the writer holds; empty when no worker owns the execution in this state. */
    public Optional<Long> fence() {
        return Optional.ofNullable(fence);
    }

    public Instant at() {
        return at;
    }

    /** Work that the new state calls for. */
    public List<WorkItem> work() {
        return work;
    }

    public Optional<JsonObject> result() {
        return Optional.ofNullable(result);
    }

    public Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    /** Further content of the event, e.g. the drift. */
    public JsonObject details() {
        return details;
    }

    /** Whether the fence is raised by one, so that whoever worked on it before can write no more. */
    public boolean raisesFence() {
        return raisesFence;
    }

    /** Collects the parts. */
    public static final class Builder {
        private final ExecutionId execution;
        private final ExecutionState from;
        private final ExecutionState to;
        private final Instant at;
        private @Nullable Long fence;
        private List<WorkItem> work = List.of();
        private @Nullable JsonObject result;
        private @Nullable Failure failure;
        private JsonObject details = JsonObject.empty();
        private boolean raisesFence;

        private Builder(ExecutionId execution, ExecutionState from, ExecutionState to, Instant at) {
            this.execution = execution;
            this.from = from;
            this.to = to;
            this.at = at;
        }

        public Builder fence(long heldFence) {
            this.fence = heldFence;
            return this;
        }

        public Builder raisingFence() {
            this.raisesFence = true;
            return this;
        }

        public Builder work(WorkItem... items) {
            this.work = List.of(items);
            return this;
        }

        public Builder result(@Nullable JsonObject operationResult) {
            this.result = operationResult;
            return this;
        }

        public Builder failure(@Nullable Failure cause) {
            this.failure = cause;
            return this;
        }

        public Builder details(JsonObject eventDetails) {
            this.details = eventDetails;
            return this;
        }

        public StateChange build() {
            return new StateChange(this);
        }
    }
}
