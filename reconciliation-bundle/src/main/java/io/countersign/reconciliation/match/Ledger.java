package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Side;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The books of one run. What was read, what passes decided and what was written are counted in different places; the
 * control totals compare them.
 */
public final class Ledger {
    private final SideBook left = new SideBook();
    private final SideBook right = new SideBook();
    private final SortedMap<String, BookedBreaks> breaks = new TreeMap<>();
    private final CurrencySums adjustments = new CurrencySums();
    private MatchSums matches = new MatchSums(0);

    public SideBook side(Side side) {
        return side == Side.LEFT ? left : right;
    }

    /** Breaks by class, or class and kind: {@code amount/fee_suspect}. */
    public SortedMap<String, BookedBreaks> breaks() {
        return breaks;
    }

    /** Differences that passes allowed: left less right. */
    public CurrencySums adjustments() {
        return adjustments;
    }

    /** What was written to matched.csv. */
    public MatchSums matches() {
        return matches;
    }

    void wrote(MatchSums written) {
        matches = written;
    }

    BookedBreaks breaks(String name) {
        return breaks.computeIfAbsent(name, unused -> new BookedBreaks());
    }

    /** One side's book. */
    public static final class SideBook {
        private long lines;
        private long rejects;
        private long breaksWritten;
        private CurrencySums read = new CurrencySums();
        private CurrencySums rejected = new CurrencySums();
        private final CurrencySums broken = new CurrencySums();

        void scanned(SideScan scan) {
            lines = scan.lines();
            rejects = scan.rejects();
            read = scan.read();
            rejected = scan.rejected();
        }

        void wroteBreak() {
            breaksWritten++;
        }

        /** Lines read, rejected ones included. */
        public long lines() {
            return lines;
        }

        public long rejects() {
            return rejects;
        }

        /** Lines in breaks.csv, rejected ones excluded. */
        public long breaksWritten() {
            return breaksWritten;
        }

        /** Lines whose amount is known. */
        public CurrencySums read() {
            return read;
        }

        /** Rejected lines whose amount is known. */
        public CurrencySums rejected() {
            return rejected;
        }

        public CurrencySums broken() {
            return broken;
        }
    }

    /** The breaks of one class. */
    public static final class BookedBreaks {
        private long count;
        private final CurrencySums left = new CurrencySums();
        private final CurrencySums right = new CurrencySums();

        void count() {
            count++;
        }

        public long breaks() {
            return count;
        }

        public CurrencySums left() {
            return left;
        }

        public CurrencySums right() {
            return right;
        }
    }
}
