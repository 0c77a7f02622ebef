package io.countersign.reconciliation.config;

/**
 * What may be written off in one currency.
 *
 * @param eachMinorUnits largest difference of one pair
 * @param totalMinorUnits largest sum of all differences of a run, each without its sign
 */
public record Tolerance(long eachMinorUnits, long totalMinorUnits) {}
