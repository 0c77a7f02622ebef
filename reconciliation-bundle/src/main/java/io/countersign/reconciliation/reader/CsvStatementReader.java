package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.StatementReader;
import io.countersign.reconciliation.statement.StatementSink;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CSV: a header, then a record for each movement, then perhaps a footer. */
final class CsvStatementReader implements StatementReader {
    private final CsvDialect dialect;
    private final CsvValues values;

    CsvStatementReader(CsvDialect dialect) {
        this.dialect = dialect;
        this.values = new CsvValues(dialect);
    }

    @Override
    public void read(String file, InputStream bytes, StatementSink sink, Runnable cancellation) throws IOException {
        new Reading(new CsvRecordCutter(dialect, bytes, cancellation), new Findings(file, sink, cancellation)).run();
    }

    /** The reading of one file. */
    private final class Reading {
        private final CsvRecordCutter records;
        private final Findings findings;
        private boolean footerSeen;

        Reading(CsvRecordCutter records, Findings findings) {
            this.records = records;
            this.findings = findings;
        }

        void run() throws IOException {
            CsvLineMapping mapping = header();
            if (mapping == null) {
                return;
            }
            for (CsvRecordText record = records.next(); record != null; record = records.next()) {
                if (!record.isEmptyLine()) {
                    read(record, mapping);
                }
            }
        }

        private @Nullable CsvLineMapping header() throws IOException {
            for (int i = 0; i < dialect.preambleLines(); i++) {
                records.nextLine();
            }
            CsvRecordText record = records.next();
            while (record != null && record.isEmptyLine()) {
                record = records.next();
            }
            if (record == null) {
                findings.rejectRest(1, 0, "empty_file", "the file has no header; it is empty or cut off");
                return null;
            }
            long line = record.firstLine().number();
            if (record.isFaulty()) {
                findings.rejectRest(line, record.faultColumn(), "header", record.faultReason());
                return null;
            }
            try {
                return new CsvLineMapping(dialect, CsvColumns.of(dialect, values.of(record)));
            } catch (UnreadableTextException e) {
                findings.rejectRest(line, 1, e.code(), e.reason());
                return null;
            }
        }

        private void read(CsvRecordText record, CsvLineMapping mapping) throws IOException {
            long number = record.firstLine().number();
            String digest = record.rawDigest();
            if (record.isFaulty()) {
                findings.reject(number, record.faultColumn(), record.faultCode(), record.faultReason(), digest);
                return;
            }
            try {
                List<String> found = values.of(record);
                if (footerSeen) {
                    findings.reject(number, 0, "after_footer", "the record stands behind the footer", digest);
                } else if (isFooter(found)) {
                    footerSeen = true;
                } else {
                    findings.line(mapping.line(number, found, digest));
                }
            } catch (UnreadableTextException e) {
                findings.reject(number, 0, e, digest);
            } catch (CsvLineFault e) {
                Place place = Place.of(number, record.bytes(), record.fieldOffsets(), e.valueIndex(), dialect);
                findings.reject(place.line, place.column, e.fault(), digest);
            }
        }

        private boolean isFooter(List<String> found) {
            return !dialect.footerPrefix().isEmpty() && found.get(0).startsWith(dialect.footerPrefix());
        }
    }

    /** Where a value starts, as a person counts. */
    private record Place(long line, int column) {

        static Place of(long firstLine, byte[] record, List<Integer> offsets, int valueIndex, CsvDialect dialect) {
            int index = Math.max(0, Math.min(valueIndex, offsets.size() - 1));
            String before = new String(record, 0, offsets.get(index), dialect.charset());
            String normal = before.replace("\r\n", "\n").replace('\r', '\n');
            long breaks = normal.chars().filter(character -> character == '\n').count();
            return new Place(firstLine + breaks, normal.length() - normal.lastIndexOf('\n'));
        }
    }
}
