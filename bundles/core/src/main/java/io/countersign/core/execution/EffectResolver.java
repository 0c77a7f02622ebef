package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Finds out the outcome of effects that were sent and not answered, without running the operation again. Runs on platform
 * threads; only the handler's calls run on plug-in threads.
 */
final class EffectResolver {
    private final EngineParts parts;
    private final Claim claim;
    private final EffectSending sending;

    EffectResolver(EngineParts parts, Claim claim) {
        this.parts = parts;
        this.claim = claim;
        this.sending = new EffectSending(parts, claim);
    }

    /** What one attempt at finding out brought. */
    record Finding(Kind kind, Duration retryAfter) {
        enum Kind {
            RESOLVED,
            STILL_UNKNOWN,
            /** Nothing more the engine can do: people must look. */
            EXHAUSTED
        }
    }

    /**
     * Takes one step for one open effect.
     *
     * @param mayReplay false when only looking is allowed any more
     */
    Finding resolve(Effect given, boolean mayReplay) {
        PlannedEffect planned = claim.plan().effect(given.name()).orElseThrow();
        EffectHandlers.Served handler = claim.handlers().of(planned.kind());
        Effect effect = asUnknown(given);
        // whoever noted the intent may have died before its mark was raised
        Optional.ofNullable(effect.firstSentAt()).ifPresent(parts.mark()::raise);
        SendLease lease = new SendLease(parts.nanoTime());
        lease.renew(lease.nanoTime());
        Instant now = parts.executions().databaseTime();
        if (mayReplay && ResolutionRule.next(effect, handler.keyMemory(), now) == ResolutionRule.Step.REPLAY) {
            EffectReply reply = replay(effect, planned, handler, now, lease);
            if (reply.kind() == EffectReply.Kind.APPLIED) {
                return answered(effect, reply);
            }
            if (reply.kind() == EffectReply.Kind.REJECTED) {
                return refused(effect, planned, handler, now, reply);
            }
            if (reply.replayUseful()) {
                Duration backOff = ResolutionRule.backOff(effect.sends() + 1);
                return stillUnknown(reply.retryAfter().compareTo(backOff) > 0 ? reply.retryAfter() : backOff);
            }
        }
        return lookUp(effect, planned, handler, now);
    }

    /** A refusal of a replay says that no earlier send was done either, unless a look-up finds one that was. */
    private Finding refused(
            Effect effect, PlannedEffect planned, EffectHandlers.Served handler, Instant now, EffectReply refusal) {
        FindReply reply = find(effect, planned, handler, now);
        return switch (reply.kind()) {
            case FOUND -> found(effect, reply);
            case ABSENT -> answered(effect, refusal);
            case UNCLEAR -> stillUnknown(ResolutionRule.backOff(effect.sends() + 1));
        };
    }

    private Finding answered(Effect effect, EffectReply reply) {
        record(
                EffectRecords.answered(claim.id(), effect.name(), EffectState.UNKNOWN, reply, parts.now()),
                reply.kind() == EffectReply.Kind.APPLIED ? AuditAction.EFFECT_APPLIED : AuditAction.EFFECT_REJECTED);
        return new Finding(Finding.Kind.RESOLVED, Duration.ZERO);
    }

    private Finding found(Effect effect, FindReply reply) {
        record(EffectRecords.found(claim.id(), effect.name(), reply, parts.now()), AuditAction.EFFECT_APPLIED);
        return new Finding(Finding.Kind.RESOLVED, Duration.ZERO);
    }

    private EffectReply replay(
            Effect effect, PlannedEffect planned, EffectHandlers.Served handler, Instant now, SendLease lease) {
        parts.executions().recordReplay(claim.id(), effect.name(), claim.fence());
        return onPluginThread(
                () -> lease.isGood()
                        ? sending.perform(handler, planned, intentOf(effect, handler), sentAt(effect, now), true)
                        : EffectReply.unclear("this worker was paused and sends nothing", true, Duration.ZERO),
                EffectReply.unclear("the handler did not answer in time", true, Duration.ZERO));
    }

