package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution as it stands.
 *
 * @param operation name of the operation
 * @param releaseDigest SHA-256 of the jar it is pinned to; null until it is planned
 * @param pluginVersion version of that jar's operation, for people; null until it is planned
 * @param parameters normalised; FILE values carry id, version and sha256
 * @param initiatorId user who submitted it
 * @param comment what the initiator wrote, may be empty
 * @param scheduledFor not before this time; null for at once
 * @param repeats the ended execution whose rest this one does; null for none
 * @param planDigest SHA-256 of the plan document's bytes; null until it is planned
 * @param riskLevel word of the assessed risk; null until it is planned
 * @param fence raised whenever a worker takes the execution; a write with an older one is refused
 * @param eventNumber number of its newest event, starting from 1, without gaps
 * @param cancelRequested a person asked a running execution to stop
 * @param waitingReason why it is not going on right now, for people; null when nothing is in its way
 * @param result what the operation returned; null before
 * @param failure why it failed; null unless it did
 */
public record Execution(
        ExecutionId id,
        String operation,
        @Nullable String releaseDigest,
        @Nullable String pluginVersion,
        ExecutionState state,
        JsonObject parameters,
        String initiatorId,
        String initiatorName,
        String comment,
        @Nullable Instant scheduledFor,
        @Nullable ExecutionId repeats,
        @Nullable String planDigest,
        @Nullable String riskLevel,
        long fence,
        long eventNumber,
        long progressDone,
        long progressTotal,
        boolean cancelRequested,
        @Nullable String waitingReason,
        @Nullable JsonObject result,
        @Nullable Failure failure,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
