package io.countersign.reconciliation.match;

import io.countersign.reconciliation.scan.CurrencyCode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many lines and how much money, per currency. */
public final class CurrencySums {
    private final short[] slots = new short[CurrencyCode.COUNT];
    private final List<Entry> entries = new ArrayList<>();
    private Entry[] bySlot = new Entry[0];

    /** Adds one line. */
    public void add(int currency, long amount) {
        Entry entry = entry(currency);
        entry.lines++;
        entry.sum.add(amount);
    }

    /** Adds money to lines that are counted elsewhere. */
    public void addAmount(int currency, long amount) {
        entry(currency).sum.add(amount);
    }

    public void add(CurrencySums other) {
        for (Entry theirs : other.entries) {
            Entry ours = entry(theirs.currency);
            ours.lines += theirs.lines;
            ours.sum.add(theirs.sum);
        }
    }

    /** Lines in all currencies. */
    public long lines() {
        return entries.stream().mapToLong(entry -> entry.lines).sum();
    }

    public long lines(String currency) {
        int slot = slots[CurrencyCode.of(currency)];
        return slot == 0 ? 0 : bySlot[slot - 1].lines;
    }

    /** Sum of minor units. */
    public BigInteger sum(String currency) {
        int slot = slots[CurrencyCode.of(currency)];
        return slot == 0 ? BigInteger.ZERO : bySlot[slot - 1].sum.value();
    }

    /** Lines by currency code. */
    public SortedMap<String, Long> byCurrency() {
        SortedMap<String, Long> lines = new TreeMap<>();
        entries.forEach(entry -> lines.put(CurrencyCode.text(entry.currency), entry.lines));
        return lines;
    }

    private Entry entry(int currency) {
        int slot = slots[currency];
        return slot == 0 ? newEntry(currency) : bySlot[slot - 1];
    }

    private Entry newEntry(int currency) {
        Entry entry = new Entry(currency);
        entries.add(entry);
        bySlot = entries.toArray(Entry[]::new);
        slots[currency] = (short) entries.size();
        return entry;
    }

    private static final class Entry {
        private final int currency;
        private final Sum128 sum = new Sum128();
        private long lines;

        Entry(int currency) {
            this.currency = currency;
        }
    }
}
