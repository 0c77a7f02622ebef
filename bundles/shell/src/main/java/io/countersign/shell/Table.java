package io.countersign.shell;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonNull;
import io.countersign.api.json.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Rows of the same kind, printed in columns or as a JSON array; a column is defined once for both.
 *
 * @param <T> what a row shows
 */
final class Table<T> {
    private static final String GAP = "  ";

    private final List<Column<T>> columns = new ArrayList<>();

    private record Column<T>(String key, String header, Function<T, Cell> value) {}

    /** @param key the member's name in JSON; in capitals it is the header */
    Table<T> column(String key, Function<T, Cell> value) {
        return column(key, key.toUpperCase(Locale.ROOT), value);
    }

    /** @param header what people read above the column; empty for JSON only */
    Table<T> column(String key, String header, Function<T, Cell> value) {
        columns.add(new Column<>(key, header, value));
        return this;
    }

    Json toJson(List<T> rows) {
        List<JsonObject> objects = new ArrayList<>();
        for (T row : rows) {
            JsonObject.Builder json = Json.object();
            for (Column<T> column : columns) {
                Json value = column.value().apply(row).json();
                if (!(value instanceof JsonNull)) {
                    json.put(column.key(), value);
                }
            }
            objects.add(json.build());
        }
        return Json.array(objects);
    }

    /** @param indent what every line begins with */
    void print(List<T> rows, String indent, PrintStream out) {
        List<Column<T>> shown =
                columns.stream().filter(column -> !column.header().isEmpty()).toList();
        List<List<Cell>> cells = rows.stream()
                .map(row -> shown.stream()
                        .map(column -> visible(column.value().apply(row)))
                        .toList())
                .toList();
        List<Cell> header = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            int column = i;
            String text = shown.get(i).header();
            boolean numbers = cells.stream().anyMatch(row -> row.get(column).isNumber());
            header.add(new Cell(text, Json.nullValue(), numbers));
            widths.add(cells.stream()
                    .mapToInt(row -> length(row.get(column).text()))
                    .reduce(length(text), Math::max));
        }
        out.println(indent + line(header, widths));
        cells.forEach(row -> out.println(indent + line(row, widths)));
    }

    private static Cell visible(Cell cell) {
        return new Cell(Visible.line(cell.text()), cell.json(), cell.isNumber());
    }

    private static String line(List<Cell> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            String padding = " ".repeat(widths.get(i) - length(cell.text()));
            line.append(cell.isNumber() ? padding + cell.text() : cell.text() + padding)
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
