package io.countersign.api.operation;

import io.countersign.api.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a look-up at the provider showed. */
public final class FindReply {

    /** The three results of a look-up. */
    public enum Kind {
        FOUND,
        /** The provider answered cleanly and completely, and the effect is not there. */
        ABSENT,
        /** The look-up itself did not succeed or was not complete. */
        UNCLEAR
    }

    private final Kind kind;
    private final @Nullable String externalId;
    private final JsonObject response;
    private final String cause;

    private FindReply(Kind kind, @Nullable String externalId, JsonObject response, String cause) {
        this.kind = kind;
        this.externalId = externalId;
        this.response = response;
        this.cause = cause;
    }

    public static FindReply found(String externalId, JsonObject response) {
        return new FindReply(Kind.FOUND, Objects.requireNonNull(externalId), response, "");
    }

    public static FindReply absent() {
        return new FindReply(Kind.ABSENT, null, JsonObject.empty(), "");
    }

    public static FindReply unclear(String cause) {
        return new FindReply(Kind.UNCLEAR, null, JsonObject.empty(), cause);
    }

    public Kind kind() {
        return kind;
    }

    /** The provider's id; present when found. */
    public Optional<String> externalId() {
        return Optional.ofNullable(externalId);
    }

    public JsonObject response() {
        return response;
    }

    /** Why the look-up is unclear; empty otherwise. */
    public String cause() {
        return cause;
    }
}
