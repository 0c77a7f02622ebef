package io.countersign.reconciliation.reader;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A file that is larger than any memory: a begin, one text over and over, an end. */
final class RepeatingInputStream extends InputStream {
    private final byte[] begin;
    private final byte[] repeated;
    private final byte[] end;
    private final long repeatedBytes;
    private long position;

    RepeatingInputStream(String begin, String repeated, long repeatedBytes, String end) {
        this.begin = begin.getBytes(StandardCharsets.UTF_8);
        this.repeated = repeated.getBytes(StandardCharsets.UTF_8);
        this.end = end.getBytes(StandardCharsets.UTF_8);
        this.repeatedBytes = repeatedBytes - repeatedBytes % this.repeated.length;
    }

    @Override
    public int read() {
        long at = position++;
        if (at < begin.length) {
            return begin[(int) at] & 0xFF;
        }
        at -= begin.length;
        if (at < repeatedBytes) {
            return repeated[(int) (at % repeated.length)] & 0xFF;
        }
        at -= repeatedBytes;
        return at < end.length ? end[(int) at] & 0xFF : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int count = 0;
        while (count < length) {
            int octet = read();
            if (octet < 0) {
                return count == 0 ? -1 : count;
            }
            buffer[offset + count++] = (byte) octet;
        }
        return count;
    }
}
