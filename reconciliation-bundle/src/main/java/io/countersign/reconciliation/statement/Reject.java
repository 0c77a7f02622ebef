package io.countersign.reconciliation.statement;

/**
 * A line that could not be read; it is a break, never dropped.
 *
 * @param file name of the file
 * @param line from 1
 * @param column from 1, in characters; 0 when the whole line is meant
 * @param code stable word for programs: {@code amount_scale}, {@code date_format}
 * @param reason what is wrong, with the value, and what was expected
 * @param rawDigest SHA-256 of the bytes that could not be read, 64 hexadecimal digits; empty when they were not taken
 *     apart from their neighbours
 * @param restUnread whether reading ended here, so that more lines than this one are missing
 */
public record Reject(
        String file, long line, int column, String code, String reason, String rawDigest, boolean restUnread) {

    /** A reject after which reading went on. */
    public Reject(String file, long line, int column, String code, String reason, String rawDigest) {
        this(file, line, column, code, reason, rawDigest, false);
    }
}
