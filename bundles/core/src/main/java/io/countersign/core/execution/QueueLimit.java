package io.countersign.core.execution;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Keeps the queue from growing past its limit without counting it at each submission: between two counts every
 * submission of this node is taken for one that still waits. Nothing is refused without a fresh count. Other nodes'
 * submissions are seen with the next count, so together they can pass the limit by what they accept in that time.
 */
final class QueueLimit {
    private static final Set<ExecutionState> WAITING = EnumSet.of(ExecutionState.PLANNING, ExecutionState.QUEUED);
    private static final long QUEUE_RETRY_SECONDS = 5;
    private static final Duration COUNTED_EACH = Duration.ofMillis(250);

    private final EngineParts parts;
    private long waitingAtMost;
    private long countedAtNanos;
    private boolean counted;

    QueueLimit(EngineParts parts) {
        this.parts = parts;
    }

    /** @throws QueueFullException when too many are waiting */
    synchronized void requireRoom() {
        long now = parts.nanoTime().getAsLong();
        if (!counted || now - countedAtNanos >= COUNTED_EACH.toNanos() || waitingAtMost >= max()) {
            waitingAtMost = parts.executions().count(WAITING);
            countedAtNanos = now;
            counted = true;
        }
        if (waitingAtMost >= max()) {
            throw new QueueFullException(waitingAtMost, max(), QUEUE_RETRY_SECONDS);
        }
        waitingAtMost++;
    }

    private int max() {
        return parts.settings().queueMax();
    }
}
