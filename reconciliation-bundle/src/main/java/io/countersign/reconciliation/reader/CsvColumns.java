package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.CsvField;
import io.countersign.reconciliation.statement.ShownText;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where the columns of a dialect stand in one file. */
final class CsvColumns {
    private final Map<CsvField, List<Integer>> indexes = new EnumMap<>(CsvField.class);
    private final int count;

    private CsvColumns(int count) {
        this.count = count;
    }

    /**
     * Finds the dialect's columns; further ones may stand anywhere.
     *
     * @throws UnreadableTextException {@code header} when one is missing or stands there twice
     */
    static CsvColumns of(CsvDialect dialect, List<String> header) throws UnreadableTextException {
        CsvColumns columns = new CsvColumns(header.size());
        for (Map.Entry<CsvField, List<String>> entry : dialect.columns().entrySet()) {
            List<Integer> found = new ArrayList<>();
            for (String name : entry.getValue()) {
                found.add(index(header, name));
            }
            columns.indexes.put(entry.getKey(), found);
        }
        return columns;
    }

    /** Number of values every record must have. */
    int count() {
        return count;
    }

    /** Index of the column, from 0; -1 when the dialect has none for this field. */
    int index(CsvField field) {
        List<Integer> found = indexes.get(field);
        return found == null ? -1 : found.get(0);
    }

    /** Indexes of all columns that feed the field. */
    List<Integer> indexes(CsvField field) {
        return indexes.getOrDefault(field, List.of());
    }

    private static int index(List<String> header, String name) throws UnreadableTextException {
        int found = -1;
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).strip().equals(name)) {
                if (found >= 0) {
                    throw new UnreadableTextException(
                            "header", "column " + ShownText.of(name) + " stands there twice; keep one");
                }
                found = i;
            }
        }
        if (found < 0) {
            throw new UnreadableTextException(
                    "header",
                    "column " + ShownText.of(name) + " is missing; the header has " + shown(header)
                            + "; check the file, the delimiter and the column names");
        }
        return found;
    }

    private static String shown(List<String> header) {
        List<String> first = header.stream().limit(20).map(ShownText::of).toList();
        return first + (header.size() > first.size() ? " and " + (header.size() - first.size()) + " more" : "");
    }
}
