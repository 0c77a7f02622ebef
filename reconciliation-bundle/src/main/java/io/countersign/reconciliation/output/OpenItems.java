package io.countersign.reconciliation.output;

import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The breaks of the previous run: when each was seen first, and which of them are seen again. */
public final class OpenItems {
    /** More open items than this are no list that anybody works through. */
    public static final int ITEMS_MAX = 1_000_000;

    private static final String IDENTITY = "break";
    private static final String FIRST_SEEN = "first_seen";

    private final Map<String, Integer> indexes = new HashMap<>();
    private LocalDate[] firstSeen = new LocalDate[1_024];
    private final BitSet seenAgain = new BitSet();

    private OpenItems() {}

    /** Those of a first run. */
    public static OpenItems none() {
        return new OpenItems();
    }

    /**
     * Reads the breaks.csv of an earlier run.
     *
     * @throws OperationException {@code open_items_refused}, naming file and line, when it is none or has too many
     */
    public static OpenItems read(InputFile file) throws IOException {
        OpenItems items = new OpenItems();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader text = new InputStreamReader(file.open(), StandardCharsets.UTF_8);
                CSVParser records = CSVParser.parse(text, format)) {
            if (!records.getHeaderMap().containsKey(IDENTITY)
                    || !records.getHeaderMap().containsKey(FIRST_SEEN)) {
                throw refused(file, 1, "has no columns 'break' and 'first_seen'; give the breaks.csv of a run");
            }
            for (CSVRecord record : records) {
                items.add(file, records.getCurrentLineNumber(), record);
            }
        } catch (java.io.UncheckedIOException | IllegalStateException e) {
            throw new OperationException(
                    "open_items_refused", "file '" + file.name() + "' is no CSV: " + e.getMessage(), e);
        }
        return items;
    }

    /** The day on which a break was first seen, and notes that it is there again; empty for a new one. */
    public synchronized Optional<LocalDate> seen(String identity) {
        Integer index = indexes.get(identity);
        if (index == null) {
            return Optional.empty();
        }
        seenAgain.set(index);
        return Optional.of(firstSeen[index]);
    }

    public int previous() {
        return indexes.size();
    }

    /** How many of the previous ones were seen again. */
    public synchronized int carried() {
        return seenAgain.cardinality();
    }

    private void add(InputFile file, long line, CSVRecord record) {
        int index = indexes.size();
        if (index == ITEMS_MAX) {
            throw refused(file, line, "has more than " + ITEMS_MAX + " open items");
        }
        if (!record.isSet(IDENTITY) || !record.isSet(FIRST_SEEN)) {
            throw refused(file, line, "is cut off");
        }
        LocalDate day;
        try {
            day = LocalDate.parse(record.get(FIRST_SEEN));
        } catch (DateTimeException e) {
            throw refused(file, line, "has '" + record.get(FIRST_SEEN) + "' as first_seen, which is no date");
        }
        if (indexes.putIfAbsent(record.get(IDENTITY), index) == null) {
            if (index == firstSeen.length) {
                firstSeen = java.util.Arrays.copyOf(firstSeen, 2 * index);
            }
            firstSeen[index] = day;
        }
    }

    private static OperationException refused(InputFile file, long line, String what) {
        return new OperationException(
                "open_items_refused",
                "file '" + file.name() + "', line " + line + ": " + what + "; nothing was matched");
    }
}
