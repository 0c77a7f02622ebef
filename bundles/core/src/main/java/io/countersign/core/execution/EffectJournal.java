package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.ExecutionStoppedException;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Performs the effects of one run: intent, durable commit, call with our key, outcome, commit. Called on plug-in threads,
 * one effect at a time; everything that touches the database is handed over.
 */
final class EffectJournal {
    private static final Duration QUICK_RETRY_AFTER_MAX = Duration.ofSeconds(3);

    private final EngineParts parts;
    private final Claim claim;
    private final StopSignal stop;
    private final SendLease lease;
    private final EffectSending sending;
    private final PlatformWork work;
    private final CallWatch watch;
    private final Map<String, EffectOutcome> ended = new HashMap<>();
    private final Object gate = new Object();
    private boolean sealed;

    EffectJournal(EngineParts parts, Claim claim, StopSignal stop, SendLease lease, CallWatch watch) {
        this.parts = parts;
        this.claim = claim;
        this.stop = stop;
        this.lease = lease;
        this.watch = watch;
        this.sending = new EffectSending(parts, claim);
        this.work = new PlatformWork(parts.platform(), stop);
    }

    /** Takes up what earlier runs of this execution brought. */
    synchronized void takeUp(List<Effect> effects) {
        for (Effect effect : effects) {
            EffectRecords.outcomeOf(effect).ifPresent(outcome -> ended.put(effect.name(), outcome));
        }
    }

    /**
     * What has not been noted by now never will be: a thread that the plug-in left behind can begin nothing after the
     * outcomes of the run were counted.
     */
    void seal() {
        synchronized (gate) {
            sealed = true;
        }
    }

    /** Performs the effect with the given request, or answers its recorded outcome. */
    synchronized EffectOutcome perform(PlannedEffect planned, Money amount, JsonObject request) {
        EffectOutcome known = ended.get(planned.id());
        if (known != null) {
            return known;
        }
        stop.check();
        EffectHandlers.Served handler = claim.handlers().of(planned.kind());
        if (!sending.isUsable(planned.connection())) {
            throw new OperationException(
                    "connection_unusable",
                    "connection '" + planned.connection() + "' of effect '" + planned.id()
                            + "' is not configured or is faulty; nothing was sent for it");
        }
        Intent intent = claim.intentOf(planned, amount, request);
        watch.begin();
        try {
            Instant notedAt = note(intent, planned);
            requireMaySend(planned);
            EffectOutcome outcome = send(planned, handler, intent, notedAt);
            ended.put(planned.id(), outcome);
            return outcome;
        } finally {
            watch.end();
        }
    }

    private Instant note(Intent intent, PlannedEffect planned) {
        JsonObject details = Json.object()
                .put("attempt", intent.attempt())
                .put("idempotencyKey", intent.idempotencyKey())
                .put("request", intent.request())
                .put("amount", intent.amount().toJson())
                .build();
        IntentOutcome outcome = work.call(() -> {
            synchronized (gate) {
                if (sealed) {
                    throw new ExecutionStoppedException("the run has ended; nothing more is sent");
                }
                IntentOutcome noted = parts.executions()
                        .recordIntent(
                                intent,
                                claim.fence(),
                                parts.effectEntry(AuditAction.EFFECT_INTENT, claim.id(), planned.id(), details));
                Optional.ofNullable(noted.notedAt()).ifPresent(parts.mark()::raise);
                return noted;
            }
        });
        if (outcome.lockedBy() != null) {
            throw stop.stop(
                    StopSignal.Cause.LOCKED,
                    "effect '" + planned.id() + "' cannot start: its item " + planned.lockKey()
                            + " is held by execution " + outcome.lockedBy() + ", whose outcome is not known yet");
        }
        if (outcome.notedAt() == null) {
            throw new IllegalStateException("an intent was neither noted nor locked: " + planned.id());
        }
        return outcome.notedAt();
    }

