package io.countersign.reconciliation.scan;

/** Told by scanners how far they are; the one place where a scan can be stopped. */
@FunctionalInterface
public interface ScanProgress {

    /**
     * Called once per chunk read, every few thousand records.
     *
     * @param bytes how many were read since the last call
     */
    void read(long bytes);
}
