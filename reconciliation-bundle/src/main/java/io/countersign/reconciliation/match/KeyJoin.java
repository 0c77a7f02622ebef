package io.countersign.reconciliation.match;

import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.config.BusinessDays;
import io.countersign.reconciliation.config.Pass;
import io.countersign.reconciliation.scan.RowParser;
import io.countersign.reconciliation.spill.Block;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Joins one partition of packed lines after another: a hash table of the left lines that fits the processor's cache, and
 * the right lines looked up in it. Lines with the same key, currency and amount pair in the order of their lines; what
 * is left of such a group after its first line is a duplicate. One per thread.
 */
final class KeyJoin {
    private static final int BLOCK_BITS = 14;
    /** A partition holds some ten thousand lines; so many are there only when nearly all have the same key. */
    private static final int PARTITION_LINES_MAX = 4_000_000;

    private static final int NONE = -1;
    private static final int ONLY_RIGHT = -2;

    private final Pass.Key pass;
    private final BusinessDays days;
    private final boolean duplicates;
    private final KeyResults results;

    private byte[][] slabs = new byte[0][];
    private int[] bases = new int[0];
    private long[] slots = new long[0];
    private int mask;
    private int entries;
    private int[] addresses = new int[0];
    private int[] next = new int[0];
    private int[] tail = new int[0];
    private int[] cursor = new int[0];
    private int[] firstRight = new int[0];

    KeyJoin(Pass.Key pass, BusinessDays days, boolean duplicates, KeyResults results) {
        this.pass = pass;
        this.days = days;
        this.duplicates = duplicates;
        this.results = results;
    }

    /** Joins one partition and gives its memory back. */
    void join(PartitionedRecords left, PartitionedRecords right, int partition) throws IOException {
        int lines = left.count(partition) + right.count(partition);
        if (lines == 0) {
            return;
        }
        if (lines > PARTITION_LINES_MAX) {
            throw new OperationException(
                    "key_too_common",
                    "millions of lines share one key of pass '" + pass.name()
                            + "'; choose columns that tell one line from another");
        }
        List<Block> leftBlocks = left.load(partition);
        List<Block> rightBlocks = right.load(partition);
        prepare(lines, leftBlocks, rightBlocks);
        for (int i = 0; i < leftBlocks.size(); i++) {
            addLeft(i, leftBlocks.get(i).end() - bases[i]);
        }
        int lefts = entries;
        for (int i = 0; i < rightBlocks.size(); i++) {
            int block = leftBlocks.size() + i;
            lookUp(block, rightBlocks.get(i).end() - bases[block]);
        }
        leaveLeft(lefts);
        left.free(leftBlocks);
        right.free(rightBlocks);
    }

    private void prepare(int lines, List<Block> leftBlocks, List<Block> rightBlocks) {
        int blocks = leftBlocks.size() + rightBlocks.size();
        slabs = new byte[blocks][];
        bases = new int[blocks];
        for (int i = 0; i < blocks; i++) {
            Block block = i < leftBlocks.size() ? leftBlocks.get(i) : rightBlocks.get(i - leftBlocks.size());
            slabs[i] = block.bytes();
            bases[i] = block.start();
        }
        int capacity = Integer.highestOneBit(Math.max(16, lines)) << 2;
        if (slots.length < capacity) {
            slots = new long[capacity];
            addresses = new int[capacity >> 1];
            next = new int[capacity >> 1];
            tail = new int[capacity >> 1];
            cursor = new int[capacity >> 1];
            firstRight = new int[capacity >> 1];
        } else {
            Arrays.fill(slots, 0, capacity, 0);
        }
        mask = capacity - 1;
        entries = 0;
    }

