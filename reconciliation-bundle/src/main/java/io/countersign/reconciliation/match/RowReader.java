package io.countersign.reconciliation.match;

import io.countersign.reconciliation.scan.CsvLayout;
import io.countersign.reconciliation.scan.RecordScanner;
import io.countersign.reconciliation.scan.RowParser;
import io.countersign.reconciliation.scan.ScanProgress;
import io.countersign.reconciliation.scan.TextColumn;
import io.countersign.reconciliation.spill.Block;
import io.countersign.reconciliation.spill.PartitionedRecords;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the lines that the key pass left over again, with all their texts, in the order of the file: forward only, and
 * only the parts of the file they stand in.
 */
final class RowReader {
    private static final int CHUNK_BYTES = 32 * 1024;

    private final SideSource source;
    private final RecordScanner scanner;
    private final RowParser parser;

    RowReader(SideSource source, ScanProgress progress) {
        this.source = source;
        // the bytes were counted when they were read for the first time
        this.scanner = new RecordScanner(
                source.channel(), CsvLayout.shape(source.dialect()), CHUNK_BYTES, bytes -> progress.read(0));
        this.parser = source.parser();
    }

    /** Hands out the lines of all stores and frees their memory. */
    void read(List<PartitionedRecords> leftovers, RowSink sink) throws IOException {
        for (int range = 0; range < leftovers.get(0).partitions(); range++) {
            readRange(leftovers, range, sink);
        }
    }

    private void readRange(List<PartitionedRecords> leftovers, int range, RowSink sink) throws IOException {
        int count = 0;
        for (PartitionedRecords leftover : leftovers) {
            count += leftover.count(range);
        }
        if (count == 0) {
            return;
        }
        long[] order = new long[count];
        long[] offsets = new long[count];
        int[] duplicates = new int[count];
        int index = 0;
        for (PartitionedRecords leftover : leftovers) {
            List<Block> blocks = leftover.load(range);
            for (Block block : blocks) {
                for (int at = block.start(); at < block.end(); at += Leftover.BYTES) {
                    order[index] = (long) Leftover.line(block.bytes(), at) << 32 | index;
                    offsets[index] = Leftover.offset(block.bytes(), at);
                    duplicates[index++] = Leftover.duplicateOf(block.bytes(), at);
                }
            }
            leftover.free(blocks);
        }
        Arrays.sort(order);
        for (long entry : order) {
            int i = (int) entry;
            Row row = row((int) (entry >>> 32), offsets[i]);
            row.duplicateOf = duplicates[i];
            sink.accept(row);
        }
    }

    private Row row(int line, long offset) throws IOException {
        scanner.seek(offset, line);
        try {
            if (!scanner.next() || scanner.fault() != null) {
                throw changed(line);
            }
            parser.parse(scanner);
        } catch (UnreadableTextException e) {
            throw changed(line);
        }
        String[] texts = new String[TextColumn.COUNT];
        for (TextColumn column : TextColumn.values()) {
            texts[column.slot()] = parser.text(scanner, column);
        }
        return new Row(source.side(), line, parser, texts);
    }

    private IOException changed(int line) {
        return new IOException("line " + line + " of '" + source.file() + "' reads differently the second time");
    }

    /** Takes rows one after another. */
    interface RowSink {
        void accept(Row row) throws IOException;
    }
}
