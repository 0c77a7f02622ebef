package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationResult;
import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes down how a run ended, truthfully: what the journal says counts, not what the plug-in claims. */
final class RunEnding {
    /** First look after an outcome stayed unknown; the resolver's own back-off follows. */
    private static final Duration FIRST_RESOLUTION = Duration.ofSeconds(1);

    private final EngineParts parts;
    private final Execution execution;
    private final long fence;

    RunEnding(EngineParts parts, Execution execution, long fence) {
        this.parts = parts;
        this.execution = execution;
        this.fence = fence;
    }

    /** Returns when the worker is to look again; empty when the run is over. */
    Optional<Duration> end(
            StopSignal.Reason reason, @Nullable OperationResult result, @Nullable Failure failure, Duration took) {
        if (reason.cause() == StopSignal.Cause.FENCE_LOST) {
            return Optional.empty();
        }
        List<Effect> effects = parts.executions().effects(execution.id());
        EffectCounts counts = EffectCounts.of(effects);
        if (counts.open() > 0) {
            resolving(reason.message());
            return Optional.of(FIRST_RESOLUTION);
        }
        @Nullable JsonObject json = result == null ? null : bounded(result, took);
        Verdict verdict = verdict(reason, result, failure, counts);
        StateChange.Builder change =
                change(ExecutionState.RUNNING, verdict.state()).result(json).failure(verdict.failure());
        if (verdict.state() == ExecutionState.SETTLING) {
            change.work(WorkItem.now(execution.id(), WorkItem.Kind.SETTLE, Long.toString(fence)));
        }
        record(change.build(), counts);
        return Optional.empty();
    }

    /** Writes a run that stopped before anything was sent. */
    Optional<Duration> stale(StateChange change) {
        record(change, EffectCounts.of(parts.executions().effects(execution.id())));
        return Optional.empty();
    }

    void resolving(String why) {
        StateChange change = change(ExecutionState.RUNNING, ExecutionState.RESOLVING)
                .details(Json.object().put("reason", why).build())
                .build();
        parts.executions()
                .recordChange(
                        change,
                        parts.entry(
                                AuditAction.EXECUTION_RESOLVING,
                                execution.id(),
                                Json.object().put("reason", why).build()));
    }

    void resumed(ExecutionState from) {
        parts.executions()
                .recordChange(
                        change(from, ExecutionState.RUNNING).build(),
                        parts.entry(AuditAction.EXECUTION_RESUMED, execution.id(), JsonObject.empty()));
    }

    void needsAttention() {
        String why = "two clean look-ups did not find an effect that may have been sent; look at the provider and use "
                + "ops:resolve, a second person must agree";
        parts.executions()
                .recordChange(
                        change(ExecutionState.RESOLVING, ExecutionState.NEEDS_ATTENTION)
                                .details(Json.object().put("reason", why).build())
                                .build(),
                        parts.entry(
                                AuditAction.EXECUTION_NEEDS_ATTENTION,
                                execution.id(),
                                Json.object().put("reason", why).build()));
    }

    private record Verdict(ExecutionState state, @Nullable Failure failure) {}

    private static Verdict verdict(
            StopSignal.Reason reason,
            @Nullable OperationResult result,
            @Nullable Failure failure,
            EffectCounts counts) {
        String soFar = reason.message() + ": " + counts.sentence();
        switch (reason.cause()) {
            case CANCELLED -> {
                if (result == null || !counts.allApplied()) {
                    return new Verdict(ExecutionState.CANCELLED, new Failure("cancelled", soFar));
                }
            }
            case REFUSED -> {
                return failed("outside_plan", soFar);
            }
            case TIMED_OUT -> {
                return failed("timed_out", soFar);
            }
            case LOCKED -> {
                return counts.applied() + counts.rejected() == 0
                        ? new Verdict(ExecutionState.STALE, new Failure("item_locked", soFar))
                        : failed("item_locked", soFar);
            }
            default -> {
                // it ended by itself
            }
        }
        if (failure != null) {
            return failed(failure.code(), withCounts(failure.message(), counts));
        }
        if (result == null || !result.isSuccess()) {
            String message = result == null ? reason.message() : result.message();
            return failed("operation_failed", withCounts(message, counts));
        }
        if (!counts.allApplied()) {
            return failed("effects_incomplete", "the operation reports success but " + counts.sentence());
        }
        return new Verdict(counts.all() == 0 ? ExecutionState.COMPLETED : ExecutionState.SETTLING, null);
    }

    private static Verdict failed(String code, String message) {
        return new Verdict(ExecutionState.FAILED, new Failure(code, message));
    }

    private static String withCounts(String message, EffectCounts counts) {
        return counts.all() == 0 ? message : message + " (" + counts.sentence() + ")";
    }

    private void record(StateChange change, EffectCounts counts) {
        JsonObject.Builder details = Json.object().put("effects", counts.sentence());
        change.failure()
                .ifPresent(failure -> details.put("code", failure.code()).put("message", failure.message()));
        parts.executions()
                .recordChange(change, parts.entry(Run.actionOf(change.to()), execution.id(), details.build()));
    }

    private StateChange.Builder change(ExecutionState from, ExecutionState to) {
        return StateChange.of(execution.id(), from, to, parts.now()).fence(fence);
    }

    private static JsonObject bounded(OperationResult result, Duration took) {
        JsonObject json = result.toJson().with("processingTimeMs", Json.of(took.toMillis()));
        int size = json.canonicalBytes().length;
        return size <= ExecutionSettings.RESULT_BYTES_MAX
                ? json
                : json.with(
                        "data",
                        Json.object()
                                .put("omitted", "the result had " + size + " bytes; write large results to a file")
                                .build());
    }
}
