package io.countersign.reconciliation.output;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * CSV by RFC 4180 in UTF-8, lines ended by LF, built in memory without an object per cell. Cells that a spreadsheet would
 * execute are made harmless by an apostrophe.
 */
public final class CsvBytes {
    /** Between the parts of a key of several columns. */
    private static final byte SEPARATOR = 0x1F;

    private static final byte[] DIGIT_PAIRS = new byte[200];

    private static final long[] POWERS = new long[20];

    static {
        long power = 1;
        for (int i = 0; i < 19; i++) {
            POWERS[i] = power;
            power *= 10;
        }
        POWERS[19] = Long.MAX_VALUE;
        for (int i = 0; i < 100; i++) {
            DIGIT_PAIRS[2 * i] = (byte) ('0' + i / 10);
            DIGIT_PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private byte[] bytes = new byte[64 * 1024];
    private int length;

    public void clear() {
        length = 0;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Makes sure that so many bytes more can be put. */
    public CsvBytes room(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        return this;
    }

    /** Puts one sign; needs {@link #room}. */
    public CsvBytes sign(char sign) {
        bytes[length++] = (byte) sign;
        return this;
    }

    /** Puts bytes as they are; needs {@link #room}. */
    public CsvBytes raw(byte[] from) {
        System.arraycopy(from, 0, bytes, length, from.length);
        length += from.length;
        return this;
    }

    /** Puts a number; needs {@link #room} for 20 bytes. */
    public CsvBytes number(long number) {
        if (number == Long.MIN_VALUE) {
            return raw(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        }
        long rest = number;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int digits = digits(rest);
        int at = length + digits;
        length = at;
        while (rest >= 100) {
            int pair = (int) (rest % 100) * 2;
            rest /= 100;
            bytes[--at] = DIGIT_PAIRS[pair + 1];
            bytes[--at] = DIGIT_PAIRS[pair];
        }
        if (rest >= 10) {
            bytes[--at] = DIGIT_PAIRS[(int) rest * 2 + 1];
            bytes[--at] = DIGIT_PAIRS[(int) rest * 2];
        } else {
            bytes[--at] = (byte) ('0' + rest);
        }
        return this;
    }

    /** Puts a number, a sign, and the number again; needs {@link #room} for 41 bytes. */
    public CsvBytes numberTwice(long number, char between) {
        int start = length;
        number(number);
        int digits = length - start;
        sign(between);
        System.arraycopy(bytes, start, bytes, length, digits);
        length += digits;
        return this;
    }

    /** Puts a cell of text in UTF-8, quoted where it has to be. */
    public CsvBytes cell(byte[] from, int start, int count) {
        room(2 * count + 3);
        boolean formula = count > 0 && isFormula(from[start]) && !isNumber(from, start, count);
        boolean plain = !formula;
        for (int i = start; i < start + count && plain; i++) {
            byte sign = from[i];
            plain = sign != ',' && sign != '"' && (sign >= ' ' || sign < 0);
        }
        if (plain) {
            System.arraycopy(from, start, bytes, length, count);
            length += count;
            return this;
        }
        bytes[length++] = '"';
        if (formula) {
            bytes[length++] = '\'';
        }
        for (int i = start; i < start + count; i++) {
            byte sign = from[i];
            if (sign == '"') {
                bytes[length++] = '"';
            }
            bytes[length++] = sign == SEPARATOR ? (byte) '|' : sign;
        }
        bytes[length++] = '"';
        return this;
    }

    /** Puts a cell of text. */
    public CsvBytes cell(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return cell(utf8, 0, utf8.length);
    }

    /** Puts a whole line of texts. */
    public CsvBytes line(Iterable<String> cells) {
        boolean first = true;
        for (String cell : cells) {
            if (!first) {
                room(1).sign(',');
            }
            first = false;
            cell(cell);
        }
        return room(1).sign('\n');
    }

    private static boolean isFormula(byte sign) {
        return sign == '=' || sign == '+' || sign == '-' || sign == '@' || sign == '\t' || sign == '\r';
    }

    /** {@code -12.50}: a sign of its own is no formula. */
    private static boolean isNumber(byte[] from, int start, int count) {
        boolean digits = from[start] == '-' && count > 1;
        for (int i = start + 1; i < start + count && digits; i++) {
            digits = (from[i] >= '0' && from[i] <= '9') || from[i] == '.';
        }
        return digits;
    }

    private static int digits(long number) {
        // 1233 / 4096 is the logarithm of 2 to the base 10; the estimate is right or one too small
        int estimate = ((64 - Long.numberOfLeadingZeros(number | 1)) * 1233) >>> 12;
        return number < POWERS[estimate] ? Math.max(estimate, 1) : estimate + 1;
    }
}
