package io.countersign.reconciliation.scan;

import io.countersign.reconciliation.statement.AmountText;
import io.countersign.reconciliation.statement.UnreadableTextException;

/** Currency codes as small numbers: AAA is 0, ZZZ is {@link #COUNT} − 1. */
public final class CurrencyCode {
    /** How many codes of three capitals there are. */
    public static final int COUNT = 26 * 26 * 26;

    /** Exponents by number, learned as they are asked for; 0 means not yet known, 1 means no currency. */
    private static final byte[] KNOWN = new byte[COUNT];

    private static final int NONE = 1;
    private static final int SHIFT = 2;

    private CurrencyCode() {}

    /** The number of a code of three capitals; -1 when it is none. */
    public static int of(byte first, byte second, byte third) {
        int one = first - 'A';
        int two = second - 'A';
        int three = third - 'A';
        boolean capitals = (one | two | three) >= 0 && one < 26 && two < 26 && three < 26;
        return capitals ? (one * 26 + two) * 26 + three : -1;
    }

    /** The number of a code; -1 when it has not three capitals. */
    public static int of(String code) {
        return code.length() == 3 ? of((byte) code.charAt(0), (byte) code.charAt(1), (byte) code.charAt(2)) : -1;
    }

    /** The code of a number. */
    public static String text(int number) {
        return new String(
                new char[] {(char) ('A' + number / 676), (char) ('A' + number / 26 % 26), (char) ('A' + number % 26)});
    }

    /** Decimals by ISO 4217; -1 when there is no such currency. */
    public static int exponent(int number) {
        int known = KNOWN[number];
        if (known == 0) {
            known = learn(number);
            KNOWN[number] = (byte) known;
        }
        return known == NONE ? -1 : known - SHIFT;
    }

    private static int learn(int number) {
        try {
            return AmountText.exponentOf(text(number)) + SHIFT;
        } catch (UnreadableTextException e) {
            return NONE;
        }
    }
}
