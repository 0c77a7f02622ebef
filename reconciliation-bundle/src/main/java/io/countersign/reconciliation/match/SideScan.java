package io.countersign.reconciliation.match;

import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.config.Pass;
import io.countersign.reconciliation.scan.CsvLayout;
import io.countersign.reconciliation.scan.RecordScanner;
import io.countersign.reconciliation.scan.RowParser;
import io.countersign.reconciliation.scan.ScanFault;
import io.countersign.reconciliation.scan.ScanProgress;
import io.countersign.reconciliation.scan.TextColumn;
import io.countersign.reconciliation.spill.PackedWriter;
import io.countersign.reconciliation.spill.PartitionedRecords;
import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one side from beginning to end: counts and sums every line, and packs it for the key pass. */
final class SideScan implements Workers.Part {
    private static final int CHUNK_BYTES = 256 * 1024;
    private static final byte SEPARATOR = 0x1F;
    /** Four columns of texts that grow threefold in UTF-8, their separators, and padding. */
    private static final int KEY_BYTES_MAX = 4 * (3 * RowParser.TEXT_BYTES_MAX + 1) + 8;

    private final SideSource source;
    private final Stores stores;
    private final List<TextColumn> keyColumns;
    private final RecordScanner scanner;
    private final RowParser parser;
    private final CurrencySums read = new CurrencySums();
    private final CurrencySums rejected = new CurrencySums();
    private final KeyRecords.Values values = new KeyRecords.Values();
    private final byte[] key = new byte[KEY_BYTES_MAX];
    private final PackedWriter reject = new PackedWriter();
    private final MessageDigest digest = Digests.sha256();
    private final int hashShift;
    private final String footerPrefix;
    private boolean footerSeen;
    private long lines;
    private long rejects;

    SideScan(SideSource source, Pass.@Nullable Key pass, Stores stores, ScanProgress progress) {
        this.source = source;
        this.stores = stores;
        this.keyColumns = pass == null ? List.of() : pass.columns().of(source.side());
        this.scanner = new RecordScanner(source.channel(), CsvLayout.shape(source.dialect()), CHUNK_BYTES, progress);
        this.parser = source.parser();
        this.hashShift = 64 - Integer.numberOfTrailingZeros(stores.keyed().partitions());
        this.footerPrefix = source.dialect().footerPrefix();
    }

    /** Lines read and rejected. */
    long lines() {
        return lines;
    }

    long rejects() {
        return rejects;
    }

    /** Every line whose amount is known, rejected or not. */
    CurrencySums read() {
        return read;
    }

    /** Rejected lines whose amount is known. */
    CurrencySums rejected() {
        return rejected;
    }

    @Override
    public void run() throws IOException {
        for (Reject earlier : source.rejects()) {
            lines++;
            write(new RejectRecord(
                    earlier.line(),
                    earlier.column(),
                    earlier.code(),
                    earlier.reason(),
                    earlier.rawDigest(),
                    false,
                    0,
                    0));
        }
        if (!source.layout().hasRecords()) {
            return;
        }
        scanner.seek(source.layout().dataOffset(), source.layout().dataLine());
        while (scanner.next()) {
            record();
        }
    }

    private void record() throws IOException {
        ScanFault fault = scanner.fault();
        if (fault == null && !footerPrefix.isEmpty() && isBehindData()) {
            return;
        }
        lines++;
        if (lines > Integer.MAX_VALUE - 8 || scanner.line() > Integer.MAX_VALUE - 8) {
            throw new OperationException(
                    "file_too_large", "file '" + source.file() + "' has more than 2 billion lines; split it");
        }
        if (fault != null) {
            reject(fault.code(), fault.reason(), fault.at(), false);
            return;
        }
        try {
            parser.parse(scanner);
        } catch (UnreadableTextException e) {
            int field = parser.faultField();
            int at = field < 0 || field >= scanner.fields() ? -1 : scanner.start(field);
            reject(e.code(), e.reason(), at, parser.amountKnown());
            return;
        }
        read.add(parser.currency(), parser.amount());
        pack();
    }

    private void pack() throws IOException {
        int length = 0;
        for (int i = 0; i < keyColumns.size(); i++) {
            if (i > 0) {
                key[length++] = SEPARATOR;
            }
            length = parser.copyText(scanner, keyColumns.get(i), key, length);
        }
        int line = (int) scanner.line();
        if (keyColumns.isEmpty() || length < keyColumns.size()) {
            // no key at all, or none is asked for
            Leftover.add(stores.leftover(), stores.ranges(), line, 0, scanner.offset());
            return;
        }
        values.amount = parser.amount();
        values.currency = parser.currency();
        values.day = parser.valueDay();
        long hash = KeyRecords.hash(key, 0, length, values.amount, values.currency);
        PartitionedRecords keyed = stores.keyed();
        int at = keyed.reserve(partition(hash), KeyRecords.HEADER_BYTES + length);
        KeyRecords.write(keyed.target(), at, line, scanner.offset(), values, key, length);
    }

    private int partition(long hash) {
        return hashShift == Long.SIZE ? 0 : (int) (hash >>> hashShift);
    }

    /** Whether the current record is the footer; a record behind it is rejected by the caller's caller. */
    private boolean isBehindData() throws IOException {
        if (footerSeen) {
            lines++;
            reject("after_footer", "stands behind the footer; remove it or correct footerPrefix", -1, false);
            return true;
        }
        String first = new String(
                scanner.bytes(),
                scanner.start(0),
                scanner.end(0) - scanner.start(0),
                scanner.isAscii()
                        ? StandardCharsets.ISO_8859_1
                        : source.dialect().charset());
        footerSeen = first.strip().startsWith(footerPrefix);
        return footerSeen;
    }

    private void reject(String code, String reason, int at, boolean amountKnown) throws IOException {
        int start = scanner.recordStart();
        digest.update(scanner.bytes(), start, scanner.recordEnd() - start);
        if (amountKnown) {
            read.add(parser.currency(), parser.amount());
            rejected.add(parser.currency(), parser.amount());
        }
        write(new RejectRecord(
                scanner.line() + linesBefore(start, at),
                at < 0 ? 0 : column(start, at),
                code,
                reason,
                HexFormat.of().formatHex(digest.digest()),
                amountKnown,
                amountKnown ? parser.amount() : 0,
                amountKnown ? parser.currency() : 0));
    }

    private int linesBefore(int start, int at) {
        int count = 0;
        for (int i = start; i < at; i++) {
            count += scanner.bytes()[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    /** In characters, from the beginning of the physical line. */
    private int column(int start, int at) {
        int lineStart = at;
        while (lineStart > start && scanner.bytes()[lineStart - 1] != '\n') {
            lineStart--;
        }
        String before = new String(
                scanner.bytes(), lineStart, at - lineStart, source.dialect().charset());
        return before.length() + 1;
    }

    private void write(RejectRecord record) throws IOException {
        rejects++;
        record.write(reject.start());
        LineRanges ranges = stores.ranges();
        int range = (int) Math.min(ranges.count() - 1L, ranges.ofLong(record.line()));
        reject.addTo(stores.rejects(), range);
    }

    /**
     * Where the lines of one side go.
     *
     * @param keyed packed for the key pass, by hash
     * @param leftover without a key, by range of lines
     * @param rejects by range of lines
     */
    record Stores(
            PartitionedRecords keyed, PartitionedRecords leftover, PartitionedRecords rejects, LineRanges ranges) {}
}
