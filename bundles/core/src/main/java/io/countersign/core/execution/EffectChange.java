package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A transition of an effect. The item's lock is released unless the new state is open.
 *
 * @param at for people
 * @param externalId set when applied
 * @param response set when applied; when returned, what the provider says of it now
 * @param code set when rejected or returned
 * @param message reason for people; null when there is none
 */
public record EffectChange(
        ExecutionId execution,
        String effect,
        EffectState from,
        EffectState to,
        Instant at,
        @Nullable String externalId,
        @Nullable JsonObject response,
        @Nullable String code,
        @Nullable String message) {
    /** Checks that the transition is legal. */
    public EffectChange {
        from.requireMayBecome(to);
    }
}
