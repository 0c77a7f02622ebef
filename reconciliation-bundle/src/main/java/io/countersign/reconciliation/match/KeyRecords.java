package io.countersign.reconciliation.match;

import io.countersign.reconciliation.spill.Packed;
import java.util.Arrays;

/** Layout of what the key pass keeps of a line: 38 bytes and its key. */
final class KeyRecords {
    static final int HEADER_BYTES = 38;

    private static final int KEY_LENGTH = 2;
    private static final int LINE = 4;
    private static final int HASH = 8;
    private static final int AMOUNT = 16;
    private static final int OFFSET = 24;
    private static final int DAY = 32;
    private static final int CURRENCY = 36;

    private KeyRecords() {}

    static int length(byte[] bytes, int at) {
        return Packed.getShort(bytes, at);
    }

    static int keyLength(byte[] bytes, int at) {
        return Packed.getShort(bytes, at + KEY_LENGTH);
    }

    static int line(byte[] bytes, int at) {
        return Packed.getInt(bytes, at + LINE);
    }

    static long hash(byte[] bytes, int at) {
        return Packed.getLong(bytes, at + HASH);
    }

    static long amount(byte[] bytes, int at) {
        return Packed.getLong(bytes, at + AMOUNT);
    }

    static long offset(byte[] bytes, int at) {
        return Packed.getLong(bytes, at + OFFSET);
    }

    static int day(byte[] bytes, int at) {
        return Packed.getInt(bytes, at + DAY);
    }

    static int currency(byte[] bytes, int at) {
        return Packed.getShort(bytes, at + CURRENCY);
    }

    static void write(byte[] to, int at, int line, long offset, Values values, byte[] key, int keyLength) {
        Packed.putShort(to, at, HEADER_BYTES + keyLength);
        Packed.putShort(to, at + KEY_LENGTH, keyLength);
        Packed.putInt(to, at + LINE, line);
        Packed.putLong(to, at + HASH, values.hash);
        Packed.putLong(to, at + AMOUNT, values.amount);
        Packed.putLong(to, at + OFFSET, offset);
        Packed.putInt(to, at + DAY, values.day);
        Packed.putShort(to, at + CURRENCY, values.currency);
        System.arraycopy(key, 0, to, at + HEADER_BYTES, keyLength);
    }

    /** Whether two records have the same key, currency and amount. */
    static boolean equal(byte[] one, int oneAt, byte[] other, int otherAt) {
        int keyLength = keyLength(one, oneAt);
        return amount(one, oneAt) == amount(other, otherAt)
                && currency(one, oneAt) == currency(other, otherAt)
                && keyLength == keyLength(other, otherAt)
                && Arrays.equals(
                        one,
                        oneAt + HEADER_BYTES,
                        oneAt + HEADER_BYTES + keyLength,
                        other,
                        otherAt + HEADER_BYTES,
                        otherAt + HEADER_BYTES + keyLength);
    }

    /** The numbers of one record, before they are packed. */
    static final class Values {
        long hash;
        long amount;
        int day;
        int currency;
    }
}
