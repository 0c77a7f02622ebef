package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.ReturnedEffect;
import io.countersign.api.operation.Settlement;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.StoredText;
import io.countersign.core.registry.DeployedOperation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows what was applied until it has settled, and beyond, for as long as the operation says that it may come back;
 * runs on the newest release of the operation, if there is one. What comes back is noted effect by effect, then the
 * execution's state; whoever finds the first without the second makes up for it.
 */
final class SettlingWork {
    private static final Duration PLUGIN_MISSING_RETRY = Duration.ofSeconds(5);
    private static final Duration PLUGIN_MISSING_AFTER_END_RETRY = Duration.ofMinutes(1);
    private static final Duration FAILED_CHECK_RETRY = Duration.ofMinutes(1);
    private static final Duration FAILED_AGAIN_RETRY = Duration.ofMinutes(15);
    private static final String FAILED_CHECK = "the last look at the provider failed: ";
    private static final int CHECKS_MAX = 1000;
    private static final int CODE_LENGTH_MAX = 100;
    private static final int MESSAGE_LENGTH_MAX = 2000;

    /** States in which there may be something to follow; in all others it is not sent, or not yet all known. */
    private static final Set<ExecutionState> FOLLOWED = EnumSet.of(
            ExecutionState.SETTLING,
            ExecutionState.COMPLETED,
            ExecutionState.RETURNED,
            ExecutionState.FAILED,
            ExecutionState.CANCELLED);

    private final EngineParts parts;

    SettlingWork(EngineParts parts) {
        this.parts = parts;
    }

    /** The look that the operation asked for; answers when it wants the next one. */
    Optional<Duration> perform(ExecutionId id) {
        return look(id, Occasion.SCHEDULE);
    }

    /** A look because the provider says that something happened; the next look by schedule stays where it is. */
    Optional<Duration> wake(ExecutionId id) {
        return look(id, Occasion.EVENT);
    }

    private enum Occasion {
        SCHEDULE,
        EVENT
    }

    private Optional<Duration> look(ExecutionId id, Occasion occasion) {
        Execution found = parts.executions().find(id).orElse(null);
        if (found == null || !FOLLOWED.contains(found.state()) || found.releaseDigest() == null) {
            return Optional.empty();
        }
        Optional<DeployedOperation> operation = newestOrPinned(found);
        if (operation.isEmpty()) {
            parts.noteWaiting(
                    found,
                    "no plug-in is deployed for operation '" + found.operation()
                            + "', so nobody looks what became of it at the provider");
            return Optional.of(found.state().isEnd() ? PLUGIN_MISSING_AFTER_END_RETRY : PLUGIN_MISSING_RETRY);
        }
        long fence = parts.executions().recordClaim(id, found.state(), null);
        Execution execution = withReturnNoted(found, fence);
        if (execution.state() != ExecutionState.SETTLING && !hasApplied(id)) {
            return Optional.empty();
        }
        return check(execution, operation.get(), fence, occasion);
    }

    private boolean hasApplied(ExecutionId id) {
        return parts.executions().effects(id).stream().anyMatch(effect -> effect.state() == EffectState.APPLIED);
    }

    /** Brings the state up to the effects: a worker may have died between the notes of a return. */
    private Execution withReturnNoted(Execution execution, long fence) {
        ExecutionState to = afterReturn(execution.state());
        if (to == execution.state()) {
            return execution;
        }
        List<String> messages = parts.executions().effects(execution.id()).stream()
                .filter(effect -> effect.state() == EffectState.RETURNED)
                .map(effect -> String.valueOf(effect.message()))
                .toList();
        if (messages.isEmpty()) {
            return execution;
        }
        Failure failure = new Failure("returned", StoredText.of(String.join("; ", messages), MESSAGE_LENGTH_MAX));
        JsonObject details = Json.object()
                .put("code", failure.code())
                .put("message", failure.message())
                .build();
        AuditAction action =
                to == ExecutionState.RETURNED ? AuditAction.EXECUTION_RETURNED : AuditAction.EXECUTION_FAILED;
        parts.executions()
                .recordChange(
                        change(execution, to, fence).failure(failure).build(),
                        parts.entry(action, execution.id(), details));
        return parts.executions().find(execution.id()).orElseThrow();
    }

    /** What an execution becomes when something of it came back; one that has failed already stays so. */
    private static ExecutionState afterReturn(ExecutionState state) {
        return switch (state) {
            case SETTLING -> ExecutionState.FAILED;
            case COMPLETED -> ExecutionState.RETURNED;
            default -> state;
        };
    }

