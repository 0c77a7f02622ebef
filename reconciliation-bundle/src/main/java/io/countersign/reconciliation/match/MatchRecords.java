package io.countersign.reconciliation.match;

import io.countersign.reconciliation.spill.Packed;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;

/**
 * Layout of one row of matched.csv before it is written, partitioned by range of left lines. The amounts are the parts of
 * the two lines that this row explains; in a group the one line is told by several rows and counted by the first.
 */
final class MatchRecords {
    /** The row counts its left line. */
    static final int COUNTS_LEFT = 1;

    /** The row counts its right line. */
    static final int COUNTS_RIGHT = 2;

    /** The row belongs to a group of several lines for one. */
    static final int GROUPED = 4;

    /** The one line of the group is on the right. */
    static final int ONE_ON_RIGHT = 8;

    /** A person has to confirm it. */
    static final int SUGGESTED = 16;

    /** Both amounts are the same and stand there once. */
    private static final int EQUAL = 32;

    private static final int HEADER_BYTES = 16;
    private static final int LEFT_LINE = 4;
    private static final int RIGHT_LINE = 8;
    private static final int CURRENCY = 12;
    private static final int PASS = 14;
    private static final int FLAGS = 15;

    private MatchRecords() {}

    /** Adds a row of the key pass, with the amount and key of a packed line. */
    static void add(PartitionedRecords to, LineRanges ranges, byte[] left, int leftAt, int rightLine)
            throws IOException {
        int line = KeyRecords.line(left, leftAt);
        int keyLength = KeyRecords.keyLength(left, leftAt);
        int length = HEADER_BYTES + Long.BYTES + keyLength;
        int at = to.reserve(ranges.of(line), length);
        byte[] target = to.target();
        header(target, at, length, line, rightLine, KeyRecords.currency(left, leftAt));
        target[at + PASS] = 0;
        target[at + FLAGS] = COUNTS_LEFT | COUNTS_RIGHT | EQUAL;
        Packed.putLong(target, at + HEADER_BYTES, KeyRecords.amount(left, leftAt));
        System.arraycopy(left, leftAt + KeyRecords.HEADER_BYTES, target, at + HEADER_BYTES + Long.BYTES, keyLength);
    }

    /** Adds a row of a later pass. */
    static void add(PartitionedRecords to, LineRanges ranges, Match match) throws IOException {
        byte[] key = match.key();
        int length = HEADER_BYTES + 2 * Long.BYTES + key.length;
        int at = to.reserve(ranges.of(match.leftLine()), length);
        byte[] target = to.target();
        header(target, at, length, match.leftLine(), match.rightLine(), match.currency());
        target[at + PASS] = (byte) match.pass();
        target[at + FLAGS] = (byte) match.flags();
        Packed.putLong(target, at + HEADER_BYTES, match.leftAmount());
        Packed.putLong(target, at + HEADER_BYTES + Long.BYTES, match.rightAmount());
        System.arraycopy(key, 0, target, at + HEADER_BYTES + 2 * Long.BYTES, key.length);
    }

    /** Bytes of the record at an index. */
    static int length(byte[] bytes, int at) {
        return Packed.getShort(bytes, at);
    }

    /** Index of the first byte of the key, UTF-8; it goes on to the end of the record. */
    static int key(byte[] bytes, int at) {
        return at + HEADER_BYTES + (isEqual(bytes, at) ? 1 : 2) * Long.BYTES;
    }

    static int leftLine(byte[] bytes, int at) {
        return Packed.getInt(bytes, at + LEFT_LINE);
    }

    static int rightLine(byte[] bytes, int at) {
        return Packed.getInt(bytes, at + RIGHT_LINE);
    }

    static int currency(byte[] bytes, int at) {
        return Packed.getShort(bytes, at + CURRENCY);
    }

    /** Index of the pass in the configuration. */
    static int pass(byte[] bytes, int at) {
        return bytes[at + PASS];
    }

    static int flags(byte[] bytes, int at) {
        return bytes[at + FLAGS];
    }

    static long leftAmount(byte[] bytes, int at) {
        return Packed.getLong(bytes, at + HEADER_BYTES);
    }

    static long rightAmount(byte[] bytes, int at) {
        return Packed.getLong(bytes, at + HEADER_BYTES + (isEqual(bytes, at) ? 0 : Long.BYTES));
    }

    private static boolean isEqual(byte[] bytes, int at) {
        return (bytes[at + FLAGS] & EQUAL) != 0;
    }

    private static void header(byte[] to, int at, int length, int leftLine, int rightLine, int currency) {
        Packed.putShort(to, at, length);
        Packed.putInt(to, at + LEFT_LINE, leftLine);
        Packed.putInt(to, at + RIGHT_LINE, rightLine);
        Packed.putShort(to, at + CURRENCY, currency);
    }

    /** One row of a later pass. */
    @SuppressWarnings("ArrayRecordComponent") // packed at once, never compared
    record Match(
            int leftLine,
            int rightLine,
            int currency,
            int pass,
            int flags,
            long leftAmount,
            long rightAmount,
            byte[] key) {}
}
