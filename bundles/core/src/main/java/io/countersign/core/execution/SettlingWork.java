package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.Settlement;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.StoredText;
import io.countersign.core.registry.DeployedOperation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows what was applied until it has settled; runs on the newest release of the operation, if there is one. */
final class SettlingWork {
    private static final Duration PLUGIN_MISSING_RETRY = Duration.ofSeconds(5);
    private static final Duration FAILED_CHECK_RETRY = Duration.ofMinutes(1);
    private static final int CHECKS_MAX = 1000;
    private static final int CODE_LENGTH_MAX = 100;

    private final EngineParts parts;

    SettlingWork(EngineParts parts) {
        this.parts = parts;
    }

    Optional<Duration> perform(ExecutionId id) {
        Execution execution = parts.executions().find(id).orElse(null);
        if (execution == null || execution.state() != ExecutionState.SETTLING) {
            return Optional.empty();
        }
        Optional<DeployedOperation> operation = newestOrPinned(execution);
        if (operation.isEmpty()) {
            parts.noteWaiting(execution, "no plug-in is deployed for operation '" + execution.operation() + "'");
            return Optional.of(PLUGIN_MISSING_RETRY);
        }
        long fence = parts.executions().recordClaim(id, ExecutionState.SETTLING, null);
        Optional<Effect> returned = parts.executions().effects(id).stream()
                .filter(effect -> effect.state() == EffectState.RETURNED)
                .findFirst();
        if (returned.isPresent()) {
            // a worker died between the two notes of a return
            return failed(execution, fence, String.valueOf(returned.get().message()));
        }
        return check(execution, operation.get(), fence);
    }

    /** An operation that was withdrawn still settles what it has sent, on the release that sent it. */
    private Optional<DeployedOperation> newestOrPinned(Execution execution) {
        String digest = Optional.ofNullable(execution.releaseDigest()).orElseThrow();
        return parts.registry().newest(execution.operation()).or(() -> parts.registry()
                .find(execution.operation(), digest));
    }

    private Optional<Duration> check(Execution execution, DeployedOperation operation, long fence) {
        ExecutionRepository.SettlementState last = parts.executions()
                .findSettlementState(execution.id())
                .orElse(new ExecutionRepository.SettlementState(0, Json.nullValue()));
        Settlement settlement;
        try {
            settlement = ask(execution, operation, fence, last);
        } catch (PluginFailedException e) {
            Failure failure = Planner.failureOf(operation, e, "settle_failed");
            parts.noteWaiting(execution, "the last look at the provider failed: " + failure.message());
            return Optional.of(FAILED_CHECK_RETRY);
        }
        int checks = last.check() + 1;
        parts.executions().recordSettlementState(execution.id(), fence, checks, settlement.state());
        return switch (settlement.kind()) {
            case SETTLED -> complete(execution, fence);
            case RETURNED -> returned(execution, fence, settlement);
            case PENDING -> pending(execution, settlement, checks);
        };
    }

    private Settlement ask(
            Execution execution, DeployedOperation operation, long fence, ExecutionRepository.SettlementState last)
            throws PluginFailedException {
        Plan plan = parts.executions()
                .findPlan(execution.id())
                .orElseThrow()
                .document()
                .plan();
        StopSignal stop = new StopSignal();
        LiveLog log = LiveLog.continuing(parts.clock(), parts.executions(), execution.id());
        try (WorkDirectory directory = new WorkDirectory(parts.settings().workDirectory(), execution.id())) {
            OutputFiles outputs = new OutputFiles(parts, execution, fence, stop, directory);
            SettlingContext context =
                    new SettlingContext(parts, execution, operation.schema(), plan, log, stop, outputs, last);
            return parts.plugins()
                    .call(
                            operation.plugin(),
                            "settling " + operation.name(),
                            operation.profile().planTimeout(),
                            () -> checked(operation.plugin().settle(context), context.applied()));
        } catch (PluginFailedException e) {
            Planner.requirePlatformWorks(stop);
            throw e;
        } finally {
            stop.raise(StopSignal.Cause.ENDED, "the check has ended; its context can no longer be used");
            log.flush(lines -> parts.executions().recordLogs(execution.id(), fence, lines));
        }
    }

    /** Throws when the answer cannot be kept; called on plug-in threads. */
    private static Settlement checked(@Nullable Settlement settlement, List<EffectOutcome> applied) {
        if (settlement == null) {
            throw new OperationException("settlement_invalid", "the operation did not say whether it has settled");
        }
        if (!BoundedJson.fits(settlement.state(), ExecutionSettings.REMEMBERED_BYTES_MAX)) {
            throw new OperationException(
                    "settlement_invalid",
                    "the state to continue from has more than " + ExecutionSettings.REMEMBERED_BYTES_MAX + " bytes");
        }
        settlement
                .effectId()
                .filter(id ->
                        applied.stream().noneMatch(outcome -> outcome.effectId().equals(id)))
                .ifPresent(id -> {
                    throw new OperationException(
                            "settlement_invalid", "effect '" + id + "' cannot come back, because it was not applied");
                });
        return settlement;
    }

    private Optional<Duration> complete(Execution execution, long fence) {
        parts.executions()
                .recordChange(
                        change(execution, ExecutionState.COMPLETED, fence).build(),
                        parts.entry(AuditAction.EXECUTION_COMPLETED, execution.id(), JsonObject.empty()));
        return Optional.empty();
    }

    private Optional<Duration> returned(Execution execution, long fence, Settlement settlement) {
        String effect = settlement.effectId().orElseThrow();
        String code = StoredText.of(settlement.code().orElse("returned"), CODE_LENGTH_MAX);
        String message = "effect '" + effect + "' came back: " + code;
        EffectChange effectChange = new EffectChange(
                execution.id(),
                effect,
                EffectState.APPLIED,
                EffectState.RETURNED,
                parts.now(),
                null,
                null,
                code,
                message);
        parts.executions()
                .recordOutcome(
                        effectChange,
                        fence,
                        parts.effectEntry(
                                AuditAction.EFFECT_RETURNED,
                                execution.id(),
                                effect,
                                EffectRecords.details(effectChange)));
        return failed(execution, fence, message);
    }

    private Optional<Duration> failed(Execution execution, long fence, String message) {
        Failure failure = new Failure("returned", message);
        JsonObject details = Json.object()
                .put("code", failure.code())
                .put("message", failure.message())
                .build();
        parts.executions()
                .recordChange(
                        change(execution, ExecutionState.FAILED, fence)
                                .failure(failure)
                                .build(),
                        parts.entry(AuditAction.EXECUTION_FAILED, execution.id(), details));
        return Optional.empty();
    }

    /** It is never given up; an execution that takes very long says so and is looked at once a day. */
    private Optional<Duration> pending(Execution execution, Settlement settlement, int checks) {
        if (checks >= CHECKS_MAX) {
            parts.noteWaiting(
                    execution,
                    "it has not settled after " + CHECKS_MAX + " looks at the provider; look there yourself");
            return Optional.of(ExecutionSettings.NEXT_CHECK_MAX);
        }
        parts.noteWaiting(execution, null);
        Duration next = settlement.nextCheck();
        return Optional.of(
                next.compareTo(ExecutionSettings.NEXT_CHECK_MAX) < 0 ? next : ExecutionSettings.NEXT_CHECK_MAX);
    }

    private StateChange.Builder change(Execution execution, ExecutionState to, long fence) {
        return StateChange.of(execution.id(), ExecutionState.SETTLING, to, parts.now())
                .fence(fence);
    }
}
