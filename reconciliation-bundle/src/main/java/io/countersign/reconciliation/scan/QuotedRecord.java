package io.countersign.reconciliation.scan;

import org.jspecify.annotations.Nullable;

/**
 * Cuts one record byte by byte. What is at fault is one physical line only: what follows is read as if the line were not
 * there, because a quote that was never closed must not swallow the lines behind it.
 */
final class QuotedRecord {
    private final byte delimiter;
    private final byte quote;
    private final boolean quotes;
    private final int[] starts;
    private final int[] ends;

    private byte[] bytes = new byte[0];
    private int limit;
    private boolean last;
    private int fields;
    private int lines;
    private int end;
    private int next;
    private boolean escapes;
    private boolean ascii;
    private boolean more;
    private @Nullable ScanFault fault;

    QuotedRecord(CsvShape shape, int[] starts, int[] ends) {
        this.delimiter = shape.delimiter();
        this.quote = shape.quote();
        this.quotes = shape.quote() != CsvShape.NO_QUOTE;
        this.starts = starts;
        this.ends = ends;
    }

    /**
     * Scans the record that starts at an index.
     *
     * @param lastBytes whether the file ends at the limit
     * @return false when the record goes on behind the limit
     */
    boolean scan(byte[] window, int from, int windowLimit, boolean lastBytes) {
        bytes = window;
        limit = windowLimit;
        last = lastBytes;
        fields = 0;
        lines = 1;
        escapes = false;
        ascii = true;
        more = true;
        fault = null;
        int at = from;
        while (more) {
            if (fields == CsvShape.FIELDS_MAX) {
                fault = new ScanFault("columns", "more than " + CsvShape.FIELDS_MAX + " fields in one record", at);
                return oneLine(from);
            }
            at = quotes && at < limit && bytes[at] == quote ? quotedField(at) : plainField(at);
            if (fault != null) {
                return oneLine(from);
            }
            if (at < 0) {
                return false;
            }
            fields++;
        }
        next = at;
        return true;
    }

    int fields() {
        return fields;
    }

    int lines() {
        return lines;
    }

    /** Index behind the record's last byte. */
    int end() {
        return end;
    }

    /** Index of the next record's first byte. */
    int next() {
        return next;
    }

    boolean hasEscapes() {
        return escapes;
    }

    boolean isAscii() {
        return ascii;
    }

    @Nullable
    ScanFault fault() {
        return fault;
    }

    private int plainField(int from) {
        starts[fields] = from;
        for (int at = from; at < limit; at++) {
            byte sign = bytes[at];
            if (sign == delimiter || sign == '\n' || sign == '\r') {
                ends[fields] = at;
                return fieldEnd(at);
            }
            inspect(sign, at);
            if (fault != null) {
                return -1;
            }
        }
        ends[fields] = limit;
        return fieldEnd(limit);
    }

    private int quotedField(int from) {
        starts[fields] = from + 1;
        int at = from + 1;
        while (at < limit) {
            byte sign = bytes[at];
            if (sign != quote) {
                lines += sign == '\n' ? 1 : 0;
                if (sign != '\n' && sign != '\r') {
                    inspect(sign, at);
                }
            } else if (at + 1 < limit && bytes[at + 1] == quote) {
                escapes = true;
                at++;
            } else {
                ends[fields] = at;
                return at + 1 == limit && !last ? -1 : fieldEnd(at + 1);
            }
            if (fault != null) {
                return -1;
            }
            at++;
        }
        if (last) {
            fault = new ScanFault("quote_unbalanced", "the quote opened here is never closed; close it", from);
        }
        return -1;
    }

    /** What stands behind a field: a delimiter, the end of the record, or what must not. */
    private int fieldEnd(int at) {
        if (at == limit) {
            more = false;
            end = at;
            return last ? at : -1;
        }
        byte sign = bytes[at];
        if (sign == delimiter) {
            return at + 1;
        }
        if (sign == '\n') {
            more = false;
            end = at;
            return at + 1;
        }
        if (sign == '\r' && at + 1 == limit && !last) {
            return -1;
        }
        if (sign == '\r' && at + 1 < limit && bytes[at + 1] == '\n') {
            more = false;
            end = at;
            return at + 2;
        }
        fault = sign == '\r'
                ? new ScanFault("control_character", "a carriage return without a line feed; use LF or CR LF", at)
                : new ScanFault(
                        "quote_misplaced", "text follows a closing quote; end the field there or double the quote", at);
        return -1;
    }

    private void inspect(byte sign, int at) {
        ascii &= sign >= 0;
        if (sign >= 0 && sign < ' ' && sign != '\t') {
            fault = new ScanFault("control_character", "contains the control character " + sign + "; remove it", at);
        }
    }

    /** Takes the first physical line alone; false when its end is not in the window. */
    private boolean oneLine(int from) {
        int at = from;
        while (at < limit && bytes[at] != '\n') {
            at++;
        }
        if (at == limit && !last) {
            return false;
        }
        lines = 1;
        end = at > from && bytes[at - 1] == '\r' ? at - 1 : at;
        next = Math.min(limit, at + 1);
        ScanFault found = fault;
        if (found != null && found.at() > end) {
            // the fault shows on a later line, but it is this line's quote that has no end
            fault = new ScanFault(
                    "quote_unbalanced",
                    "the quote opened here ends where no value ends; close it",
                    Math.min(end, Math.max(from, starts[fields] - 1)));
        }
        return true;
    }
}
