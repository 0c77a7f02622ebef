package io.countersign.reconciliation.reader;

/** Bytes up to a line end. */
final class PhysicalLine {
    private final long number;
    private final byte[] bytes;
    private final String lineEnd;
    private final boolean overlong;
    private final String rawDigest;

    /**
     * @param number from 1
     * @param bytes without the line end; only the first ones when it is overlong; not copied
     * @param lineEnd LF, CRLF, CR, or nothing at the end of the file
     * @param overlong whether the line has more bytes than its limit
     * @param rawDigest SHA-256 of all its bytes without the line end when it is overlong; empty otherwise
     */
    PhysicalLine(long number, byte[] bytes, String lineEnd, boolean overlong, String rawDigest) {
        this.number = number;
        this.bytes = bytes;
        this.lineEnd = lineEnd;
        this.overlong = overlong;
        this.rawDigest = rawDigest;
    }

    long number() {
        return number;
    }

    /** Not a copy; readers do not change it. */
    byte[] bytes() {
        return bytes;
    }

    String lineEnd() {
        return lineEnd;
    }

    boolean overlong() {
        return overlong;
    }

    String rawDigest() {
        return rawDigest;
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }
}
