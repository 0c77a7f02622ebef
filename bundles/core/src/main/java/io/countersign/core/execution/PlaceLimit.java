package io.countersign.core.execution;

import java.time.Duration;

/**
 * How many executions of an operation may run at the same time, on all nodes together. An execution takes a place when it
 * starts to run and keeps it while it runs and while the engine is finding out what became of an effect; it gives the
 * place back when it ends, settles or waits for people.
 *
 * @param operation name of the operation
 * @param max places, from 1 on
 */
public record PlaceLimit(String operation, int max) {
    /**
     * Whoever has not asked again within this time is not waited for: its release is not on any node, or its start fails.
     * Longer than any pause between two asks of an execution that could start.
     */
    public static final Duration ASK_KEPT = Duration.ofMinutes(2);

    private static final Duration FIRST_IN_LINE_RETRY = Duration.ofSeconds(1);
    private static final Duration RETRY_PER_PLACE_BEHIND = Duration.ofMillis(100);
    private static final Duration RETRY_MAX = Duration.ofSeconds(30);

    public PlaceLimit {
        if (max < 1) {
            throw new IllegalArgumentException("operation '" + operation + "' cannot have " + max + " places");
        }
    }

    /** For people: why an execution waits. */
    public String waitingReason() {
        return "no more than " + max + " executions of operation '" + operation
                + "' may run at the same time on all nodes together; it starts when one of them has ended";
    }

    /**
     * When to ask again. Whoever gives a place back wakes the first in line, so this only matters when that one dies
     * between the two; the further behind, the later.
     *
     * @param ahead how many are in front
     */
    Duration retryAfter(long ahead) {
        Duration later = FIRST_IN_LINE_RETRY.plus(RETRY_PER_PLACE_BEHIND.multipliedBy(Math.max(0, ahead - max)));
        return later.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : later;
    }
}
