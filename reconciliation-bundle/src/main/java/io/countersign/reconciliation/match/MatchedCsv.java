package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Pass;
import io.countersign.reconciliation.output.CsvBytes;
import io.countersign.reconciliation.scan.CurrencyCode;
import io.countersign.reconciliation.spill.Block;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Renders matched.csv, one range of left lines after another, in the order of lines. One per thread. */
final class MatchedCsv {
    static final String HEADER = "left_line,right_line,pass,status,currency,left_minor_units,right_minor_units,"
            + "adjustment_minor_units,group,key\n";

    private static final int BLOCK_BITS = 14;
    private static final int FIXED_BYTES = 256;
    private static final byte[] NO_ADJUSTMENT = ",0,".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONFIRMED = ",confirmed,".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SUGGESTED = ",suggested,".getBytes(StandardCharsets.US_ASCII);

    private final LineRanges ranges;
    private final SideSource left;
    private final SideSource right;
    private final byte[][] passes;
    private final byte[][] currencies = new byte[CurrencyCode.COUNT][];
    private final MatchSums sums;
    private final CsvBytes csv = new CsvBytes();
    private final int[] heads;
    private int[] next = new int[0];
    private int[] addresses = new int[0];
    private byte[][] slabs = new byte[0][];
    private int[] bases = new int[0];

    MatchedCsv(LineRanges ranges, SideSource left, SideSource right, List<Pass> passes) {
        this.ranges = ranges;
        this.left = left;
        this.right = right;
        this.passes = passes.stream()
                .map(pass -> ("," + pass.name()).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.sums = new MatchSums(passes.size());
        this.heads = new int[ranges.lines()];
    }

    /** What was rendered so far. */
    MatchSums sums() {
        return sums;
    }

    /** The bytes of the latest range. */
    CsvBytes rendered() {
        return csv;
    }

    /** Renders one range and frees its memory. */
    void render(List<PartitionedRecords> stores, int range) throws IOException {
        csv.clear();
        int count = 0;
        for (PartitionedRecords store : stores) {
            count += store.count(range);
        }
        if (count == 0) {
            return;
        }
        List<List<Block>> loaded = new ArrayList<>();
        for (PartitionedRecords store : stores) {
            loaded.add(store.load(range));
        }
        index(loaded.stream().flatMap(List::stream).toList(), count, ranges.first(range));
        for (int i = 0; i < heads.length; i++) {
            if (heads[i] != 0) {
                chain(heads[i] - 1);
            }
        }
        for (int i = 0; i < stores.size(); i++) {
            stores.get(i).free(loaded.get(i));
        }
    }

    /** Finds every record by its left line: lines are dense, so nothing has to be sorted. */
    private void index(List<Block> blocks, int count, int firstLine) {
        Arrays.fill(heads, 0);
        if (addresses.length < count) {
            addresses = new int[count];
            next = new int[count];
        }
        slabs = new byte[blocks.size()][];
        bases = new int[blocks.size()];
        int entry = 0;
        for (int i = 0; i < blocks.size(); i++) {
            byte[] bytes = blocks.get(i).bytes();
            slabs[i] = bytes;
            bases[i] = blocks.get(i).start();
            int end = blocks.get(i).end();
            for (int at = bases[i]; at < end; at += MatchRecords.length(bytes, at)) {
                int line = MatchRecords.leftLine(bytes, at) - firstLine;
                addresses[entry] = i << BLOCK_BITS | (at - bases[i]);
                next[entry] = heads[line] - 1;
                heads[line] = ++entry;
            }
        }
    }

    private void chain(int head) {
        if (next[head] < 0) {
            row(slab(head), at(head));
            return;
        }
        long[] rights = new long[16];
        int count = 0;
        for (int entry = head; entry >= 0; entry = next[entry]) {
            rights = count == rights.length ? Arrays.copyOf(rights, 2 * count) : rights;
            rights[count++] = (long) MatchRecords.rightLine(slab(entry), at(entry)) << 32 | entry;
        }
        Arrays.sort(rights, 0, count);
        for (int i = 0; i < count; i++) {
            row(slab((int) rights[i]), at((int) rights[i]));
        }
    }

    private void row(byte[] record, int at) {
        sums.add(record, at);
        int flags = MatchRecords.flags(record, at);
        int leftLine = left.sourceLine(MatchRecords.leftLine(record, at));
        int rightLine = right.sourceLine(MatchRecords.rightLine(record, at));
        long leftAmount = MatchRecords.leftAmount(record, at);
        long rightAmount = MatchRecords.rightAmount(record, at);
        csv.room(FIXED_BYTES).number(leftLine).sign(',').number(rightLine);
        csv.raw(passes[MatchRecords.pass(record, at)]);
        csv.raw((flags & MatchRecords.SUGGESTED) == 0 ? CONFIRMED : SUGGESTED);
        csv.raw(currency(MatchRecords.currency(record, at))).sign(',');
        if (leftAmount == rightAmount) {
            csv.numberTwice(leftAmount, ',').raw(NO_ADJUSTMENT);
        } else {
            csv.number(leftAmount).sign(',').number(rightAmount).sign(',');
            csv.number(leftAmount - rightAmount).sign(',');
        }
        if ((flags & MatchRecords.GROUPED) != 0) {
            boolean oneOnRight = (flags & MatchRecords.ONE_ON_RIGHT) != 0;
            csv.sign(oneOnRight ? 'R' : 'L').number(oneOnRight ? rightLine : leftLine);
        }
        int key = MatchRecords.key(record, at);
        csv.sign(',').cell(record, key, at + MatchRecords.length(record, at) - key);
        csv.room(1).sign('\n');
    }

    private byte[] currency(int number) {
        byte[] code = currencies[number];
        if (code == null) {
            code = CurrencyCode.text(number).getBytes(StandardCharsets.US_ASCII);
            currencies[number] = code;
        }
        return code;
    }

    private byte[] slab(int entry) {
        return slabs[addresses[entry] >>> BLOCK_BITS];
    }

    private int at(int entry) {
        int address = addresses[entry];
        return bases[address >>> BLOCK_BITS] + (address & (1 << BLOCK_BITS) - 1);
    }
}
