package io.countersign.reconciliation.match;

import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.CsvField;
import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.StatedBalance;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.StatementReader;
import io.countersign.reconciliation.statement.StatementSink;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** Turns a statement of a bank into CSV of one dialect, a line each, and remembers where each line came from. */
final class StatementConversion implements StatementSink {
    /** The dialect that is written. */
    static final CsvDialect DIALECT = CsvDialect.builder()
            .amountsInMinorUnits()
            .column(CsvField.ACCOUNT, "account")
            .column(CsvField.ID, "id")
            .column(CsvField.REFERENCE, "reference", "reference_2", "reference_3")
            .column(CsvField.VALUE_DATE, "value_date")
            .column(CsvField.BOOKING_DATE, "booking_date")
            .column(CsvField.AMOUNT, "amount")
            .column(CsvField.CURRENCY, "currency")
            .column(CsvField.COUNTERPARTY, "counterparty")
            .column(CsvField.DESCRIPTION, "description")
            .column(CsvField.GROUP_KEY, "group_key")
            .column(CsvField.FEE, "fee")
            .build();

    private static final CSVFormat CSV =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
    private static final int REFERENCES = 3;
    private static final int LINES_MAX = 5_000_000;
    private static final int REJECTS_MAX = 100_000;

    private final String file;
    private final CSVPrinter csv;
    private final List<Reject> rejects = new ArrayList<>();
    private final List<StatedBalance> balances = new ArrayList<>();
    private int[] sourceLines = new int[1_024];
    private int lines;

    private StatementConversion(String file, CSVPrinter csv) {
        this.file = file;
        this.csv = csv;
    }

    /**
     * Converts a whole file.
     *
     * @throws OperationException {@code file_refused} when it cannot be read to its end, or has too many lines
     */
    static StatementConversion convert(InputFile input, StatementReader reader, Path to, Runnable cancellation)
            throws IOException {
        try (BufferedWriter text = Files.newBufferedWriter(to, StandardCharsets.UTF_8);
                CSVPrinter printer = new CSVPrinter(text, CSV);
                InputStream content = input.open()) {
            StatementConversion conversion = new StatementConversion(input.name(), printer);
            printer.printRecord(DIALECT.columns().values().stream()
                    .flatMap(List::stream)
                    .sorted()
                    .toList());
            reader.read(input.name(), content, conversion, cancellation);
            return conversion;
        }
    }

    int[] sourceLines() {
        return Arrays.copyOf(sourceLines, lines);
    }

    List<Reject> rejects() {
        return rejects;
    }

    List<StatedBalance> balances() {
        return balances;
    }

    @Override
    public void line(StatementLine line) throws IOException {
        if (lines == LINES_MAX) {
            throw refused("has more than " + LINES_MAX + " lines; split it");
        }
        if (lines == sourceLines.length) {
            sourceLines = Arrays.copyOf(sourceLines, 2 * lines);
        }
        sourceLines[lines++] = (int) Math.min(Integer.MAX_VALUE, line.line());
        Long fee = line.feeMinorUnits();
        // in the order of the sorted names of the columns
        csv.printRecord(
                oneLine(line.account()),
                line.amountMinorUnits(),
                date(line.bookingDate()),
                oneLine(line.counterparty()),
                line.currency(),
                oneLine(line.description()),
                fee == null ? "" : fee,
                oneLine(line.groupKey()),
                oneLine(line.id()),
                reference(line, 0),
                reference(line, 1),
                reference(line, REFERENCES - 1),
                date(line.valueDate()));
    }

    @Override
    public void reject(Reject reject) {
        if (reject.restUnread()) {
            throw refused("cannot be read behind line " + reject.line() + ": " + reject.reason());
        }
        if (rejects.size() == REJECTS_MAX) {
            throw refused("has more than " + REJECTS_MAX + " lines that cannot be read; is it of this format?");
        }
        rejects.add(reject);
    }

    @Override
    public void balance(StatedBalance balance) {
        balances.add(balance);
    }

    private OperationException refused(String what) {
        return new OperationException("file_refused", "file '" + file + "' " + what + "; nothing was matched");
    }

    private static String reference(StatementLine line, int index) {
        return index < line.references().size() ? oneLine(line.references().get(index)) : "";
    }

    private static String date(@Nullable LocalDate date) {
        return date == null ? "" : date.toString();
    }

    /** Ends of lines and other control characters become spaces, so that every line of the CSV is a line. */
    private static String oneLine(String text) {
        StringBuilder plain = new StringBuilder(text);
        for (int i = 0; i < plain.length(); i++) {
            if (Character.isISOControl(plain.charAt(i))) {
                plain.setCharAt(i, ' ');
            }
        }
        return plain.toString();
    }
}
