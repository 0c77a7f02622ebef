package io.countersign.reconciliation.spill;

import org.jspecify.annotations.Nullable;

/** A piece of memory that holds whole records, or the place in a file where it was put. */
public final class Block {
    private static final byte[] IN_FILE = new byte[0];

    private byte[] bytes;
    private final int start;
    private final long slot;
    private int fill;

    private Block(byte[] bytes, int start, long slot, int fill) {
        this.bytes = bytes;
        this.start = start;
        this.slot = slot;
        this.fill = fill;
    }

    static Block inMemory(byte[] slab, int start) {
        return new Block(slab, start, -1, 0);
    }

    static Block inFile(long slot, int fill) {
        return new Block(IN_FILE, 0, slot, fill);
    }

    /** The array the block lies in, shared with others. */
    public byte[] bytes() {
        return bytes;
    }

    /** Index of its first byte. */
    public int start() {
        return start;
    }

    /** Index behind its last used byte. */
    public int end() {
        return start + fill;
    }

    boolean isInFile() {
        return slot >= 0;
    }

    /** Number of the block in its file. */
    long slot() {
        return slot;
    }

    int fill() {
        return fill;
    }

    void fill(int bytesUsed) {
        fill = bytesUsed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
