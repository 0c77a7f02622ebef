package io.countersign.reconciliation.config;

import java.util.List;
import java.util.Map;

/**
 * Everything a reconciliation is told, checked.
 *
 * @param passes in the order in which they look for matches
 * @param duplicates whether a line that stands more often on one side than on the other is a duplicate
 * @param tolerances by currency
 * @param ageingDays lower bounds of the buckets of age after the first, rising
 * @param timingBusinessDays a line alone on its side is a matter of time while its value date lies so near to the end
 */
public record Configuration(
        SideConfiguration left,
        SideConfiguration right,
        List<Pass> passes,
        boolean duplicates,
        Map<String, Tolerance> tolerances,
        List<Integer> ageingDays,
        int timingBusinessDays,
        BusinessDays businessDays,
        Balances balances) {
    /** Copies the collections. */
    public Configuration {
        passes = List.copyOf(passes);
        tolerances = Map.copyOf(tolerances);
        ageingDays = List.copyOf(ageingDays);
    }

    public SideConfiguration side(Side side) {
        return side == Side.LEFT ? left : right;
    }
}
