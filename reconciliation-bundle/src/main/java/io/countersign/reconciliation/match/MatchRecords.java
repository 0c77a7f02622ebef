package io.countersign.reconciliation.match;

import io.countersign.reconciliation.spill.Packed;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;

/**
 * Layout of one row of matched.csv before it is written, partitioned by range of left lines. The amounts are the parts of
 * the two lines that this row explains; in a group the one line is told by several rows and counted by the first.
 */
public final class MatchRecords {
    /** The row counts its left line. */
    public static final int COUNTS_LEFT = 1;

    /** The row counts its right line. */
    public static final int COUNTS_RIGHT = 2;

    /** The row belongs to a group of several lines for one. */
    public static final int GROUPED = 4;

    /** The one line of the group is on the right. */
    public static final int ONE_ON_RIGHT = 8;

    /** A person has to confirm it. */
    public static final int SUGGESTED = 16;

    static final int HEADER_BYTES = 32;

    private static final int KEY_LENGTH = 2;
    private static final int LEFT_LINE = 4;
    private static final int RIGHT_LINE = 8;
    private static final int CURRENCY = 12;
    private static final int PASS = 14;
    private static final int FLAGS = 15;
    private static final int LEFT_AMOUNT = 16;
    private static final int RIGHT_AMOUNT = 24;

    private MatchRecords() {}

    /** Adds a row of the key pass, with the amount and key of a packed line. */
    static void add(PartitionedRecords to, LineRanges ranges, byte[] left, int leftAt, int rightLine)
            throws IOException {
        int line = KeyRecords.line(left, leftAt);
        int keyLength = KeyRecords.keyLength(left, leftAt);
        int at = to.reserve(ranges.of(line), HEADER_BYTES + keyLength);
        byte[] target = to.target();
        long amount = KeyRecords.amount(left, leftAt);
        header(target, at, keyLength, line, rightLine, KeyRecords.currency(left, leftAt));
        target[at + PASS] = 0;
        target[at + FLAGS] = COUNTS_LEFT | COUNTS_RIGHT;
        Packed.putLong(target, at + LEFT_AMOUNT, amount);
        Packed.putLong(target, at + RIGHT_AMOUNT, amount);
        System.arraycopy(left, leftAt + KeyRecords.HEADER_BYTES, target, at + HEADER_BYTES, keyLength);
    }

    /** Adds a row of a later pass. */
    static void add(PartitionedRecords to, LineRanges ranges, Match match) throws IOException {
        byte[] key = match.key();
        int at = to.reserve(ranges.of(match.leftLine()), HEADER_BYTES + key.length);
        byte[] target = to.target();
        header(target, at, key.length, match.leftLine(), match.rightLine(), match.currency());
        target[at + PASS] = (byte) match.pass();
        target[at + FLAGS] = (byte) match.flags();
        Packed.putLong(target, at + LEFT_AMOUNT, match.leftAmount());
        Packed.putLong(target, at + RIGHT_AMOUNT, match.rightAmount());
        System.arraycopy(key, 0, target, at + HEADER_BYTES, key.length);
    }

    /** Bytes of the record at an index. */
    public static int length(byte[] bytes, int at) {
        return Packed.getShort(bytes, at);
    }

    public static int keyLength(byte[] bytes, int at) {
        return Packed.getShort(bytes, at + KEY_LENGTH);
    }

    /** Index of the first byte of the key, UTF-8. */
    public static int key(int at) {
        return at + HEADER_BYTES;
    }

    public static int leftLine(byte[] bytes, int at) {
        return Packed.getInt(bytes, at + LEFT_LINE);
    }

    public static int rightLine(byte[] bytes, int at) {
        return Packed.getInt(bytes, at + RIGHT_LINE);
    }

    public static int currency(byte[] bytes, int at) {
        return Packed.getShort(bytes, at + CURRENCY);
    }

    /** Index of the pass in the configuration. */
    public static int pass(byte[] bytes, int at) {
        return bytes[at + PASS];
    }

    public static int flags(byte[] bytes, int at) {
        return bytes[at + FLAGS];
    }

    public static long leftAmount(byte[] bytes, int at) {
        return Packed.getLong(bytes, at + LEFT_AMOUNT);
    }

    public static long rightAmount(byte[] bytes, int at) {
        return Packed.getLong(bytes, at + RIGHT_AMOUNT);
    }

    private static void header(byte[] to, int at, int keyLength, int leftLine, int rightLine, int currency) {
        Packed.putShort(to, at, HEADER_BYTES + keyLength);
        Packed.putShort(to, at + KEY_LENGTH, keyLength);
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
