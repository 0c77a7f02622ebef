package io.countersign.reconciliation.reader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.Test;

/** The cutter of records and the taker of values against commons-csv. */
public class CsvValuesTest {
    private static final int FILES = Integer.getInteger("fuzz.rounds", 8_000);
    private static final String[] PIECES = {
        "a", "é", ",", ",", "\"", "\"", "\"\"", "\n", "\r\n", " ", "x\"", "\",\"", ",\""
    };
    private static final CSVFormat COMMONS =
            CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(true).get();

    @Test
    public void agreesWithCommonsCsvWhereverThatReadsTheFile() throws Exception {
        Random random = new Random(20261122);
        int compared = 0;
        for (int i = 0; i < FILES; i++) {
            String file = file(random);
            List<List<String>> expected = commons(file);
            if (!expected.isEmpty()) {
                assertEquals("file " + i + ": " + file, expected, ours(file));
                compared++;
            }
        }
        assertTrue("only " + compared + " files were read by both", compared > FILES / 4);
    }

    private static String file(Random random) {
        StringBuilder file = new StringBuilder();
        int length = 1 + random.nextInt(14);
        for (int i = 0; i < length; i++) {
            file.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return file.toString();
    }

    /** Empty when commons-csv does not read it, or reads what we refuse: spaces between a quote and a delimiter. */
    private static List<List<String>> commons(String file) {
        if (file.matches("(?s).*\" +(,|\\r|\\n|\").*|.*\" +")) {
            return List.of();
        }
        try (CSVParser parser = CSVParser.parse(new StringReader(file), COMMONS)) {
            List<List<String>> records = new ArrayList<>();
            for (CSVRecord one : parser) {
                records.add(one.toList());
            }
            return records;
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static List<List<String>> ours(String file) throws IOException, UnreadableTextException {
        CsvDialect dialect = CsvStatementReaderTest.plain();
        CsvRecordCutter cutter =
                new CsvRecordCutter(dialect, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), () -> {});
        CsvValues values = new CsvValues(dialect);
        List<List<String>> records = new ArrayList<>();
        for (CsvRecordText one = cutter.next(); one != null; one = cutter.next()) {
            if (!one.isEmptyLine()) {
                records.add(one.isFaulty() ? List.of(one.faultReason()) : values.of(one));
            }
        }
        return records;
    }
}
