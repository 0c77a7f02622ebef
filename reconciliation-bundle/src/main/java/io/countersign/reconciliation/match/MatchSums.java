package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Side;
import org.jspecify.annotations.Nullable;

/** Rows of matched.csv, counted and summed by pass and status as they are written. */
public final class MatchSums {
    private static final int SLOTS_PER_PASS = 4;

    private final @Nullable Slot[] slots;

    MatchSums(int passes) {
        this.slots = new Slot[passes * SLOTS_PER_PASS];
    }

    void add(byte[] record, int at) {
        int flags = MatchRecords.flags(record, at);
        int currency = MatchRecords.currency(record, at);
        Slot slot = slot(MatchRecords.pass(record, at) * SLOTS_PER_PASS
                + ((flags & MatchRecords.SUGGESTED) == 0 ? 0 : 2)
                + ((flags & MatchRecords.GROUPED) == 0 ? 0 : 1));
        slot.rows++;
        add(slot.left, flags & MatchRecords.COUNTS_LEFT, currency, MatchRecords.leftAmount(record, at));
        add(slot.right, flags & MatchRecords.COUNTS_RIGHT, currency, MatchRecords.rightAmount(record, at));
    }

    void add(MatchSums other) {
        for (int i = 0; i < slots.length; i++) {
            Slot theirs = other.slots[i];
            if (theirs != null) {
                Slot ours = slot(i);
                ours.rows += theirs.rows;
                ours.left.add(theirs.left);
                ours.right.add(theirs.right);
            }
        }
    }

    /** Rows of one pass and status. */
    public long rows(int pass, boolean suggested) {
        long rows = 0;
        for (int i = 0; i < 2; i++) {
            Slot slot = slots[pass * SLOTS_PER_PASS + (suggested ? 2 : 0) + i];
            rows += slot == null ? 0 : slot.rows;
        }
        return rows;
    }

    /** Lines and money of one pass and status, on one side. */
    public CurrencySums of(int pass, boolean suggested, Side side) {
        CurrencySums sums = new CurrencySums();
        for (int i = 0; i < 2; i++) {
            addTo(sums, pass * SLOTS_PER_PASS + (suggested ? 2 : 0) + i, side);
        }
        return sums;
    }

    /** Lines and money matched one to one, or in groups, on one side. */
    public CurrencySums of(boolean grouped, Side side) {
        CurrencySums sums = new CurrencySums();
        for (int i = grouped ? 1 : 0; i < slots.length; i += 2) {
            addTo(sums, i, side);
        }
        return sums;
    }

    private void addTo(CurrencySums sums, int index, Side side) {
        Slot slot = slots[index];
        if (slot != null) {
            sums.add(side == Side.LEFT ? slot.left : slot.right);
        }
    }

    private Slot slot(int index) {
        Slot slot = slots[index];
        if (slot == null) {
            slot = new Slot();
            slots[index] = slot;
        }
        return slot;
    }

    private static void add(CurrencySums sums, int counts, int currency, long amount) {
        if (counts == 0) {
            sums.addAmount(currency, amount);
        } else {
            sums.add(currency, amount);
        }
    }

    private static final class Slot {
        private final CurrencySums left = new CurrencySums();
        private final CurrencySums right = new CurrencySums();
        private long rows;
    }
}
