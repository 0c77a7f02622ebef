package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.output.CsvBytes;
import io.countersign.reconciliation.output.Outputs;
import io.countersign.reconciliation.spill.Block;
import io.countersign.reconciliation.spill.PackedReader;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Writes the files of a run in the order of lines, one range of lines in memory at a time. */
final class OutputFiles {
    private static final String CSV = "text/csv; charset=utf-8";

    private final Outputs outputs;
    private final Ledger ledger;
    private final RunControl control;

    OutputFiles(Outputs outputs, Ledger ledger, RunControl control) {
        this.outputs = outputs;
        this.ledger = ledger;
        this.control = control;
    }

    void matched(List<PartitionedRecords> stores, LineRanges ranges, Workers workers, Supplier<MatchedCsv> renderers)
            throws IOException {
        List<MatchedCsv> perThread = new ArrayList<>();
        for (int i = 0; i < workers.threads(); i++) {
            perThread.add(renderers.get());
        }
        try (OutputStream file = outputs.open("matched.csv", CSV)) {
            file.write(MatchedCsv.HEADER.getBytes(StandardCharsets.US_ASCII));
            for (int range = 0; range < ranges.count(); range += perThread.size()) {
                List<Workers.Part> parts = new ArrayList<>();
                for (int i = 0; i < perThread.size() && range + i < ranges.count(); i++) {
                    MatchedCsv renderer = perThread.get(i);
                    int next = range + i;
                    parts.add(() -> renderer.render(stores, next));
                }
                workers.run(parts);
                for (int i = 0; i < parts.size(); i++) {
                    CsvBytes rendered = perThread.get(i).rendered();
                    file.write(rendered.bytes(), 0, rendered.length());
                }
                control.read(0);
            }
        }
        MatchSums sums = perThread.get(0).sums();
        perThread.subList(1, perThread.size()).forEach(renderer -> sums.add(renderer.sums()));
        ledger.wrote(sums);
    }

    void breaks(
            BreaksCsv rows,
            PartitionedRecords lefts,
            PartitionedRecords rights,
            List<SideSource> sources,
            List<SideScan.Stores> stores)
            throws IOException {
        try (OutputStream breaks = outputs.open("breaks.csv", CSV);
                OutputStream rejects = outputs.open("rejects.csv", CSV)) {
            header(breaks, BreaksCsv.HEADER);
            header(rejects, RejectsCsv.HEADER);
            write(breaks, lefts);
            write(breaks, rights);
            RejectsCsv writer = new RejectsCsv(rejects, breaks, rows);
            for (int i = 0; i < sources.size(); i++) {
                writer.write(sources.get(i), stores.get(i).rejects());
            }
        }
    }

    private void write(OutputStream file, PartitionedRecords records) throws IOException {
        for (int range = 0; range < records.partitions(); range++) {
            if (records.count(range) > 0) {
                List<Block> blocks = records.load(range);
                write(file, blocks, records.count(range));
                records.free(blocks);
                control.read(0);
            }
        }
    }

    private void write(OutputStream file, List<Block> blocks, int count) throws IOException {
        long[] order = new long[count];
        byte[][] slabs = new byte[count][];
        int[] starts = new int[count];
        int[] ends = new int[count];
        PackedReader records = new PackedReader(blocks);
        for (int i = 0; records.next(); i++) {
            order[i] = (long) records.getInt() << 32 | i;
            if (records.getByte() == 1) {
                ledger.side(Side.LEFT).wroteBreak();
            }
            if (records.getByte() == 1) {
                ledger.side(Side.RIGHT).wroteBreak();
            }
            slabs[i] = records.bytes();
            starts[i] = records.at();
            ends[i] = records.recordEnd();
        }
        Arrays.sort(order);
        for (long entry : order) {
            int i = (int) entry;
            file.write(slabs[i], starts[i], ends[i] - starts[i]);
        }
    }

    private static void header(OutputStream file, List<String> names) throws IOException {
        CsvBytes csv = new CsvBytes();
        csv.line(names);
        file.write(csv.bytes(), 0, csv.length());
    }
}
