package io.countersign.reconciliation.scan;

import io.countersign.reconciliation.spill.Packed;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a CSV file into records and fields, eight bytes at a time, without an object per record. By RFC 4180: records end
 * at LF or CRLF, a quoted field may contain both, a quote inside it is doubled. A record at fault is handed out as one
 * physical line, and reading goes on behind it, so that nothing is dropped. Empty lines are left out.
 */
public final class RecordScanner {
    private static final long LOW_SEVEN = 0x7F7F7F7F7F7F7F7FL;
    private static final long HIGH = 0x8080808080808080L;
    private static final long EACH = 0x0101010101010101L;
    /** Added to seven bits it sets the eighth unless they are below a space. */
    private static final long NO_CONTROL = 0x6060606060606060L;

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private final ScanWindow window;
    private final byte delimiter;
    private final byte quote;
    private final int recordBytesMax;
    private final long delimiters;
    private final long quotes;
    private final int[] starts = new int[CsvShape.FIELDS_MAX];
    private final int[] ends = new int[CsvShape.FIELDS_MAX];
    private final QuotedRecord quoted;

    private int fields;
    private int start;
    private int end;
    private int position;
    private boolean ascii;
    private boolean escapes;
    private long line;
    private long nextLine = 1;
    private boolean skipping;
    private @Nullable ScanFault fault;

    /**
     * @param chunkBytes how much is read at once
     * @param progress called once per chunk
     */
    public RecordScanner(SeekableByteChannel channel, CsvShape shape, int chunkBytes, ScanProgress progress) {
        this.window = new ScanWindow(channel, chunkBytes, progress);
        this.delimiter = shape.delimiter();
        this.quote = shape.quote();
        this.recordBytesMax = shape.recordBytesMax();
        this.delimiters = EACH * (delimiter & 0xFF);
        // 0xFF is no ASCII sign: where quotes mean nothing, no ASCII byte is ever one
        this.quotes = EACH * (quote & 0xFF);
        this.quoted = new QuotedRecord(shape, starts, ends);
    }

    /** Goes to a record's first byte, whose line number the caller knows. */
    public void seek(long offset, long lineNumber) throws IOException {
        position = window.seek(offset);
        nextLine = lineNumber;
    }

    /** Reads the next record; false at the end of the file. */
    public boolean next() throws IOException {
        while (true) {
            if (skipping) {
                skipLine();
            }
            if (scan()) {
                if (end > start) {
                    requireLength();
                    return true;
                }
            } else if (window.ended) {
                if (position == window.limit) {
                    return false;
                }
                careful(position, true);
                if (end > start) {
                    requireLength();
                    return true;
                }
            } else if (window.limit - position <= recordBytesMax) {
                window.advance(position);
                position = 0;
            } else {
                overLimit();
                return true;
            }
        }
    }

    /** The bytes that indices of the current record point into; at least eight more follow each record. */
    public byte[] bytes() {
        return window.bytes;
    }

    /** Number of fields of the current record; 0 when it is at fault. */
    public int fields() {
        return fields;
    }

    /** Index of a field's first byte, behind an opening quote. */
    public int start(int field) {
        return starts[field];
    }

    /** Index behind a field's last byte, before a closing quote. */
    public int end(int field) {
        return ends[field];
    }

    /** Whether doubled quotes stand in a field of the record. */
    public boolean hasEscapes() {
        return escapes;
    }

    /** Whether all bytes of the record are below 128. */
    public boolean isAscii() {
        return ascii;
    }

    /** Index of the record's first byte. */
    public int recordStart() {
        return start;
    }

    /** Index behind the record's last byte, without the end of its line. */
    public int recordEnd() {
        return end;
    }

    /** Position of the record in the file. */
    public long offset() {
        return window.offset(start);
    }

    /** Number of its first physical line, starting from 1. */
    public long line() {
        return line;
    }

    /** What is wrong with the record; null when nothing is. */
    public @Nullable ScanFault fault() {
        return fault;
    }

    /** Scans one record from the current position; false when its end is not in the window. */
    private boolean scan() {
        byte[] bytes = window.bytes;
        int limit = window.limit;
        int fieldStart = position;
        int count = 0;
        long seen = 0;
        for (int at = position; at + 8 <= limit; at += 8) {
            long word = Packed.getLong(bytes, at);
            seen |= word;
            long delimited = word ^ delimiters;
            long quoting = word ^ quotes;
            long ordinary = (((delimited & LOW_SEVEN) + LOW_SEVEN) | delimited)
                    & (((quoting & LOW_SEVEN) + LOW_SEVEN) | quoting)
                    & (((word & LOW_SEVEN) + NO_CONTROL) | word);
            for (long special = ~ordinary & HIGH; special != 0; special &= special - 1) {
                int index = at + (Long.numberOfTrailingZeros(special) >>> 3);
                byte sign = bytes[index];
                if (sign == delimiter && count < CsvShape.FIELDS_MAX - 1) {
                    starts[count] = fieldStart;
                    ends[count++] = index;
                    fieldStart = index + 1;
                } else if (sign == LF) {
                    plain(index, fieldStart, count, (seen & HIGH) == 0);
                    return true;
                } else if (sign != CR || index + 1 >= limit || bytes[index + 1] != LF) {
                    return careful(position, false);
                }
            }
        }
        return careful(position, false);
    }

    private void plain(int lineEnd, int fieldStart, int count, boolean allAscii) {
        int recordEnd = lineEnd > fieldStart && window.bytes[lineEnd - 1] == CR ? lineEnd - 1 : lineEnd;
        starts[count] = fieldStart;
        ends[count] = recordEnd;
        fields = count + 1;
        start = position;
        end = recordEnd;
        ascii = allAscii;
        escapes = false;
        fault = null;
        line = nextLine++;
        position = lineEnd + 1;
    }

    /** Byte by byte: for records with quotes, faults, or at the end of the window. */
    private boolean careful(int from, boolean lastRecord) {
        if (!quoted.scan(window.bytes, from, window.limit, lastRecord)) {
            return false;
        }
        start = from;
        end = quoted.end();
        position = quoted.next();
        line = nextLine;
        nextLine += quoted.lines();
        ascii = quoted.isAscii();
        escapes = quoted.hasEscapes();
        fault = quoted.fault();
        fields = fault == null ? quoted.fields() : 0;
        return true;
    }

    /** The window holds more than a record may have: its line is too long, or its quote was never closed. */
    private void overLimit() {
        if (lineEnd(position) >= 0) {
            careful(position, true);
            return;
        }
        start = position;
        end = position + recordBytesMax;
        position = window.limit;
        skipping = true;
        line = nextLine++;
        fields = 0;
        fault = tooLong();
    }

    private void requireLength() {
        if (end - start > recordBytesMax && fault == null) {
            fields = 0;
            fault = tooLong();
        }
    }

    private ScanFault tooLong() {
        return new ScanFault(
                "record_too_long",
                "the record is longer than " + recordBytesMax + " bytes; split it or raise recordBytesMax",
                -1);
    }

    /** Reads on to the end of the line without keeping it. */
    private void skipLine() throws IOException {
        int found = lineEnd(position);
        while (found < 0 && !window.ended) {
            window.advance(window.limit);
            position = 0;
            found = lineEnd(0);
        }
        position = found < 0 ? window.limit : found + 1;
        skipping = false;
    }

    private int lineEnd(int from) {
        for (int at = from; at < window.limit; at++) {
            if (window.bytes[at] == LF) {
                return at;
            }
        }
        return -1;
    }
}
