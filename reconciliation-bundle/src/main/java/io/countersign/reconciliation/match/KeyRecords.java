package io.countersign.reconciliation.match;

import io.countersign.reconciliation.spill.Packed;
import java.util.Arrays;

/** Layout of what the key pass keeps of a line: 28 bytes and its key. */
final class KeyRecords {
    static final int HEADER_BYTES = 28;

    private static final int CURRENCY = 2;
    private static final int LINE = 4;
    private static final int AMOUNT = 8;
    private static final int OFFSET = 16;
    private static final int DAY = 24;

    private KeyRecords() {}

    static int length(byte[] bytes, int at) {
        return HEADER_BYTES + Packed.getShort(bytes, at);
    }

    static int keyLength(byte[] bytes, int at) {
        return Packed.getShort(bytes, at);
    }

    static int line(byte[] bytes, int at) {
        return Packed.getInt(bytes, at + LINE);
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

    /** The hash of key, currency and amount: computed again, because memory is slower than computing. */
    static long hash(byte[] bytes, int at) {
        return hash(bytes, at + HEADER_BYTES, keyLength(bytes, at), amount(bytes, at), currency(bytes, at));
    }

    static long hash(byte[] key, int from, int keyLength, long amount, int currency) {
        return Packed.hash(key, from, keyLength, amount * 31 + currency);
    }

    static void write(byte[] to, int at, int line, long offset, Values values, byte[] key, int keyLength) {
        Packed.putShort(to, at, keyLength);
        Packed.putShort(to, at + CURRENCY, values.currency);
        Packed.putInt(to, at + LINE, line);
        Packed.putLong(to, at + AMOUNT, values.amount);
        Packed.putLong(to, at + OFFSET, offset);
        Packed.putInt(to, at + DAY, values.day);
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
        long amount;
        int day;
        int currency;
    }
}
