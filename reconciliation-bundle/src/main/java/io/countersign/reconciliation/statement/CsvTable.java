package io.countersign.reconciliation.statement;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes CSV by RFC 4180 in UTF-8; a cell that a spreadsheet would take for a formula is led by an apostrophe. */
public final class CsvTable implements Closeable {
    public static final String MEDIA_TYPE = "text/csv; charset=utf-8";

    private static final Pattern PLAIN_NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private final int columns;
    private final CSVPrinter printer;

    private CsvTable(int columns, CSVPrinter printer) {
        this.columns = columns;
        this.printer = printer;
    }

    /** Starts with the header. */
    public static CsvTable of(OutputStream output, List<String> header) throws IOException {
        CsvTable table = continuing(output, header);
        table.row(header);
        return table;
    }

    /** Goes on behind rows that stand there already. */
    public static CsvTable continuing(OutputStream output, List<String> header) throws IOException {
        return new CsvTable(
                header.size(),
                new CSVPrinter(new OutputStreamWriter(output, StandardCharsets.UTF_8), CSVFormat.RFC4180));
    }

    /** One row; it has as many cells as the header. */
    public void row(List<String> cells) throws IOException {
        if (cells.size() != columns) {
            throw new IllegalStateException("a row has " + cells.size() + " cells, the header has " + columns);
        }
        List<String> harmless = new ArrayList<>(columns);
        cells.forEach(cell -> harmless.add(harmless(cell)));
        printer.printRecord(harmless);
    }

    /** Hands everything to the stream and leaves it open. */
    public void flush() throws IOException {
        printer.flush();
    }

    @Override
    public void close() throws IOException {
        printer.close(true);
    }

    /** The cell as it is written: plain numbers stay, what looks like a formula is led by an apostrophe. */
    public static String harmless(String cell) {
        boolean risky = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0;
        return risky && !PLAIN_NUMBER.matcher(cell).matches() ? "'" + cell : cell;
    }
}
