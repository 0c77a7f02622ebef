package io.countersign.core.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's word on an effect that the engine could not clear up; it takes effect when a second person agrees.
 *
 * @param applied whether the person found that it happened
 * @param externalId the provider's id when it happened; null otherwise
 * @param reason how the person knows
 */
public record Resolution(
        ExecutionId execution,
        String effect,
        String proposerId,
        String proposerName,
        boolean applied,
        @Nullable String externalId,
        String reason,
        Instant at) {}
