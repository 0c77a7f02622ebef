package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recorded end of one effect, as the journal has it. */
public final class EffectOutcome {

    /** How an effect can end. */
    public enum Kind {
        APPLIED,
        /** The provider refused it; nothing moved. */
        REJECTED,
        /** Two people established that it did not happen. */
        NOT_APPLIED,
        /** It was applied and came back later. */
        RETURNED
    }

    private final String effectId;
    private final Kind kind;
    private final Money amount;
    private final int attempt;
    private final String idempotencyKey;
    private final @Nullable String externalId;
    private final JsonObject response;
    private final @Nullable String code;
    private final String message;

    private EffectOutcome(
            String effectId,
            Kind kind,
            Money amount,
            int attempt,
            String idempotencyKey,
            @Nullable String externalId,
            JsonObject response,
            @Nullable String code,
            String message) {
        this.effectId = Objects.requireNonNull(effectId);
        this.kind = kind;
        this.amount = amount;
        this.attempt = attempt;
        this.idempotencyKey = idempotencyKey;
        this.externalId = externalId;
        this.response = response;
        this.code = code;
        this.message = message;
    }

    /** Made by the engine and by the test kit. */
    public static EffectOutcome of(
            String effectId, Kind kind, Money amount, int attempt, String idempotencyKey, EffectReply reply) {
        return new EffectOutcome(
                effectId,
                kind,
                amount,
                attempt,
                idempotencyKey,
                reply.externalId().orElse(null),
                reply.response(),
                reply.code().orElse(null),
                reply.message());
    }

    /** What an applied effect ended as when it came back; made by the engine and by the test kit. */
    public static EffectOutcome cameBack(EffectOutcome applied, ReturnedEffect returned, String message) {
        return new EffectOutcome(
                applied.effectId,
                Kind.RETURNED,
                applied.amount,
                applied.attempt,
                applied.idempotencyKey,
                applied.externalId,
                returned.details(),
                returned.code(),
                message);
    }

    public String effectId() {
        return effectId;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isApplied() {
        return kind == Kind.APPLIED;
    }

    /** The amount that was sent. */
    public Money amount() {
        return amount;
    }

    /** Number of the attempt that brought this outcome, starting from 1. */
    public int attempt() {
        return attempt;
    }

    public String idempotencyKey() {
        return idempotencyKey;
    }

    /** The provider's id; present when applied or returned. */
    public Optional<String> externalId() {
        return Optional.ofNullable(externalId);
    }

    /** The provider's answer as the handler reported it, or what it said when it came back; empty otherwise. */
    public JsonObject response() {
        return response;
    }

    /** The provider's code; present when rejected or returned. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** The reason for people; empty when applied. */
    public String message() {
        return message;
    }

    public JsonObject toJson() {
        return Json.object()
                .put("effectId", effectId)
                .put("outcome", kind.name())
                .put("amount", amount.toJson())
                .put("attempt", attempt)
                .put("idempotencyKey", idempotencyKey)
                .putIfPresent("externalId", externalId)
                .putIfPresent("code", code)
                .putIfPresent("message", message.isEmpty() ? null : message)
                .put("response", response)
                .build();
    }
}
