package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A submission as it is first written down, in state PLANNING.
 *
 * @param repeats the ended execution whose rest this one does; null for none
 * @param idempotencyKey given by the caller, unique per caller and operation for 30 days; null when none was given
 * @param requestDigest SHA-256 of the canonical body the key stands for
 */
public record NewExecution(
        ExecutionId id,
        String operation,
        JsonObject parameters,
        String initiatorId,
        String initiatorName,
        String comment,
        @Nullable Instant scheduledFor,
        @Nullable ExecutionId repeats,
        @Nullable String idempotencyKey,
        String requestDigest,
        Instant createdAt) {}