    /**
     * When the operation was stopped between the note and the call, the effect was certainly not sent, and is noted so.
     * When only this worker was stopped, the next one sends it.
     */
    private void requireMaySend(PlannedEffect planned) {
        if (maySend()) {
            return;
        }
        StopSignal.Reason reason = stop.reason().orElseThrow();
        if (!reason.cause().isOfThePlatform()) {
            EffectReply notSent = EffectReply.rejected(EffectRecords.NOT_SENT, "stopped before it was sent");
            change(
                    EffectRecords.answered(claim.id(), planned.id(), EffectState.INTENT, notSent, parts.now()),
                    AuditAction.EFFECT_REJECTED);
        }
        throw new ExecutionStoppedException(reason.message());
    }

    private boolean maySend() {
        if (!stop.isRaised() && !lease.isGood()) {
            stop.raise(
                    StopSignal.Cause.FENCE_LOST,
                    "this worker was paused for longer than " + ExecutionSettings.SEND_LEASE.toSeconds()
                            + " s; another one may have taken over, so it sends nothing");
        }
        return !stop.isRaised();
    }

    private EffectOutcome send(PlannedEffect planned, EffectHandlers.Served handler, Intent intent, Instant notedAt) {
        EffectReply reply = call(planned, handler, intent, notedAt, false);
        if (reply.kind() != EffectReply.Kind.UNCLEAR) {
            return record(planned, intent, EffectState.INTENT, reply);
        }
        change(EffectRecords.unknown(planned.id(), claim.id(), reply, parts.now()), AuditAction.EFFECT_UNKNOWN);
        for (Duration delay : parts.settings().quickReplays()) {
            if (!isQuick(reply)
                    || !stop.pause(longer(delay, reply.retryAfter()))
                    || !mayReplay(planned, handler, notedAt)) {
                break;
            }
            reply = call(planned, handler, intent, notedAt, true);
            if (reply.kind() == EffectReply.Kind.APPLIED) {
                return record(planned, intent, EffectState.UNKNOWN, reply);
            }
            if (reply.kind() == EffectReply.Kind.REJECTED) {
                // looked up first: the refusal may be of the replay alone
                break;
            }
        }
        throw stop.stop(
                StopSignal.Cause.UNRESOLVED,
                "the outcome of effect '" + planned.id() + "' is not known yet: " + reply.message());
    }

    private static boolean isQuick(EffectReply reply) {
        return reply.replayUseful() && reply.retryAfter().compareTo(QUICK_RETRY_AFTER_MAX) <= 0;
    }

    /** Counts the replay and says whether it may be sent: the provider must still remember the key for sure. */
    private boolean mayReplay(PlannedEffect planned, EffectHandlers.Served handler, Instant notedAt) {
        Instant now = work.call(parts.executions()::databaseTime);
        if (!ResolutionRule.remembersKey(notedAt, handler.keyMemory(), now)) {
            return false;
        }
        work.run(() -> parts.executions().recordReplay(claim.id(), planned.id(), claim.fence()));
        return maySend();
    }

    private EffectReply call(
            PlannedEffect planned, EffectHandlers.Served handler, Intent intent, Instant notedAt, boolean replay) {
        watch.begin();
        return sending.perform(handler, planned, intent, notedAt, replay);
    }

    private EffectOutcome record(PlannedEffect planned, Intent intent, EffectState from, EffectReply reply) {
        boolean applied = reply.kind() == EffectReply.Kind.APPLIED;
        EffectChange change = EffectRecords.answered(claim.id(), planned.id(), from, reply, parts.now());
        change(change, applied ? AuditAction.EFFECT_APPLIED : AuditAction.EFFECT_REJECTED);
        return EffectOutcome.of(
                planned.id(),
                applied ? EffectOutcome.Kind.APPLIED : EffectOutcome.Kind.REJECTED,
                intent.amount(),
                intent.attempt(),
                intent.idempotencyKey(),
                reply);
    }

    private void change(EffectChange change, AuditAction action) {
        work.run(() -> parts.executions()
                .recordOutcome(
                        change,
                        claim.fence(),
                        parts.effectEntry(action, claim.id(), change.effect(), EffectRecords.details(change))));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
