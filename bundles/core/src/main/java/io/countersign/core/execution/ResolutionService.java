package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.Plan;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.Refusals;
import io.countersign.core.audit.StoredText;
import io.countersign.core.registry.DeployedOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Closes effects that the engine could not clear up: one person says what they found, a second person agrees. Nothing is
 * ever sent again from here.
 */
@Component(service = ResolutionService.class)
public final class ResolutionService {
    private static final int EXTERNAL_ID_LENGTH_MAX = 300;

    private final EngineParts parts;
    private final Planner planner;
    private final ExecutionService executions;
    private final Refusals refusals;

    @Activate
    public ResolutionService(@Reference ExecutionEngine engine, @Reference ExecutionService executions) {
        this.parts = engine.parts();
        this.planner = engine.planner();
        this.executions = executions;
        this.refusals = new Refusals(parts.audits(), parts.trail());
    }

    /**
     * Says whether an unclear effect happened. The first person's word is noted; when another person says the same, the
     * effect is closed and, once none is open, the execution goes on.
     *
     * @param externalId the provider's id; needed when it happened, null otherwise
     * @param reason how the person knows
     * @throws StateConflictException when the execution does not need attention, the effect is not unclear, or a fresh
     *     look-up does not confirm that it did not happen
     */
    public Execution propose(
            Caller caller,
            ExecutionId id,
            String effectName,
            boolean applied,
            @Nullable String externalId,
            String reason) {
        return refusals.noting(caller, EngineParts.subject(id), () -> {
            Execution execution = executions.get(caller, id);
            caller.require(Permission.EXECUTION_RESOLVE);
            requireComplete(applied, externalId, reason);
            Effect effect = unclearEffect(execution, effectName);
            Resolution word = new Resolution(
                    id, effectName, caller.userId(), caller.username(), applied, externalId, reason, parts.now());
            Optional<Resolution> earlier = parts.executions().findResolutionProposal(id, effectName);
            if (earlier.isPresent() && agrees(earlier.get(), word)) {
                close(caller, execution, effect, earlier.get(), word);
            } else {
                parts.executions()
                        .recordResolutionProposal(
                                word,
                                parts.trail()
                                        .entry(
                                                caller,
                                                AuditAction.EFFECT_RESOLUTION_PROPOSED,
                                                EngineParts.subject(id),
                                                details(word)));
            }
            return executions.get(caller, id);
        });
    }

    private static void requireComplete(boolean applied, @Nullable String externalId, String reason) {
        if (Comment.require("reason", reason).isBlank()) {
            throw new InvalidRequestException("reason", "is missing; say how you know");
        }
        if (externalId != null
                && (externalId.length() > EXTERNAL_ID_LENGTH_MAX || !StoredText.isStorable(externalId))) {
            throw new InvalidRequestException(
                    "externalId", "must have at most " + EXTERNAL_ID_LENGTH_MAX + " characters, none of them NUL");
        }
        if (!applied && externalId != null) {
            throw new InvalidRequestException("externalId", "must be left out when it was not applied");
        }
        if (applied && (externalId == null || externalId.isBlank())) {
            throw new InvalidRequestException("externalId", "is missing; give the provider's id of what was done");
        }
    }

    private Effect unclearEffect(Execution execution, String name) {
        if (execution.state() != ExecutionState.NEEDS_ATTENTION) {
            throw new StateConflictException(
                    execution.id(),
                    "execution " + execution.id() + " does not need attention; its state is " + execution.state());
        }
        Effect effect = parts.executions().effects(execution.id()).stream()
                .filter(stored -> stored.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "effect", "names '" + name + "', which is no effect of execution " + execution.id()));
        if (effect.state() != EffectState.UNKNOWN) {
            throw new StateConflictException(
                    execution.id(), "effect '" + name + "' is not unclear; its state is " + effect.state());
        }
        return effect;
    }

    private static boolean agrees(Resolution first, Resolution second) {
        return !first.proposerId().equals(second.proposerId())
                && first.applied() == second.applied()
                && Objects.equals(first.externalId(), second.externalId());
    }

    private void close(Caller caller, Execution execution, Effect effect, Resolution first, Resolution second) {
        if (!second.applied()) {
            requireConfirmedAbsence(execution, effect);
        }
        ExecutionId id = execution.id();
        // the worker that looks again sees within seconds that nothing is open any more, and goes on
        long fence = parts.executions().recordClaim(id, ExecutionState.NEEDS_ATTENTION, null);
        EffectState to = second.applied() ? EffectState.APPLIED : EffectState.NOT_APPLIED;
        String message =
                "established by " + first.proposerName() + " and " + second.proposerName() + ": " + second.reason();
        EffectChange change = new EffectChange(
                id,
                effect.name(),
                EffectState.UNKNOWN,
                to,
                parts.now(),
                second.externalId(),
                second.applied() ? JsonObject.empty() : null,
                second.applied() ? null : "not_applied",
                message);
        AuditAction action = second.applied() ? AuditAction.EFFECT_APPLIED : AuditAction.EFFECT_NOT_APPLIED;
        parts.executions()
                .recordOutcome(
                        change, fence, parts.trail().entry(caller, action, EngineParts.subject(id), details(second)));
    }

    /** "Not applied" is believed only when nothing can still be on its way and a fresh look-up does not find it. */
    private void requireConfirmedAbsence(Execution execution, Effect effect) {
        ExecutionId id = execution.id();
        Duration onItsWay = parts.settings().callTimeout().plus(ExecutionSettings.SEND_LEASE);
        Instant sentAt = effect.firstSentAt();
        if (sentAt != null && parts.executions().databaseTime().isBefore(sentAt.plus(onItsWay))) {
            throw new StateConflictException(
                    id,
                    "effect '" + effect.name() + "' was sent less than " + onItsWay.toSeconds()
                            + " s ago and may still be on its way; try again later");
        }
        FindReply reply = look(execution, effect);
        if (reply.kind() != FindReply.Kind.ABSENT) {
            String found = reply.kind() == FindReply.Kind.FOUND
                    ? "it is there as " + reply.externalId().orElse("?") + ", so it was applied"
                    : "it did not answer: " + reply.cause();
            throw new StateConflictException(
                    id, "a fresh look-up of effect '" + effect.name() + "' does not confirm it: " + found);
        }
    }

    private FindReply look(Execution execution, Effect effect) {
        String digest = Optional.ofNullable(execution.releaseDigest()).orElseThrow();
        DeployedOperation operation = parts.registry()
                .find(execution.operation(), digest)
                .orElseThrow(() -> new StateConflictException(
                        execution.id(),
                        "release " + digest + " is not active on this node, so the provider cannot be asked"));
        Plan plan = parts.executions()
                .findPlan(execution.id())
                .orElseThrow()
                .document()
                .plan();
        try {
            EffectHandlers handlers = parts.handlersOf(operation);
            Claim onlyToLook = new Claim(
                    execution,
                    operation,
                    plan,
                    handlers,
                    planner.connections(operation, execution.parameters()),
                    execution.fence(),
                    parts.backups().isFromBackup(execution.id()));
            return new EffectResolver(parts, onlyToLook).find(effect);
        } catch (PluginFailedException e) {
            return FindReply.unclear(
                    Planner.failureOf(operation, e, "look_up_failed").message());
        }
    }

    private static JsonObject details(Resolution word) {
        return Json.object()
                .put("effect", word.effect())
                .put("applied", word.applied())
                .putIfPresent("externalId", word.externalId())
                .put("reason", word.reason())
                .build();
    }
}
