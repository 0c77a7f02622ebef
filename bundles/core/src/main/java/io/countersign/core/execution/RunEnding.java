package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.ExecutionRepository.Start;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes down how a run ended, truthfully: what the journal says counts, not what the plug-in claims. */
final class RunEnding {
    /** First look after an outcome stayed unknown; the resolver's own back-off follows. */
    private static final Duration FIRST_RESOLUTION = Duration.ofSeconds(1);

    /** When this worker, not the operation, was stopped. */
    private static final Duration NEXT_WORKER = Duration.ofSeconds(2);

    private final EngineParts parts;
    private final Claim claim;
    private final Places places;

    RunEnding(EngineParts parts, Claim claim) {
        this.parts = parts;
        this.claim = claim;
        this.places = new Places(parts);
    }

    /** Returns when the worker is to look again; empty when the run is over. */
    Optional<Duration> end(
            StopSignal.Reason reason, @Nullable OperationReport report, @Nullable Failure failure, Duration took) {
        if (reason.cause() == StopSignal.Cause.PLATFORM_FAILED) {
            throw new IllegalStateException("execution " + claim.id() + " is taken up again: " + reason.message());
        }
        if (reason.cause().isOfThePlatform()) {
            return Optional.of(NEXT_WORKER);
        }
        EffectCounts counts = EffectCounts.of(parts.effectsOf(claim));
        if (counts.open() > 0) {
            resolving(reason.message());
            return Optional.of(FIRST_RESOLUTION);
        }
        if (reason.cause() == StopSignal.Cause.UNRESOLVED) {
            // the answer came after all: the operation is entered again and finds it
            return Optional.of(Duration.ZERO);
        }
        Verdict verdict = verdict(reason, report, failure, counts);
        StateChange.Builder change =
                change(ExecutionState.RUNNING, verdict.state()).failure(verdict.failure());
        if (report != null) {
            change.result(report.json().with("processingTimeMs", Json.of(took.toMillis())));
        }
        // what was applied is followed however the run ended: it may still come back
        if (verdict.state() == ExecutionState.SETTLING || counts.applied() > 0) {
            change.work(WorkItem.now(claim.id(), WorkItem.Kind.SETTLE, Long.toString(claim.fence())));
        }
        record(change.build(), counts);
        return Optional.empty();
    }

    /** Writes a run that stopped before anything was sent. */
    Optional<Duration> nothingSent(StateChange change) {
        record(change, EffectCounts.of(parts.effectsOf(claim)));
        return Optional.empty();
    }

    void resolving(String why) {
        reasoned(ExecutionState.RUNNING, ExecutionState.RESOLVING, AuditAction.EXECUTION_RESOLVING, why);
    }

    void needsAttention() {
        reasoned(
                ExecutionState.RESOLVING,
                ExecutionState.NEEDS_ATTENTION,
                AuditAction.EXECUTION_NEEDS_ATTENTION,
                "two clean look-ups did not find an effect that may have been sent; look at the provider and use "
                        + "ops:resolve, a second person must agree");
    }

    /** Answers when to try again, because what waited for people has given its place back and finds none. */
    Optional<Duration> resumed(ExecutionState from) {
        StateChange change = change(from, ExecutionState.RUNNING).build();
        AuditEntry entry = parts.entry(AuditAction.EXECUTION_RESUMED, claim.id(), JsonObject.empty());
        if (from == ExecutionState.RESOLVING) {
            parts.executions().recordChange(change, entry);
            return Optional.empty();
        }
        String operation = claim.execution().operation();
        Start start = places.start(operation, change, entry);
        return start.started() ? Optional.empty() : Optional.of(places.retryAfter(operation, start));
    }

    private void reasoned(ExecutionState from, ExecutionState to, AuditAction action, String why) {
        JsonObject reason = Json.object().put("reason", why).build();
        parts.executions()
                .recordChange(change(from, to).details(reason).build(), parts.entry(action, claim.id(), reason));
    }

    private record Verdict(ExecutionState state, @Nullable Failure failure) {}

    private static Verdict verdict(
            StopSignal.Reason reason,
            @Nullable OperationReport report,
            @Nullable Failure failure,
            EffectCounts counts) {
        String code = reason.cause().code();
        String soFar = reason.message() + ": " + counts.sentence();
        return switch (reason.cause()) {
            case CANCELLED, TIMED_OUT -> {
                if (report != null && counts.notStarted() == 0) {
                    // it came after everything was done, so it changed nothing
                    yield reported(report, counts);
                }
                ExecutionState state =
                        reason.cause() == StopSignal.Cause.CANCELLED ? ExecutionState.CANCELLED : ExecutionState.FAILED;
                yield new Verdict(state, new Failure(code, soFar));
            }
            case OUTSIDE_PLAN, FOREIGN_CONNECTION -> failed(code, soFar);
            case LOCKED, RELEASE_ENDED ->
                counts.notStarted() == counts.all()
                        ? new Verdict(ExecutionState.STALE, new Failure(code, soFar))
                        : failed(code, soFar);
            default ->
                failure == null
                        ? reported(report, counts)
                        : failed(failure.code(), withCounts(failure.message(), counts));
        };
    }

    private static Verdict reported(@Nullable OperationReport report, EffectCounts counts) {
        if (report == null || !report.success()) {
            String message = report == null ? "the operation reported nothing" : report.message();
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
        parts.executions().recordChange(change, parts.entry(actionOf(change.to()), claim.id(), details.build()));
    }

    private StateChange.Builder change(ExecutionState from, ExecutionState to) {
        return StateChange.of(claim.id(), from, to, parts.now()).fence(claim.fence());
    }

    private static AuditAction actionOf(ExecutionState state) {
        return switch (state) {
            case COMPLETED -> AuditAction.EXECUTION_COMPLETED;
            case SETTLING -> AuditAction.EXECUTION_SETTLING;
            case STALE -> AuditAction.EXECUTION_STALE;
            case CANCELLED -> AuditAction.EXECUTION_CANCELLED;
            default -> AuditAction.EXECUTION_FAILED;
        };
    }
}
