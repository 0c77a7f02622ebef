package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What following the effects showed: all settled, still pending, or one came back. */
public final class Settlement {

    /** The three results of a check. */
    public enum Kind {
        SETTLED,
        PENDING,
        RETURNED
    }

    private final Kind kind;
    private final Json state;
    private final Duration nextCheck;
    private final @Nullable String effectId;
    private final @Nullable String code;

    private Settlement(Kind kind, Json state, Duration nextCheck, @Nullable String effectId, @Nullable String code) {
        this.kind = kind;
        this.state = state;
        this.nextCheck = nextCheck;
        this.effectId = effectId;
        this.code = code;
    }

    public static Settlement settled() {
        return new Settlement(Kind.SETTLED, Json.nullValue(), Duration.ZERO, null, null);
    }

    /** All settled, with a last state for people. */
    public static Settlement settled(Json state) {
        return new Settlement(Kind.SETTLED, state, Duration.ZERO, null, null);
    }

    /**
     * @param state kept for the next check and shown to people; at most 64 KiB
     * @param nextCheck when to look again, at least one second
     */
    public static Settlement pending(Json state, Duration nextCheck) {
        if (nextCheck.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("next check in " + nextCheck + " is too soon; wait at least PT1S");
        }
        return new Settlement(Kind.PENDING, state, nextCheck, null, null);
    }

    /**
     * @param effectId the effect that came back
     * @param code the provider's code: {@code account_closed}
     * @param details what the provider said
     */
    public static Settlement returned(String effectId, String code, JsonObject details) {
        return new Settlement(Kind.RETURNED, details, Duration.ZERO, effectId, code);
    }

    public Kind kind() {
        return kind;
    }

    public Json state() {
        return state;
    }

    /** Time until the next check; zero unless pending. */
    public Duration nextCheck() {
        return nextCheck;
    }

    /** The effect that came back; present when returned. */
    public Optional<String> effectId() {
        return Optional.ofNullable(effectId);
    }

    /** The provider's code; present when returned. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }
}
