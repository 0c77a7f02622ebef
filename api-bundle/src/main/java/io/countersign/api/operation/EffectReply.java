package io.countersign.api.operation;

import io.countersign.api.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a provider answered to one attempt: applied, rejected, or unclear. */
public final class EffectReply {

    /** The three things an answer can mean. */
    public enum Kind {
        /** Definitely done. */
        APPLIED,
        /** Definitely not done; nothing moved. */
        REJECTED,
        /** It may or may not have happened: time-out, lost connection, 5xx, 429, 409. */
        UNCLEAR
    }

    private final Kind kind;
    private final @Nullable String externalId;
    private final JsonObject response;
    private final @Nullable String code;
    private final String message;
    private final boolean replayUseful;
    private final Duration retryAfter;

    private EffectReply(
            Kind kind,
            @Nullable String externalId,
            JsonObject response,
            @Nullable String code,
            String message,
            boolean replayUseful,
            Duration retryAfter) {
        this.kind = kind;
        this.externalId = externalId;
        this.response = response;
        this.code = code;
        this.message = message;
        this.replayUseful = replayUseful;
        this.retryAfter = retryAfter;
    }

    /**
     * @param externalId the provider's id of what was made: {@code po_…}
     * @param response the provider's answer, without secrets, at most 64 KiB
     */
    public static EffectReply applied(String externalId, JsonObject response) {
        return new EffectReply(
                Kind.APPLIED, Objects.requireNonNull(externalId), response, null, "", false, Duration.ZERO);
    }

    /**
     * A definite "not done". Never use it for a time-out, 409, 429, 5xx or an idempotency error, nor for a refusal of a
     * {@linkplain EffectCall#replay replay} that says nothing of earlier sends: a revoked key, for instance.
     *
     * @param code the provider's machine-readable code: {@code balance_insufficient}
     */
    public static EffectReply rejected(String code, String message) {
        return new EffectReply(Kind.REJECTED, null, JsonObject.empty(), code, message, false, Duration.ZERO);
    }

    /**
     * The outcome is not known.
     *
     * @param replayUseful whether the same request under the same key may bring the outcome (false for a stored 5xx:
     *     the provider would only repeat it)
     * @param retryAfter how long to wait before that; zero leaves it to the engine
     */
    public static EffectReply unclear(String cause, boolean replayUseful, Duration retryAfter) {
        return new EffectReply(Kind.UNCLEAR, null, JsonObject.empty(), null, cause, replayUseful, retryAfter);
    }

    public Kind kind() {
        return kind;
    }

    /** The provider's id; present when applied. */
    public Optional<String> externalId() {
        return Optional.ofNullable(externalId);
    }

    /** The provider's answer; empty unless applied. */
    public JsonObject response() {
        return response;
    }

    /** The provider's code; present when rejected. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** The reason for people; empty when applied. */
    public String message() {
        return message;
    }

    public boolean replayUseful() {
        return replayUseful;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
