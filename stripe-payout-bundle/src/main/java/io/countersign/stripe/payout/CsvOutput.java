package io.countersign.stripe.payout;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes CSV by RFC 4180 in UTF-8, with cells that a spreadsheet would execute made harmless. */
final class CsvOutput {
    static final String MEDIA_TYPE = "text/csv; charset=utf-8";

    private CsvOutput() {}

    /** Writes header and rows and closes the stream; every row has as many cells as the header. */
    static void write(OutputStream output, List<String> header, List<List<String>> rows) throws IOException {
        try (Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
                CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180)) {
            printer.printRecord(header);
            for (List<String> row : rows) {
                if (row.size() != header.size()) {
                    throw new IllegalStateException(
                            "a row has " + row.size() + " cells, the header has " + header.size());
                }
                printer.printRecord(harmless(row));
            }
        }
    }

    private static List<String> harmless(List<String> cells) {
        List<String> harmless = new ArrayList<>();
        cells.forEach(cell -> harmless.add(harmless(cell)));
        return harmless;
    }

    /** The cell, led by an apostrophe when a spreadsheet would take it for a formula; plain numbers stay as they are. */
    static String harmless(String cell) {
        boolean risky = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0;
        return risky && !cell.matches("-?\\d+(\\.\\d+)?") ? "'" + cell : cell;
    }
}
