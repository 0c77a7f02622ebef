package io.countersign.reconciliation.scan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import io.countersign.api.testkit.FakeInputFile;
import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.CsvField;
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

/**
 * What the scanner reads without a fault, commons-csv reads the same; what commons-csv refuses, the scanner finds at
 * fault. Stricter than commons-csv it may be: with control characters, lone carriage returns and quotes never closed.
 */
public final class ScannerAgainstCommonsCsvTest {
    private static final int INPUTS = 120_000;
    private static final String[] PARTS = {
        ",",
        ",",
        ";",
        "\n",
        "\n",
        "\r\n",
        "\"",
        "\"\"",
        "a",
        "bc",
        "1234.56",
        " ",
        "é",
        "東",
        "\t",
        "=",
        "x\"y",
        "\"q,q\"",
        "\"l\nl\"",
        "12345678",
        "1234567",
        ",,,",
        "\"\"\"\"",
        "\r",
        "\u0000"
    };
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(true).get();
    private static final CsvDialect DIALECT = CsvDialect.builder()
            .column(CsvField.AMOUNT, "amount")
            .currency("USD")
            .build();

    @Test
    public void readsWhatCommonsCsvReads() throws IOException {
        Random random = new Random(20261122);
        int compared = 0;
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            String text = i % 2 == 0 ? wellFormed(random) : mutated(random, wellFormed(random));
            List<List<String>> ours = new ArrayList<>();
            boolean fault = scan(text, 16 + random.nextInt(64), ours);
            if (fault) {
                assertTrue("well-formed but refused: " + shown(text), i % 2 == 1);
                refused++;
            } else {
                assertEquals(shown(text), commons(text), ours);
                compared++;
            }
        }
        assertTrue(compared + " compared, " + refused + " refused", compared > INPUTS / 2 && refused > INPUTS / 50);
    }

    @Test
    public void findsAtFaultWhatCommonsCsvRefuses() throws IOException {
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = mutated(random, wellFormed(random));
            try {
                commons(text);
            } catch (UncheckedIOException | IllegalStateException e) {
                assertTrue(shown(text), scan(text, 32, new ArrayList<>()));
                refused++;
            }
        }
        assertTrue("only " + refused + " inputs were refused", refused > 200);
    }

    @Test
    public void numbersLinesAndOffsetsSoThatEveryRecordCanBeReadAgain() throws IOException {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            String text = wellFormed(random);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            RecordScanner first = scanner(bytes, 32);
            RecordScanner again = scanner(bytes, 24);
            while (first.next()) {
                again.seek(first.offset(), first.line());
                assertTrue(again.next());
                assertEquals(values(first), values(again));
                String before = new String(bytes, 0, (int) first.offset(), StandardCharsets.UTF_8);
                assertEquals(1 + before.chars().filter(sign -> sign == '\n').count(), first.line());
            }
        }
    }

    private static boolean scan(String text, int chunkBytes, List<List<String>> records) throws IOException {
        RecordScanner scanner = scanner(text.getBytes(StandardCharsets.UTF_8), chunkBytes);
        boolean fault = false;
        while (scanner.next()) {
            fault |= scanner.fault() != null;
            records.add(values(scanner));
            if (records.size() > text.length()) {
                fail("more records than characters: " + shown(text));
            }
        }
        return fault;
    }

    private static List<String> values(RecordScanner scanner) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < scanner.fields(); i++) {
            values.add(FieldText.decode(scanner, i, DIALECT));
        }
        return values;
    }

    private static RecordScanner scanner(byte[] bytes, int chunkBytes) {
        return new RecordScanner(
                FakeInputFile.of("test.csv", "text/csv", bytes).openChannel(),
                CsvLayout.shape(DIALECT),
                chunkBytes,
                read -> {});
    }

    private static List<List<String>> commons(String text) throws IOException {
        List<List<String>> records = new ArrayList<>();
        try (CSVParser parser = FORMAT.parse(new StringReader(text))) {
            for (CSVRecord record : parser) {
                records.add(record.toList());
            }
        }
        return records;
    }

    private static String wellFormed(Random random) {
        StringBuilder text = new StringBuilder();
        int columns = 1 + random.nextInt(5);
        for (int line = 0; line < random.nextInt(6); line++) {
            for (int column = 0; column < columns; column++) {
                text.append(column == 0 ? "" : ",").append(value(random, columns == 1));
            }
            text.append(line % 3 == 2 ? "\r\n" : "\n");
            text.append(random.nextInt(12) == 0 ? "\n" : "");
        }
        if (random.nextBoolean() && text.length() > 0 && text.charAt(text.length() - 1) == '\n') {
            text.setLength(text.length() - (text.length() > 1 && text.charAt(text.length() - 2) == '\r' ? 2 : 1));
        }
        return text.toString();
    }

    private static String value(Random random, boolean filled) {
        return switch (random.nextInt(8)) {
            case 0 -> filled ? "e" : "";
            case 1 -> "\"with, comma\"";
            case 2 -> "\"say \"\"hi\"\"\"";
            case 3 -> "\"two\r\nlines\nor three\"";
            case 4 -> "Größe " + random.nextInt();
            case 5 -> "abcdefghijklmnop".substring(0, 1 + random.nextInt(16));
            case 6 -> filled ? "\"q\"" : "\"\"";
            default -> random.nextInt(1_000_000) + ".25";
        };
    }

    private static String mutated(Random random, String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = 0; i <= random.nextInt(4); i++) {
            int at = random.nextInt(mutated.length() + 1);
            if (random.nextInt(3) == 0 && at < mutated.length()) {
                mutated.deleteCharAt(at);
            } else {
                mutated.insert(at, PARTS[random.nextInt(PARTS.length)]);
            }
        }
        return mutated.toString();
    }

    private static String shown(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n").replace("\u0000", "\\0");
    }
}
