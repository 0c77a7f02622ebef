package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.CsvDialect;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where records of a CSV file start and end. A quote that is never closed would swallow the rest of the file: then
 * only the physical line it stands on is at fault and the next line starts a record again.
 */
final class CsvRecordCutter {
    /** A quoted value spans so many lines at most; bounds how often a hostile file makes us read a line again. */
    private static final int RECORD_LINES_MAX = 200;

    private final PhysicalLines lines;
    private final Deque<PhysicalLine> again = new ArrayDeque<>();
    private final byte delimiter;
    private final int quote;
    private final int recordBytesMax;

    CsvRecordCutter(CsvDialect dialect, InputStream stream, Runnable cancellation) {
        this.lines = new PhysicalLines(stream, dialect.recordBytesMax(), cancellation);
        this.delimiter = (byte) dialect.delimiter();
        this.quote = dialect.quote().map(sign -> (int) sign).orElse(-1);
        this.recordBytesMax = dialect.recordBytesMax();
    }

    /** The next physical line, whatever it holds; null at the end. */
    @Nullable
    PhysicalLine nextLine() throws IOException {
        return again.isEmpty() ? lines.next() : again.poll();
    }

    /** The next record; null at the end. */
    @Nullable
    CsvRecordText next() throws IOException {
        PhysicalLine first = nextLine();
        if (first == null) {
            return null;
        }
        if (first.overlong()) {
            return overlong(first);
        }
        Scan scan = new Scan(first);
        while (scan.state == State.QUOTED) {
            PhysicalLine more = nextLine();
            if (more == null || !scan.fits(more)) {
                return scan.giveUp(more);
            }
            scan.add(more);
        }
        if (scan.state == State.BROKEN) {
            return scan.broken();
        }
        return new CsvRecordText(scan.taken, scan.offsets, "", "", 0);
    }

    private CsvRecordText overlong(PhysicalLine line) {
        return CsvRecordText.fault(
                line,
                0,
                "record_too_long",
                "the line has more than " + recordBytesMax + " bytes; check the line ends or raise the limit");
    }

    private enum State {
        VALUE_START,
        PLAIN,
        QUOTED,
        /** Behind a quote inside a quoted value: the end of the value or the first of a doubled quote. */
        QUOTE_SEEN,
        BROKEN
    }

    /** The record that is being looked at. */
    private final class Scan {
        private final List<PhysicalLine> taken = new ArrayList<>();
        private final List<Integer> offsets = new ArrayList<>();
        private State state = State.VALUE_START;
        private int size;
        private int openingQuote;
        private int brokenAt;

        Scan(PhysicalLine first) {
            offsets.add(0);
            add(first);
        }

        boolean fits(PhysicalLine more) {
            return !more.overlong() && taken.size() < RECORD_LINES_MAX && size + more.bytes().length <= recordBytesMax;
        }

        void add(PhysicalLine line) {
            if (!taken.isEmpty()) {
                size += taken.get(taken.size() - 1).lineEnd().length();
            }
            taken.add(line);
            byte[] bytes = line.bytes();
            for (int i = 0; i < bytes.length && state != State.BROKEN; i++) {
                step(bytes[i], size + i);
            }
            size += bytes.length;
        }

        CsvRecordText giveUp(@Nullable PhysicalLine more) {
            if (more != null) {
                again.addFirst(more);
            }
            return faulty(openingQuote, "quote_unbalanced", "a quote is opened here and not closed");
        }

        CsvRecordText broken() {
            return faulty(brokenAt, "quote_misplaced", "text stands between a closing quote and the end of the value");
        }

        private void step(byte octet, int offset) {
            switch (state) {
                case VALUE_START -> {
                    state = octet == quote ? State.QUOTED : State.PLAIN;
                    openingQuote = octet == quote ? offset : openingQuote;
                    endAt(octet, offset);
                }
                case PLAIN -> endAt(octet, offset);
                case QUOTED -> state = octet == quote ? State.QUOTE_SEEN : State.QUOTED;
                case QUOTE_SEEN -> {
                    if (octet == quote) {
                        state = State.QUOTED;
                    } else if (octet == delimiter) {
                        endAt(octet, offset);
                    } else {
                        state = State.BROKEN;
                        brokenAt = offset;
                    }
                }
                case BROKEN -> throw new IllegalStateException("nothing is read behind a misplaced quote");
            }
        }

        private void endAt(byte octet, int offset) {
            if (octet == delimiter && state != State.QUOTED) {
                offsets.add(offset + 1);
                state = State.VALUE_START;
            }
        }

        /** Rejects the first line alone; the others start records again. */
        private CsvRecordText faulty(int offset, String code, String reason) {
            for (int i = taken.size() - 1; i > 0; i--) {
                again.addFirst(taken.get(i));
            }
            PhysicalLine first = taken.get(0);
            return CsvRecordText.fault(first, Math.min(offset, first.bytes().length) + 1, code, reason);
        }
    }
}
