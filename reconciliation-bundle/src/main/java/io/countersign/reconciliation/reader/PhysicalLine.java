package io.countersign.reconciliation.reader;

import java.util.Arrays;

/**
 * Bytes up to a line end.
 *
 * @param number from 1
 * @param bytes without the line end; only the first ones when it is overlong
 * @param lineEnd LF, CRLF, CR, or nothing at the end of the file
 * @param overlong whether the line has more bytes than its limit
 * @param rawDigest SHA-256 of all its bytes without the line end when it is overlong; empty otherwise
 */
record PhysicalLine(long number, byte[] bytes, String lineEnd, boolean overlong, String rawDigest) {
    boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof PhysicalLine line
                && number == line.number
                && overlong == line.overlong
                && Arrays.equals(bytes, line.bytes)
                && lineEnd.equals(line.lineEnd)
                && rawDigest.equals(line.rawDigest);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number) * 31 + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "line " + number + " of " + bytes.length + " bytes";
    }
}
