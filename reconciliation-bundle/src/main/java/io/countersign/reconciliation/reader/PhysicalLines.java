package io.countersign.reconciliation.reader;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts bytes into lines that end at LF, CRLF or CR, and holds no more of a line than its limit. */
final class PhysicalLines {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int LINES_BETWEEN_CHECKS = 1_000;

    private final InputStream stream;
    private final int lineBytesMax;
    private final Runnable cancellation;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long number;
    private byte[] line = new byte[256];
    private int length;
    private @Nullable RawDigest overlong;

    /** @param cancellation called for each buffer and for each thousand lines; throws to stop */
    PhysicalLines(InputStream stream, int lineBytesMax, Runnable cancellation) {
        this.stream = stream;
        this.lineBytesMax = lineBytesMax;
        this.cancellation = cancellation;
    }

    /** The next line; null at the end. A byte order mark of UTF-8 is left out. */
    @Nullable
    PhysicalLine next() throws IOException {
        if (!available()) {
            return null;
        }
        if (number == 0) {
            skipMark();
        }
        number++;
        if (number % LINES_BETWEEN_CHECKS == 0) {
            cancellation.run();
        }
        length = 0;
        overlong = null;
        while (available()) {
            int from = position;
            while (position < limit && buffer[position] != '\n' && buffer[position] != '\r') {
                position++;
            }
            keep(from, position);
            if (position < limit) {
                return finished(lineEnd());
            }
        }
        return finished("");
    }

    /** Number of the latest line, from 1; 0 before the first. */
    long number() {
        return number;
    }

    private PhysicalLine finished(String lineEnd) {
        String digest = overlong == null ? "" : overlong.hex();
        return new PhysicalLine(number, Arrays.copyOf(line, length), lineEnd, overlong != null, digest);
    }

    private String lineEnd() throws IOException {
        if (buffer[position++] == '\n') {
            return "\n";
        }
        if (available() && buffer[position] == '\n') {
            position++;
            return "\r\n";
        }
        return "\r";
    }

    private void keep(int from, int to) {
        int more = to - from;
        int room = lineBytesMax - length;
        if (overlong == null && more > room) {
            overlong = new RawDigest().add(line, 0, length);
        }
        if (overlong != null) {
            overlong.add(buffer, from, more);
        }
        int kept = Math.min(more, room);
        if (length + kept > line.length) {
            line = Arrays.copyOf(line, Math.min(lineBytesMax, Math.max(line.length * 2, length + kept)));
        }
        System.arraycopy(buffer, from, line, length, kept);
        length += kept;
    }

    private void skipMark() throws IOException {
        while (limit - position < UTF_8_MARK.length) {
            int count = stream.read(buffer, limit, UTF_8_MARK.length - (limit - position));
            if (count < 0) {
                return;
            }
            limit += count;
        }
        if (Arrays.equals(buffer, position, position + UTF_8_MARK.length, UTF_8_MARK, 0, UTF_8_MARK.length)) {
            position += UTF_8_MARK.length;
        }
    }

    private boolean available() throws IOException {
        if (position < limit) {
            return true;
        }
        cancellation.run();
        position = 0;
        limit = Math.max(stream.read(buffer), 0);
        return limit > 0;
    }
}
