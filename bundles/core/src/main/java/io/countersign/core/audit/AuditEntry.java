package io.countersign.core.audit;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log. Its canonical bytes are what is stored and, later, what becomes a leaf of the Merkle tree.
 *
 * @param id 32 hexadecimal digits, random
 * @param actorId id of the person or node
 * @param actorName name of the person or node
 * @param authentication how the actor proved it
 * @param subject what was acted on: {@code execution:3f…}
 * @param beforeDigest SHA-256 of the state before, when there is one
 * @param afterDigest SHA-256 of the state after, when there is one
 * @param details never secrets, never file contents; numbers other than integers as strings
 */
public record AuditEntry(
        String id,
        Instant at,
        String actorId,
        String actorName,
        String authentication,
        AuditAction action,
        String subject,
        @Nullable String beforeDigest,
        @Nullable String afterDigest,
        JsonObject details) {

    /** An entry without digests. */
    public static AuditEntry of(
            String id, Instant at, Caller actor, AuditAction action, String subject, JsonObject details) {
        return new AuditEntry(
                id,
                at,
                actor.userId(),
                actor.username(),
                actor.authentication().name(),
                action,
                subject,
                null,
                null,
                details);
    }

    public AuditEntry withDigests(@Nullable String before, @Nullable String after) {
        return new AuditEntry(id, at, actorId, actorName, authentication, action, subject, before, after, details);
    }

    /** The canonical bytes (RFC 8785) that are stored. */
    public byte[] bytes() {
        return toJson().signableBytes();
    }

    public JsonObject toJson() {
        JsonObject actor = Json.object()
                .put("id", actorId)
                .put("name", actorName)
                .put("authentication", authentication)
                .build();
        return Json.object()
                .put("id", id)
                .put("at", at.toString())
                .put("actor", actor)
                .put("action", action.word())
                .put("subject", subject)
                .putIfPresent("before", beforeDigest)
                .putIfPresent("after", afterDigest)
                .put("details", details)
                .build();
    }
}
