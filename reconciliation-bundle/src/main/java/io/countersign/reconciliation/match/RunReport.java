package io.countersign.reconciliation.match;

import java.util.List;

/**
 * How a run went.
 *
 * @param previousItems open items of the previous run
 * @param carriedItems how many of them are open still
 * @param newItems breaks that were not open before
 * @param spilledBytes how much did not fit the memory; no part of any output
 */
public record RunReport(
        List<SideSource> sources,
        Ledger ledger,
        ControlTotals totals,
        long previousItems,
        long carriedItems,
        long newItems,
        long spilledBytes) {}
