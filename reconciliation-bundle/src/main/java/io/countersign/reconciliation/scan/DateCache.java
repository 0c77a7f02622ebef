package io.countersign.reconciliation.scan;

import io.countersign.reconciliation.spill.Packed;
import io.countersign.reconciliation.statement.DateText;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.nio.charset.StandardCharsets;

/** Dates by their bytes: a file has few different ones, and reading one takes longer than finding it again. */
final class DateCache {
    private static final int SLOTS = 4_096;
    private static final int BYTES_MAX = 16;
    /** Looked at before a date is read again; few dates share so many slots. */
    private static final int PROBES_MAX = 8;

    private final DateText dates;
    private final long[] firsts = new long[SLOTS];
    private final long[] seconds = new long[SLOTS];
    private final int[] days = new int[SLOTS];

    DateCache(DateText dates) {
        this.dates = dates;
    }

    /**
     * The day of the bytes, as days since 1970-01-01.
     *
     * @param bytes with at least 8 more bytes behind the end
     * @throws UnreadableTextException {@code date_format}
     */
    int day(byte[] bytes, int from, int to) throws UnreadableTextException {
        int length = to - from;
        if (length > BYTES_MAX || length == 0) {
            return read(bytes, from, to);
        }
        long first = head(bytes, from, Math.min(8, length));
        long second = length > 8 ? head(bytes, from + 8, length - 8) : 0;
        long mixed = (first * 31 + second) * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 52);
        for (int probe = 0; probe < PROBES_MAX && firsts[slot] != 0; probe++) {
            if (firsts[slot] == first && seconds[slot] == second) {
                return days[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        int day = read(bytes, from, to);
        firsts[slot] = first;
        seconds[slot] = second;
        days[slot] = day;
        return day;
    }

    private static long head(byte[] bytes, int at, int length) {
        return Packed.getLong(bytes, at) & -1L >>> (64 - 8 * length);
    }

    private int read(byte[] bytes, int from, int to) throws UnreadableTextException {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return Math.toIntExact(dates.parse(text).toEpochDay());
    }
}