    private void addLeft(int block, int end) {
        byte[] bytes = slabs[block];
        int base = bases[block];
        for (int offset = 0; offset < end; offset += KeyRecords.length(bytes, base + offset)) {
            int at = base + offset;
            long hash = KeyRecords.hash(bytes, at);
            int slot = slot(hash, bytes, at);
            int entry = entries++;
            addresses[entry] = block << BLOCK_BITS | offset;
            next[entry] = NONE;
            if (slots[slot] == 0) {
                slots[slot] = tagged(hash, entry);
                tail[entry] = entry;
                cursor[entry] = entry;
                firstRight[entry] = 0;
            } else {
                int head = (int) slots[slot] - 1;
                next[tail[head]] = entry;
                tail[head] = entry;
                tail[entry] = NONE;
            }
        }
    }

    private void lookUp(int block, int end) throws IOException {
        byte[] bytes = slabs[block];
        int base = bases[block];
        for (int offset = 0; offset < end; offset += KeyRecords.length(bytes, base + offset)) {
            int at = base + offset;
            long hash = KeyRecords.hash(bytes, at);
            int slot = slot(hash, bytes, at);
            int line = KeyRecords.line(bytes, at);
            if (slots[slot] == 0) {
                int entry = entries++;
                slots[slot] = tagged(hash, entry);
                addresses[entry] = block << BLOCK_BITS | offset;
                cursor[entry] = ONLY_RIGHT;
                firstRight[entry] = line;
                results.right(line, 0, KeyRecords.offset(bytes, at));
                continue;
            }
            int head = (int) slots[slot] - 1;
            int candidate = cursor[head];
            if (candidate < 0) {
                results.right(line, duplicates ? firstRight[head] : 0, KeyRecords.offset(bytes, at));
                continue;
            }
            cursor[head] = next[candidate];
            firstRight[head] = firstRight[head] == 0 ? line : firstRight[head];
            pair(candidate, bytes, at);
        }
    }

    private void pair(int candidate, byte[] right, int rightAt) throws IOException {
        byte[] left = slab(candidate);
        int leftAt = at(candidate);
        if (isNear(KeyRecords.day(left, leftAt), KeyRecords.day(right, rightAt))) {
            results.matched(left, leftAt, KeyRecords.line(right, rightAt));
        } else {
            results.left(KeyRecords.line(left, leftAt), 0, KeyRecords.offset(left, leftAt));
            results.right(KeyRecords.line(right, rightAt), 0, KeyRecords.offset(right, rightAt));
        }
    }

    /** Lines that the right side has not asked for. */
    private void leaveLeft(int lefts) throws IOException {
        for (int head = 0; head < lefts; head++) {
            if (tail[head] == NONE) {
                continue;
            }
            int first = KeyRecords.line(slab(head), at(head));
            for (int entry = cursor[head]; entry != NONE; entry = next[entry]) {
                byte[] bytes = slab(entry);
                int at = at(entry);
                results.left(
                        KeyRecords.line(bytes, at),
                        entry == head || !duplicates ? 0 : first,
                        KeyRecords.offset(bytes, at));
            }
        }
    }

    private boolean isNear(int leftDay, int rightDay) {
        return pass.businessDaysMax() < 0
                || leftDay == rightDay
                || (leftDay != RowParser.NO_DAY
                        && rightDay != RowParser.NO_DAY
                        && days.within(leftDay, rightDay, pass.businessDaysMax()));
    }

    /** The slot of the group a record belongs to, or the free one where it would begin. */
    private int slot(long hash, byte[] bytes, int at) {
        int tag = tag(hash);
        int slot = (int) hash & mask;
        for (long found = slots[slot]; found != 0; found = slots[slot]) {
            if ((int) (found >>> 32) == tag) {
                int entry = (int) found - 1;
                if (KeyRecords.equal(slab(entry), at(entry), bytes, at)) {
                    return slot;
                }
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int tag(long hash) {
        return (int) (hash >>> 24);
    }

    private static long tagged(long hash, int entry) {
        return (long) tag(hash) << 32 | (entry + 1);
    }

    private byte[] slab(int entry) {
        return slabs[addresses[entry] >>> BLOCK_BITS];
    }

    private int at(int entry) {
        int address = addresses[entry];
        return bases[address >>> BLOCK_BITS] + (address & (1 << BLOCK_BITS) - 1);
    }
}
