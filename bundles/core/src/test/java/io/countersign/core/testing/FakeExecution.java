package io.countersign.core.testing;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionRepository.SettlementState;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Failure;
import io.countersign.core.execution.FenceLostException;
import io.countersign.core.execution.LogLine;
import io.countersign.core.execution.NewExecution;
import io.countersign.core.execution.PlanRecord;
import io.countersign.core.execution.Resolution;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One execution of a {@link FakeExecutionRepository} with all that hangs on it. */
final class FakeExecution {
    final NewExecution submission;
    final Map<String, FakeEffect> effects = new LinkedHashMap<>();
    final List<Decision> decisions = new ArrayList<>();
    final List<Resolution> proposals = new ArrayList<>();
    final List<LogLine> logs = new ArrayList<>();
    final List<ExecutionEvent> events = new ArrayList<>();
    final Map<String, Json> steps = new LinkedHashMap<>();

    ExecutionState state = ExecutionState.PLANNING;
    long fence;
    long progressDone;
    long progressTotal;
    boolean cancelRequested;

    @Nullable
    String waitingReason;

    @Nullable
    Instant placeAskedAt;

    @Nullable
    PlanRecord plan;

    @Nullable
    SettlementState settlement;

    Instant updatedAt;

    private @Nullable JsonObject result;
    private @Nullable Failure failure;
    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;

    FakeExecution(NewExecution submission, Instant now) {
        this.submission = submission;
        this.updatedAt = now;
        event(
                "state",
                submission.createdAt(),
                now,
                Json.object().put("to", state.name()).build());
    }

    boolean hasAskedSince(Instant earliest) {
        return placeAskedAt != null && placeAskedAt.isAfter(earliest);
    }

    void requireFence(long held) {
        if (held != fence) {
            throw new FenceLostException(submission.id(), held);
        }
    }

    void requireState(ExecutionState expected) {
        if (state != expected) {
            throw new StateConflictException(
                    submission.id(), "execution " + submission.id() + " is " + state + ", not " + expected);
        }
    }

    void requireNotEnded() {
        if (state.isEnd()) {
            throw new StateConflictException(
                    submission.id(), "execution " + submission.id() + " is " + state + " and has ended");
        }
    }

    FakeEffect effect(String name) {
        FakeEffect effect = effects.get(name);
        if (effect == null) {
            throw new StateConflictException(
                    submission.id(), "execution " + submission.id() + " has no effect '" + name + "'");
        }
        return effect;
    }

    void plan(PlanRecord record) {
        plan = record;
        for (PlannedEffect planned : record.effects()) {
            effects.put(planned.id(), new FakeEffect(submission.id(), effects.size() + 1, planned));
        }
    }

    void require(StateChange change) {
        change.fence().ifPresent(this::requireFence);
        requireState(change.from());
    }

    void change(StateChange change, Instant now) {
        state = change.to();
        fence += change.raisesFence() ? 1 : 0;
        waitingReason = null;
        placeAskedAt = null;
        result = change.result().orElse(result);
        failure = change.failure().orElse(failure);
        if (state == ExecutionState.RUNNING && startedAt == null) {
            startedAt = change.at();
        }
        if (state.isEnd()) {
            endedAt = change.at();
        }
        JsonObject.Builder data = Json.object()
                .putAll(change.details())
                .put("from", change.from().name())
                .put("to", change.to().name());
        event("state", change.at(), now, data.build());
    }

    void event(String kind, Instant at, Instant now, JsonObject data) {
        events.add(new ExecutionEvent(submission.id(), events.size() + 1L, at, kind, data));
        updatedAt = now;
    }

    void decide(Decision decision, Instant now) {
        requireMayDecide(decision);
        decisions.add(decision);
        JsonObject data = Json.object()
                .put("decision", decision.kind().name())
                .put("approverId", decision.approverId())
                .put("approverName", decision.approverName())
                .put("planDigest", decision.planDigest())
                .put("comment", decision.comment())
                .build();
        event("approval", decision.at(), now, data);
    }

    private void requireMayDecide(Decision decision) {
        String refused = null;
        if (decision.approverId().equals(submission.initiatorId())) {
            refused = "was submitted by '" + decision.approverName() + "', who cannot decide on it";
        }
        if (decisions.stream().anyMatch(earlier -> earlier.approverId().equals(decision.approverId()))) {
            refused = "was already decided on by '" + decision.approverName() + "'";
        }
        if (plan != null && !plan.document().digest().equals(decision.planDigest())) {
            refused = "has the plan " + plan.document().digest() + ", not " + decision.planDigest();
        }
        if (refused != null) {
            throw new StateConflictException(submission.id(), "execution " + submission.id() + " " + refused);
        }
    }

    boolean matches(ExecutionFilter filter) {
        Instant createdAt = submission.createdAt();
        ExecutionFilter.Cursor before = filter.before();
        return (filter.states().isEmpty() || filter.states().contains(state))
                && (filter.operation() == null || filter.operation().equals(submission.operation()))
                && (filter.initiatorId() == null || filter.initiatorId().equals(submission.initiatorId()))
                && (filter.from() == null || !createdAt.isBefore(filter.from()))
                && (filter.to() == null || createdAt.isBefore(filter.to()))
                && (before == null
                        || createdAt.isBefore(before.createdAt())
                        || (createdAt.equals(before.createdAt())
                                && submission.id().compareTo(before.id()) < 0));
    }

    Execution snapshot() {
        PlanRecord planned = plan;
        return new Execution(
                submission.id(),
                submission.operation(),
                planned == null ? null : planned.releaseDigest(),
                planned == null ? null : planned.pluginVersion(),
                state,
                submission.parameters(),
                submission.initiatorId(),
                submission.initiatorName(),
                submission.comment(),
                submission.scheduledFor(),
                submission.repeats(),
                planned == null ? null : planned.document().digest(),
                planned == null ? null : planned.riskLevel(),
                fence,
                events.size(),
                progressDone,
                progressTotal,
                cancelRequested,
                waitingReason,
                result,
                failure,
                submission.createdAt(),
                updatedAt,
                startedAt,
                endedAt);
    }

    boolean isSubmittedAs(NewExecution other) {
        return submission.idempotencyKey() != null
                && Objects.equals(submission.idempotencyKey(), other.idempotencyKey())
                && submission.initiatorId().equals(other.initiatorId())
                && submission.operation().equals(other.operation());
    }
}
