package io.countersign.reconciliation.match;

import java.nio.file.Path;

/**
 * What a run may use; none of it changes what it finds.
 *
 * @param threads 1 or 2
 * @param budgetBytes memory for packed lines; what does not fit goes to the directory
 * @param directory empty and private
 */
public record RunSettings(int threads, long budgetBytes, Path directory) {}
