package io.countersign.reconciliation.match;

/** Which partition a line belongs to when output must come in the order of lines. */
final class LineRanges {
    private static final int SHIFT_MIN = 14;
    private static final int RANGES_WANTED = 512;
    private static final int LINE_BYTES_USUAL = 64;
    private static final int LINE_BYTES_MIN = 2;

    private final int shift;
    private final int count;

    /** @param fileBytes size of the file whose lines they are */
    LineRanges(long fileBytes) {
        int bits = SHIFT_MIN;
        while ((fileBytes / LINE_BYTES_USUAL) >> bits > RANGES_WANTED) {
            bits++;
        }
        this.shift = bits;
        this.count = (int) ((fileBytes / LINE_BYTES_MIN + 2) >> bits) + 1;
    }

    int count() {
        return count;
    }

    int of(int line) {
        return line >>> shift;
    }

    long ofLong(long line) {
        return line >>> shift;
    }

    /** First line of a range. */
    int first(int range) {
        return range << shift;
    }

    /** Lines of each range. */
    int lines() {
        return 1 << shift;
    }
}
