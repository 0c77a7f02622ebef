package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.Settlement;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.registry.DeployedOperation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what was applied until it has settled; runs on the newest release of the operation, if there is one. */
final class SettlingWork {
    private static final Logger LOG = LoggerFactory.getLogger(SettlingWork.class);
    private static final Duration PLUGIN_MISSING_RETRY = Duration.ofSeconds(5);
    private static final Duration FAILED_CHECK_RETRY = Duration.ofMinutes(1);
    private static final int CHECKS_MAX = 1000;

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
            waitFor(execution, "no plug-in is deployed for operation '" + execution.operation() + "'");
            return Optional.of(PLUGIN_MISSING_RETRY);
        }
        try {
            long fence = parts.executions().recordClaim(id, ExecutionState.SETTLING, null);
            return check(execution, operation.get(), fence);
        } catch (FenceLostException e) {
            LOG.info("{}; this worker stops", e.getMessage());
            return Optional.empty();
        }
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
        } catch (FenceLostException e) {
            throw e;
        } catch (Exception e) {
            Failure failure = Planner.failureOf(operation, e, "settle_failed");
            waitFor(execution, "the last look at the provider failed: " + failure.message());
            return Optional.of(FAILED_CHECK_RETRY);
        }
        parts.executions().recordSettlementState(execution.id(), fence, last.check() + 1, settlement.state());
        return switch (settlement.kind()) {
            case SETTLED -> complete(execution, fence);
            case RETURNED -> returned(execution, fence, settlement);
            case PENDING -> pending(execution, fence, settlement, last.check() + 1);
        };
    }

    private Settlement ask(
            Execution execution, DeployedOperation operation, long fence, ExecutionRepository.SettlementState last)
            throws Exception {
        Plan plan = parts.executions()
                .findPlan(execution.id())
                .orElseThrow()
                .document()
                .plan();
        StopSignal stop = new StopSignal();
        LiveLog log = new LiveLog(
                parts.clock(),
                parts.executions().logs(execution.id(), 0, ExecutionSettings.LOG_LINES_MAX).stream()
                        .mapToLong(LogLine::number)
                        .max()
                        .orElse(0));
        try (WorkDirectory directory = new WorkDirectory(parts.settings().workDirectory(), execution.id())) {
            OutputFiles outputs = new OutputFiles(parts, execution, fence, stop, directory);
            SettlingContext context =
                    new SettlingContext(parts, execution, operation.schema(), plan, log, stop, outputs, last);
            return parts.plugins()
                    .call(
                            operation.plugin(),
                            "settling " + operation.name(),
                            operation.profile().planTimeout(),
                            () -> operation.plugin().settle(context));
        } finally {
            stop.raise(StopSignal.Cause.ENDED, "the check has ended; its context can no longer be used");
            List<LogLine> lines = log.drain();
            if (!lines.isEmpty()) {
                parts.executions().recordLogs(execution.id(), fence, lines);
            }
        }
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
        String code = settlement.code().orElseThrow();
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
        parts.executions()
                .recordChange(
                        change(execution, ExecutionState.FAILED, fence)
                                .failure(new Failure("returned", message))
                                .build(),
                        parts.entry(
                                AuditAction.EXECUTION_FAILED,
                                execution.id(),
                                Json.object()
                                        .put("code", "returned")
                                        .put("message", message)
                                        .build()));
        return Optional.empty();
    }

    private Optional<Duration> pending(Execution execution, long fence, Settlement settlement, int checks) {
        if (checks < CHECKS_MAX) {
            return Optional.of(settlement.nextCheck());
        }
        String why = "after " + CHECKS_MAX + " looks at the provider it has still not settled";
        JsonObject reason = Json.object().put("reason", why).build();
        parts.executions()
                .recordChange(
                        change(execution, ExecutionState.NEEDS_ATTENTION, fence)
                                .details(reason)
                                .build(),
                        parts.entry(AuditAction.EXECUTION_NEEDS_ATTENTION, execution.id(), reason));
        return Optional.empty();
    }

    private StateChange.Builder change(Execution execution, ExecutionState to, long fence) {
        return StateChange.of(execution.id(), ExecutionState.SETTLING, to, parts.now())
                .fence(fence);
    }

    private void waitFor(Execution execution, String reason) {
        if (!reason.equals(execution.waitingReason())) {
            parts.executions().recordWaiting(execution.id(), reason, parts.now());
        }
    }
}
