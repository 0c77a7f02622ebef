package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.output.CsvBytes;
import io.countersign.reconciliation.scan.CurrencyCode;
import io.countersign.reconciliation.spill.Block;
import io.countersign.reconciliation.spill.PackedReader;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Writes rejects.csv, and each reject as a break too. */
final class RejectsCsv {
    static final List<String> HEADER = List.of(
            "break",
            "side",
            "file",
            "line",
            "column",
            "code",
            "reason",
            "sha256",
            "currency",
            "minor_units",
            "first_seen");

    private static final int IDENTITY_DIGITS = 32;

    private final OutputStream rejects;
    private final OutputStream breaks;
    private final BreaksCsv rows;
    private final MessageDigest digest = Digests.sha256();
    private final CsvBytes csv = new CsvBytes();

    RejectsCsv(OutputStream rejects, OutputStream breaks, BreaksCsv rows) {
        this.rejects = rejects;
        this.breaks = breaks;
        this.rows = rows;
    }

    /** Writes all rejects of one side in the order of lines. */
    void write(SideSource source, PartitionedRecords records) throws IOException {
        for (int range = 0; range < records.partitions(); range++) {
            if (records.count(range) > 0) {
                writeRange(source, records, range);
            }
        }
    }

    private void writeRange(SideSource source, PartitionedRecords records, int range) throws IOException {
        List<Block> blocks = records.load(range);
        List<RejectRecord> found = new ArrayList<>();
        PackedReader reader = new PackedReader(blocks);
        while (reader.next()) {
            found.add(RejectRecord.read(reader));
        }
        records.free(blocks);
        found.sort(Comparator.comparingLong(RejectRecord::line)
                .thenComparingInt(RejectRecord::column)
                .thenComparing(RejectRecord::rawDigest)
                .thenComparing(RejectRecord::reason));
        for (RejectRecord reject : found) {
            write(source, reject);
        }
    }

    private void write(SideSource source, RejectRecord reject) throws IOException {
        Side side = source.side();
        String content = side.key() + ' ' + reject.line() + ' ' + reject.rawDigest() + ' ' + reject.reason();
        digest.update(content.getBytes(StandardCharsets.UTF_8));
        String identity = HexFormat.of().formatHex(digest.digest()).substring(0, IDENTITY_DIGITS);
        LocalDate firstSeen = rows.firstSeen(identity);
        csv.clear();
        csv.line(List.of(
                identity,
                side.key(),
                source.file(),
                Long.toString(reject.line()),
                Integer.toString(reject.column()),
                reject.code(),
                reject.reason(),
                reject.rawDigest(),
                reject.amountKnown() ? CurrencyCode.text(reject.currency()) : "",
                reject.amountKnown() ? Long.toString(reject.amount()) : "",
                firstSeen.toString()));
        rejects.write(csv.bytes(), 0, csv.length());
        csv.clear();
        csv.line(rows.reject(reject, side, identity, firstSeen));
        breaks.write(csv.bytes(), 0, csv.length());
    }
}
