package io.countersign.reconciliation.scan;

/**
 * What a scanner has to know of a dialect.
 *
 * @param delimiter an ASCII sign or tab
 * @param quote an ASCII sign; -1 when quotes mean nothing
 * @param recordBytesMax a longer record is a fault and is skipped without being held in memory
 */
public record CsvShape(byte delimiter, byte quote, int recordBytesMax) {
    /** Stands for no quote. */
    public static final byte NO_QUOTE = -1;

    /** More fields than this in one record are a fault. */
    public static final int FIELDS_MAX = 1_024;
}