    /** An operation that was withdrawn still settles what it has sent, on the release that sent it. */
    private Optional<DeployedOperation> newestOrPinned(Execution execution) {
        String digest = Optional.ofNullable(execution.releaseDigest()).orElseThrow();
        return parts.registry().newest(execution.operation()).or(() -> parts.registry()
                .find(execution.operation(), digest));
    }

    private Optional<Duration> check(Execution execution, DeployedOperation operation, long fence, Occasion occasion) {
        ExecutionRepository.SettlementState last = parts.executions()
                .findSettlementState(execution.id())
                .orElse(new ExecutionRepository.SettlementState(0, Json.nullValue()));
        int check = occasion == Occasion.SCHEDULE ? last.check() + 1 : Math.max(1, last.check());
        Settlement settlement;
        try {
            settlement = ask(execution, operation, fence, last, check);
        } catch (PluginFailedException e) {
            Failure failure = Planner.failureOf(operation, e, "settle_failed");
            String before = execution.waitingReason();
            parts.noteWaiting(execution, FAILED_CHECK + failure.message());
            return Optional.of(
                    before != null && before.startsWith(FAILED_CHECK) ? FAILED_AGAIN_RETRY : FAILED_CHECK_RETRY);
        }
        int counted = occasion == Occasion.SCHEDULE ? check : last.check();
        parts.executions().recordSettlementState(execution.id(), fence, counted, settlement.state());
        note(execution, fence, settlement, counted);
        if (occasion == Occasion.EVENT) {
            return Optional.empty();
        }
        return settlement.kind() == Settlement.Kind.PENDING && check >= CHECKS_MAX
                ? Optional.of(ExecutionSettings.NEXT_CHECK_MAX)
                : next(settlement);
    }

    private void note(Execution execution, long fence, Settlement settlement, int checks) {
        switch (settlement.kind()) {
            case SETTLED, WATCHING -> settled(execution, fence);
            case RETURNED -> returned(execution, fence, settlement.returnedEffects());
            case PENDING -> pending(execution, checks);
        }
    }

    private static Optional<Duration> next(Settlement settlement) {
        Duration next = settlement.nextCheck();
        if (next.isZero()) {
            return Optional.empty();
        }
        return Optional.of(
                next.compareTo(ExecutionSettings.NEXT_CHECK_MAX) < 0 ? next : ExecutionSettings.NEXT_CHECK_MAX);
    }

    private Settlement ask(
            Execution execution,
            DeployedOperation operation,
            long fence,
            ExecutionRepository.SettlementState last,
            int check)
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
                    new SettlingContext(parts, execution, operation.schema(), plan, log, stop, outputs, last, check);
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
        settlement.returnedEffects().stream()
                .map(ReturnedEffect::effectId)
                .filter(id ->
                        applied.stream().noneMatch(outcome -> outcome.effectId().equals(id)))
                .findFirst()
                .ifPresent(id -> {
                    throw new OperationException(
                            "settlement_invalid", "effect '" + id + "' cannot come back, because it was not applied");
                });
        return settlement;
    }

    private void settled(Execution execution, long fence) {
        if (execution.state() != ExecutionState.SETTLING) {
            parts.noteWaiting(execution, null);
            return;
        }
        parts.executions()
                .recordChange(
                        change(execution, ExecutionState.COMPLETED, fence).build(),
                        parts.entry(AuditAction.EXECUTION_COMPLETED, execution.id(), JsonObject.empty()));
    }

    private void returned(Execution execution, long fence, List<ReturnedEffect> effects) {
        for (ReturnedEffect effect : effects) {
            EffectChange change = EffectRecords.returned(
                    execution.id(), effect, StoredText.of(effect.code(), CODE_LENGTH_MAX), parts.now());
            parts.executions()
                    .recordOutcome(
                            change,
                            fence,
                            parts.effectEntry(
                                    AuditAction.EFFECT_RETURNED,
                                    execution.id(),
                                    effect.effectId(),
                                    EffectRecords.details(change)));
        }
        if (withReturnNoted(execution, fence).state() == execution.state()) {
            parts.noteWaiting(execution, null);
        }
    }

    /** It is never given up; an execution that takes very long says so and is looked at once a day. */
    private void pending(Execution execution, int checks) {
        parts.noteWaiting(
                execution,
                checks < CHECKS_MAX
                        ? null
                        : "it has not settled after " + CHECKS_MAX + " looks at the provider; look there yourself");
    }

    private StateChange.Builder change(Execution execution, ExecutionState to, long fence) {
        return StateChange.of(execution.id(), execution.state(), to, parts.now())
                .fence(fence);
    }
}
