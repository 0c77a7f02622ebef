package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Performs the effects of one run: intent, durable commit, call with our key, outcome, commit. Called on plug-in threads;
 * everything that touches the database is handed over.
 */
final class EffectJournal {
    /** Short replays within the run, before the execution is put aside as RESOLVING. */
    private static final List<Duration> QUICK_REPLAYS = List.of(Duration.ofMillis(200), Duration.ofSeconds(1));

    private static final Duration QUICK_REPLAY_MAX = Duration.ofSeconds(3);

    private final EngineParts parts;
    private final Execution execution;
    private final long fence;
    private final StopSignal stop;
    private final SendLease lease;
    private final EffectHandlers handlers;
    private final EffectSending sending;
    private final Map<String, EffectOutcome> ended = new HashMap<>();

    EffectJournal(
            EngineParts parts,
            Execution execution,
            long fence,
            StopSignal stop,
            SendLease lease,
            EffectHandlers handlers,
            EffectSending sending) {
        this.parts = parts;
        this.execution = execution;
        this.fence = fence;
        this.stop = stop;
        this.lease = lease;
        this.handlers = handlers;
        this.sending = sending;
    }

    /** Takes up what earlier runs of this execution brought. */
    void takeUp(List<Effect> effects) {
        for (Effect effect : effects) {
            EffectRecords.outcomeOf(effect).ifPresent(outcome -> ended.put(effect.name(), outcome));
        }
    }

    /** Performs the effect with the given request, or answers its recorded outcome. */
    synchronized EffectOutcome perform(PlannedEffect planned, Money amount, JsonObject request) {
        EffectOutcome known = ended.get(planned.id());
        if (known != null) {
            return known;
        }
        stop.check();
        EffectHandler handler = handlers.of(planned.kind());
        Intent intent = new Intent(
                execution.id(),
                planned.id(),
                handler.provider(),
                planned.connection(),
                planned.lockKey(),
                1,
                IdempotencyKeys.of(execution.id(), planned.id(), 1),
                request,
                amount);
        Instant sentAt = note(intent, planned);
        EffectOutcome outcome = send(planned, handler, intent, sentAt);
        ended.put(planned.id(), outcome);
        return outcome;
    }

    private Instant note(Intent intent, PlannedEffect planned) {
        JsonObject details = Json.object()
                .put("attempt", intent.attempt())
                .put("idempotencyKey", intent.idempotencyKey())
                .put("request", intent.request())
                .put("amount", intent.amount().toJson())
                .build();
        IntentOutcome outcome = parts.platform().handOver(() -> parts.executions()
                .recordIntent(
                        intent,
                        fence,
                        parts.effectEntry(AuditAction.EFFECT_INTENT, execution.id(), planned.id(), details)));
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

    private EffectOutcome send(PlannedEffect planned, EffectHandler handler, Intent intent, Instant sentAt) {
        EffectReply reply = sendOnce(planned, handler, intent, sentAt, false);
        if (reply.kind() != EffectReply.Kind.UNCLEAR) {
            return record(planned, intent, EffectState.INTENT, reply);
        }
        change(EffectRecords.unknown(planned.id(), execution.id(), reply, parts.now()), AuditAction.EFFECT_UNKNOWN);
        for (Duration delay : QUICK_REPLAYS) {
            boolean worthwhile = reply.replayUseful()
                    && !handler.keyMemory().isZero()
                    && reply.retryAfter().compareTo(QUICK_REPLAY_MAX) <= 0;
            if (!worthwhile) {
                break;
            }
            stop.pause(reply.retryAfter().compareTo(delay) > 0 ? reply.retryAfter() : delay);
            parts.platform().handOver(() -> parts.executions().recordReplay(execution.id(), planned.id(), fence));
            reply = sendOnce(planned, handler, intent, sentAt, true);
            if (reply.kind() != EffectReply.Kind.UNCLEAR) {
                return record(planned, intent, EffectState.UNKNOWN, reply);
            }
        }
        throw stop.stop(
                StopSignal.Cause.UNRESOLVED,
                "the outcome of effect '" + planned.id() + "' is not known yet: " + reply.message());
    }

    private EffectReply sendOnce(
            PlannedEffect planned, EffectHandler handler, Intent intent, Instant sentAt, boolean replay) {
        stop.check();
        if (!lease.isGood()) {
            throw stop.stop(
                    StopSignal.Cause.FENCE_LOST,
                    "this worker was paused for longer than " + ExecutionSettings.SEND_LEASE.toSeconds()
                            + " s; another one may have taken over, so it sends nothing");
        }
        return sending.perform(handler, planned, intent, sentAt, replay);
    }

    private EffectOutcome record(PlannedEffect planned, Intent intent, EffectState from, EffectReply reply) {
        boolean applied = reply.kind() == EffectReply.Kind.APPLIED;
        EffectChange change = EffectRecords.answered(execution.id(), planned.id(), from, reply, parts.now());
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
        parts.platform().handOver(() -> parts.executions()
                .recordOutcome(
                        change,
                        fence,
                        parts.effectEntry(action, execution.id(), change.effect(), EffectRecords.details(change))));
    }
}
