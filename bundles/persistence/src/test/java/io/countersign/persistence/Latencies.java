package io.countersign.persistence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Durations that were measured, by any number of threads. */
final class Latencies {
    private static final double NANOS_PER_MILLISECOND = 1_000_000;

    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

    void add(long durationNanos) {
        nanos.add(durationNanos);
    }

    /** Milliseconds of the middle one, of the one that 1 % exceed, and of the longest. */
    String summary() {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.isEmpty()
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%.1f / %.1f / %.1f",
                        at(sorted, 0.5),
                        at(sorted, 0.99),
                        sorted.get(sorted.size() - 1) / NANOS_PER_MILLISECOND);
    }

    private static double at(List<Long> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.round(share * sorted.size()))) / NANOS_PER_MILLISECOND;
    }
}
