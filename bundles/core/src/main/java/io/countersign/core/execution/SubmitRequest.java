package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.plan.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks for.
 *
 * @param operation name of the operation
 * @param parameters as given; FILE values are ids or {@code {"id":…,"version":…}}
 * @param comment at most 2,000 characters, may be empty
 * @param scheduledFor not before this time; null for at once
 * @param idempotencyKey 1 to 200 printable ASCII characters; null for none
 */
public record SubmitRequest(
        String operation,
        JsonObject parameters,
        String comment,
        @Nullable Instant scheduledFor,
        @Nullable String idempotencyKey) {
    /** Checks lengths and the key. */
    public SubmitRequest {
        Comment.require("comment", comment);
        if (idempotencyKey != null && !idempotencyKey.matches("[\\x21-\\x7e]{1,200}")) {
            throw new InvalidRequestException(
                    "Idempotency-Key", "must have 1 to 200 printable ASCII characters without spaces");
        }
    }

    /** SHA-256 of the canonical body that an idempotency key stands for. */
    String digest(@Nullable ExecutionId repeats) {
        return Sha256.hex(Json.object()
                .put("operation", operation)
                .put("parameters", parameters)
                .put("comment", comment)
                .putIfPresent("scheduledFor", scheduledFor == null ? null : scheduledFor.toString())
                .putIfPresent("repeats", repeats == null ? null : repeats.text())
                .build()
                .canonicalBytes());
    }
}
