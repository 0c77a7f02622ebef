package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.spill.Block;
import io.countersign.reconciliation.spill.BlockPool;
import io.countersign.reconciliation.spill.Packed;
import io.countersign.reconciliation.spill.PackedReader;
import io.countersign.reconciliation.spill.PackedWriter;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the lines that earlier ones left: collects them in partitions by what they must have in common, and then
 * has one partition in memory at a time.
 */
final class Stage implements AutoCloseable {
    /** A group with more lines than this is not searched, whatever the memory. */
    static final int GROUP_LINES_MAX = 10_000;

    private static final int HASH_BYTES = 8;

    private final Matcher matcher;
    private final boolean hintsCrowds;
    private final PartitionedRecords rows;
    private final PackedWriter writer = new PackedWriter();

    /** @param hintsCrowds whether a line is told that it was in a group too large to be searched */
    Stage(Matcher matcher, boolean hintsCrowds, BlockPool pool, Path file, int partitions) {
        this.matcher = matcher;
        this.hintsCrowds = hintsCrowds;
        this.rows = new PartitionedRecords(pool, file, partitions);
    }

    /** Takes a line; false when the pass has nothing to say about it. */
    boolean take(Row row) throws IOException {
        String group = matcher.groupOf(row);
        if (group == null) {
            return false;
        }
        byte[] utf8 = group.getBytes(StandardCharsets.UTF_8);
        long hash = Packed.hash(Arrays.copyOf(utf8, utf8.length + HASH_BYTES), 0, utf8.length, 0);
        row.write(writer.start().putLong(hash));
        writer.addTo(rows, (int) Long.remainderUnsigned(hash, rows.partitions()));
        return true;
    }

    long spilledBytes() {
        return rows.spilledBytes();
    }

    /** Matches everything that was taken. */
    void run(Findings findings, RunControl control) throws IOException {
        for (int partition = 0; partition < rows.partitions(); partition++) {
            if (rows.count(partition) > 0) {
                List<Block> blocks = rows.load(partition);
                match(groups(blocks, rows.count(partition), findings), findings, control);
                rows.free(blocks);
            }
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private Map<String, Group> groups(List<Block> blocks, int count, Findings findings) throws IOException {
        Map<Long, Integer> sizes = count > GROUP_LINES_MAX ? sizes(blocks) : Map.of();
        Map<String, Group> groups = new LinkedHashMap<>();
        PackedReader records = new PackedReader(blocks);
        while (records.next()) {
            int size = sizes.getOrDefault(records.getLong(), 0);
            Row row = Row.read(records);
            if (size > GROUP_LINES_MAX) {
                leave(row, size, findings);
                continue;
            }
            @Nullable String group = matcher.groupOf(row);
            groups.computeIfAbsent(String.valueOf(group), unused -> new Group()).add(row);
        }
        return groups;
    }

    private static Map<Long, Integer> sizes(List<Block> blocks) {
        Map<Long, Integer> sizes = new HashMap<>();
        PackedReader records = new PackedReader(blocks);
        while (records.next()) {
            sizes.merge(records.getLong(), 1, Integer::sum);
        }
        return sizes;
    }

    private void leave(Row row, int size, Findings findings) throws IOException {
        if (hintsCrowds && row.hint == Row.Hint.NONE) {
            row.hint = Row.Hint.TOO_MANY_CANDIDATES;
            row.detail = size + " lines have in common what a pass goes by";
        }
        findings.unmatched(row);
    }

    private void match(Map<String, Group> groups, Findings findings, RunControl control) throws IOException {
        int done = 0;
        for (Group group : groups.values()) {
            group.left.sort(Comparator.comparingInt(row -> row.line));
            group.right.sort(Comparator.comparingInt(row -> row.line));
            matcher.match(group.left, group.right, findings);
            if (++done % 1_000 == 0) {
                control.read(0);
            }
        }
        control.read(0);
    }

    private static final class Group {
        private final List<Row> left = new ArrayList<>(1);
        private final List<Row> right = new ArrayList<>(1);

        void add(Row row) {
            (row.side == Side.LEFT ? left : right).add(row);
        }
    }
}
