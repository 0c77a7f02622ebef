package io.countersign.stripe.payout;

import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the list of currencies from a CSV file, {@code currency[,amount][,source_type][,destination][,keep_minimum]}.
 * Anything it does not fully understand stops everything: a list read half is a payout made wrong.
 */
final class CurrencyFile {
    static final long SIZE_BYTES_MAX = 256 * 1024;
    static final int LINES_MAX = 1_000;

    private static final Set<String> COLUMNS =
            Set.of("currency", "amount", "source_type", "destination", "keep_minimum");

    private final String fileName;
    private final Map<String, Integer> columnIndex = new LinkedHashMap<>();
    private final List<CurrencyLine> lines = new ArrayList<>();
    private final List<Long> lineNumbers = new ArrayList<>();

    private CurrencyFile(String fileName) {
        this.fileName = fileName;
    }

    /**
     * Reads the whole file.
     *
     * @throws OperationException {@code csv_invalid}, naming file, line and column of the first fault
     */
    static List<CurrencyLine> read(InputFile file) throws IOException {
        try (InputStream content = file.open()) {
            byte[] bytes = content.readNBytes(Math.toIntExact(SIZE_BYTES_MAX + 1));
            if (bytes.length > SIZE_BYTES_MAX) {
                throw CsvText.fault(
                        file.name(), "line 1", "is larger than " + SIZE_BYTES_MAX + " bytes; split the file");
            }
            return read(file.name(), bytes);
        }
    }

    static List<CurrencyLine> read(String fileName, byte[] content) throws IOException {
        String text = CsvText.of(fileName, content);
        CSVFormat format =
                CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            return new CurrencyFile(fileName).readAll(parser);
        }
    }

    private List<CurrencyLine> readAll(CSVParser parser) {
        for (CSVRecord csvRecord : parser) {
            // No field may hold a line break (CsvText), so records and lines are the same thing.
            if (columnIndex.isEmpty()) {
                readHeader(csvRecord);
            } else {
                add(readLine(csvRecord), csvRecord.getRecordNumber());
            }
        }
        if (lines.isEmpty()) {
            throw fault(columnIndex.isEmpty() ? 1 : 2, 1, "currency", "no currency is given; add a line such as aed");
        }
        return List.copyOf(lines);
    }

    private void readHeader(CSVRecord header) {
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (!COLUMNS.contains(name)) {
                throw fault(
                        1,
                        i + 1,
                        name,
                        "unknown column; known are currency, amount, source_type, destination and"
                                + " keep_minimum, separated by commas");
            }
            if (columnIndex.put(name, i) != null) {
                throw fault(1, i + 1, name, "the column appears twice; give it once");
            }
        }
        if (!columnIndex.containsKey("currency")) {
            throw fault(1, 1, header.get(0), "the column currency is missing; add it");
        }
    }

    private CurrencyLine readLine(CSVRecord values) {
        long line = values.getRecordNumber();
        if (values.size() != columnIndex.size()) {
            throw fault(
                    line,
                    Math.min(values.size(), columnIndex.size()) + (values.size() > columnIndex.size() ? 1 : 0),
                    "",
                    "the line has " + values.size() + " fields, the header has " + columnIndex.size()
                            + "; give every line one value for each column and no empty lines");
        }
        String code = required(values, "currency");
        StripeCurrency currency = StripeCurrencies.find(code.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> fault(
                        line, column("currency"), "currency", "'" + code + "' is not a currency Stripe pays out"));
        return new CurrencyLine(
                currency,
                oneOf(values, "source_type", SourceBalance.SOURCE_TYPES),
                amount(values, "amount", currency),
                destination(values),
                amount(values, "keep_minimum", currency));
    }

    private void add(CurrencyLine line, long lineNumber) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).overlaps(line)) {
                throw fault(
                        lineNumber,
                        column("currency"),
                        "currency",
                        "'" + line.currency().code() + "' with this source type is already asked for on line "
                                + lineNumbers.get(i) + "; ask for it once");
            }
        }
        if (lines.size() == LINES_MAX) {
            throw fault(lineNumber, 1, "currency", "more than " + LINES_MAX + " lines; split the file");
        }
        lines.add(line);
        lineNumbers.add(lineNumber);
    }

    private @Nullable StripeAmount amount(CSVRecord values, String column, StripeCurrency currency) {
        String text = value(values, column);
        if (text == null) {
            return null;
        }
        try {
            return column.equals("amount") ? currency.parsePayable(text) : currency.parse(text);
        } catch (IllegalArgumentException e) {
            throw fault(values.getRecordNumber(), column(column), column, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String destination(CSVRecord values) {
        String id = value(values, "destination");
        if (id != null && !id.matches(PayoutForm.DESTINATION_ID_PATTERN)) {
            throw fault(
                    values.getRecordNumber(),
                    column("destination"),
                    "destination",
                    "'" + id + "' is not the id of a bank account; write ba_… or leave it empty");
        }
        return id;
    }

    private @Nullable String oneOf(CSVRecord values, String column, List<String> allowed) {
        String text = value(values, column);
        if (text != null && !allowed.contains(text)) {
            throw fault(
                    values.getRecordNumber(),
                    column(column),
                    column,
                    "'" + text + "' is unknown; use one of " + allowed + " or leave it empty");
        }
        return text;
    }

    private String required(CSVRecord values, String column) {
        String text = value(values, column);
        if (text == null) {
            throw fault(values.getRecordNumber(), column(column), column, "is empty; give a value");
        }
        return text;
    }

    private @Nullable String value(CSVRecord values, String column) {
        Integer index = columnIndex.get(column);
        if (index == null || values.get(index).isEmpty()) {
            return null;
        }
        String text = values.get(index);
        if (!text.equals(text.strip())) {
            throw fault(
                    values.getRecordNumber(), index + 1, column, "'" + text + "' has spaces around it; remove them");
        }
        return text;
    }

    private int column(String name) {
        Integer index = columnIndex.get(name);
        return index == null ? 1 : index + 1;
    }

    private OperationException fault(long line, int column, String columnName, String what) {
        String named = columnName.isEmpty() ? "" : " (" + columnName + ")";
        return CsvText.fault(fileName, "line " + line + ", column " + column + named, what);
    }
}
