package io.countersign.reconciliation.output;

import java.time.LocalDate;
import java.util.List;

/** How old breaks are, in buckets. */
public final class Ageing {
    private final LocalDate asOf;
    private final List<Integer> bounds;

    /**
     * @param asOf the day the run looks from
     * @param bounds lower bounds in days of the buckets after the first, rising
     */
    public Ageing(LocalDate asOf, List<Integer> bounds) {
        this.asOf = asOf;
        this.bounds = List.copyOf(bounds);
    }

    public LocalDate asOf() {
        return asOf;
    }

    /** Days since then; 0 for a day to come. */
    public long days(LocalDate since) {
        return Math.max(0, asOf.toEpochDay() - since.toEpochDay());
    }

    /** The bucket of an age: {@code 8-30} or {@code 91+}. */
    public String bucket(long days) {
        int low = 0;
        for (int bound : bounds) {
            if (days < bound) {
                return low == bound - 1 ? Integer.toString(low) : low + "-" + (bound - 1);
            }
            low = bound;
        }
        return low + "+";
    }
}
