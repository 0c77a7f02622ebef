package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.ReturnedEffect;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Translates between what handlers answer, what the journal stores and what plug-ins are told. */
final class EffectRecords {
    /** Code of an effect that was noted and then certainly not sent. */
    static final String NOT_SENT = "not_sent";

    private EffectRecords() {}

    /** The transition that a clear answer brings. */
    static EffectChange answered(
            ExecutionId execution, String effect, EffectState from, EffectReply reply, Instant at) {
        boolean applied = reply.kind() == EffectReply.Kind.APPLIED;
        return new EffectChange(
                execution,
                effect,
                from,
                applied ? EffectState.APPLIED : EffectState.REJECTED,
                at,
                reply.externalId().orElse(null),
                applied ? reply.response() : null,
                reply.code().orElse(null),
                reply.message().isEmpty() ? null : reply.message());
    }

    /** The transition from INTENT that an unclear answer brings. */
    static EffectChange unknown(String effect, ExecutionId execution, EffectReply reply, Instant at) {
        return new EffectChange(
                execution, effect, EffectState.INTENT, EffectState.UNKNOWN, at, null, null, null, reply.message());
    }

    /** The transition that a positive look-up brings. */
    static EffectChange found(ExecutionId execution, String effect, FindReply reply, Instant at) {
        return new EffectChange(
                execution,
                effect,
                EffectState.UNKNOWN,
                EffectState.APPLIED,
                at,
                reply.externalId().orElse(null),
                reply.response(),
                null,
                "found by look-up");
    }

    /** What a plug-in is told of an effect that has ended; empty when it has not. */
    static Optional<EffectOutcome> outcomeOf(Effect effect) {
        return switch (effect.state()) {
            case PLANNED, INTENT, UNKNOWN -> Optional.empty();
            case APPLIED -> Optional.of(outcome(effect, EffectOutcome.Kind.APPLIED));
            case REJECTED -> Optional.of(outcome(effect, EffectOutcome.Kind.REJECTED));
            case NOT_APPLIED -> Optional.of(outcome(effect, EffectOutcome.Kind.NOT_APPLIED));
            case RETURNED -> Optional.of(cameBack(effect));
        };
    }

    /** What the log tells of a transition. */
    static JsonObject details(EffectChange change) {
        return Json.object()
                .put("from", change.from().name())
                .put("to", change.to().name())
                .putIfPresent("externalId", change.externalId())
                .putIfPresent("code", change.code())
                .putIfPresent("message", change.message())
                .build();
    }

    /** The transition of an applied effect that came back. */
    static EffectChange returned(ExecutionId execution, ReturnedEffect returned, String code, Instant at) {
        return new EffectChange(
                execution,
                returned.effectId(),
                EffectState.APPLIED,
                EffectState.RETURNED,
                at,
                null,
                returned.details(),
                code,
                "effect '" + returned.effectId() + "' came back: " + code);
    }

    private static EffectOutcome cameBack(Effect effect) {
        JsonObject response = effect.response() == null ? JsonObject.empty() : effect.response();
        return EffectOutcome.cameBack(
                outcome(effect, EffectOutcome.Kind.APPLIED),
                ReturnedEffect.of(effect.name(), effect.code() == null ? "returned" : effect.code(), response),
                effect.message() == null ? "" : effect.message());
    }

    private static EffectOutcome outcome(Effect effect, EffectOutcome.Kind kind) {
        String message = effect.message() == null ? "" : effect.message();
        JsonObject response = effect.response() == null ? JsonObject.empty() : effect.response();
        EffectReply reply = effect.externalId() != null
                ? EffectReply.applied(effect.externalId(), response)
                : effect.code() != null
                        ? EffectReply.rejected(effect.code(), message)
                        : EffectReply.unclear(message, false, Duration.ZERO);
        return EffectOutcome.of(
                effect.name(),
                kind,
                effect.sentAmount() == null ? effect.plannedAmount() : effect.sentAmount(),
                effect.attempt(),
                effect.idempotencyKey() == null ? "" : effect.idempotencyKey(),
                reply);
    }
}
