package io.countersign.core.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of noting an intent.
 *
 * @param notedAt when it was committed, in database time; null when the item is locked
 * @param lockedBy the execution that holds the item's lock; null when the intent was noted
 */
public record IntentOutcome(@Nullable Instant notedAt, @Nullable ExecutionId lockedBy) {
    public static IntentOutcome noted(Instant at) {
        return new IntentOutcome(at, null);
    }

    public static IntentOutcome locked(ExecutionId holder) {
        return new IntentOutcome(null, holder);
    }
}