    private Finding lookUp(Effect effect, PlannedEffect planned, EffectHandlers.Served handler, Instant now) {
        FindReply reply = find(effect, planned, handler, now);
        Duration gap = parts.settings().absenceGap();
        return switch (reply.kind()) {
            case FOUND -> found(effect, reply);
            case UNCLEAR -> stillUnknown(ResolutionRule.backOff(Math.max(effect.sends(), 4)));
            case ABSENT -> {
                int absences = effect.cleanAbsences();
                if (ResolutionRule.absenceCounts(effect, gap, now)) {
                    parts.executions().recordAbsence(claim.id(), effect.name(), claim.fence());
                    absences++;
                }
                yield absences >= ResolutionRule.ABSENCES_NEEDED
                        ? new Finding(Finding.Kind.EXHAUSTED, gap)
                        : stillUnknown(gap);
            }
        };
    }

    /** A look-up whose answer is not recorded: the fresh one that a consent of two people needs. */
    FindReply find(Effect effect) {
        PlannedEffect planned = claim.plan().effect(effect.name()).orElseThrow();
        return find(
                effect,
                planned,
                claim.handlers().of(planned.kind()),
                parts.executions().databaseTime());
    }

    private FindReply find(Effect effect, PlannedEffect planned, EffectHandlers.Served handler, Instant now) {
        return onPluginThread(
                () -> sending.find(handler, planned, intentOf(effect, handler), sentAt(effect, now)),
                FindReply.unclear("the handler did not answer in time"));
    }

    /** A worker died between intent and answer: from now on the outcome is unknown. */
    private Effect asUnknown(Effect effect) {
        if (effect.state() != EffectState.INTENT) {
            return effect;
        }
        EffectReply died = EffectReply.unclear("the worker ended before an answer was noted", true, Duration.ZERO);
        record(EffectRecords.unknown(effect.name(), claim.id(), died, parts.now()), AuditAction.EFFECT_UNKNOWN);
        return parts.executions().effects(claim.id()).stream()
                .filter(stored -> stored.name().equals(effect.name()))
                .findFirst()
                .orElseThrow();
    }

    private void record(EffectChange change, AuditAction action) {
        parts.executions()
                .recordOutcome(
                        change,
                        claim.fence(),
                        parts.effectEntry(action, claim.id(), change.effect(), EffectRecords.details(change)));
    }

    private <T> T onPluginThread(Callable<T> call, T whenLate) {
        try {
            return parts.plugins()
                    .call(
                            claim.operation().plugin(),
                            "a handler of " + claim.operation().name(),
                            parts.settings().callTimeout(),
                            call);
        } catch (PluginFailedException e) {
            // whatever a handler throws is an answer already; only its time limit is left
            return whenLate;
        }
    }

    private Intent intentOf(Effect effect, EffectHandlers.Served handler) {
        JsonObject request = Optional.ofNullable(effect.request()).orElseThrow();
        return new Intent(
                claim.id(),
                effect.name(),
                handler.provider(),
                effect.connection(),
                effect.lockKey(),
                effect.attempt(),
                Optional.ofNullable(effect.idempotencyKey()).orElseThrow(),
                request,
                effect.sentAmount() == null ? effect.plannedAmount() : effect.sentAmount());
    }

    /** When it was sent first, as far as the database knows; one that a backup brought back may not know at all. */
    private Instant sentAt(Effect effect, Instant now) {
        if (claim.fromBackup()) {
            return claim.execution().createdAt();
        }
        return effect.firstSentAt() == null ? now : effect.firstSentAt();
    }

    private static Finding stillUnknown(Duration retryAfter) {
        return new Finding(Finding.Kind.STILL_UNKNOWN, retryAfter);
    }
}
