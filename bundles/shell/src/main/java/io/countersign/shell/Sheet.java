package io.countersign.shell;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonNull;
import io.countersign.api.json.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One thing with its fields and lists, printed for people or as one JSON object. */
final class Sheet {
    private static final String INDENT = "  ";

    private final JsonObject.Builder json = Json.object();
    private final List<Field> fields = new ArrayList<>();
    private final List<Consumer<PrintStream>> lists = new ArrayList<>();

    private record Field(String label, String text) {}

    /** A field; one without a value is left out. */
    Sheet field(String key, String label, Cell value) {
        if (!(value.json() instanceof JsonNull)) {
            json.put(key, value.json());
            fields.add(new Field(label, value.text()));
        }
        return this;
    }

    /** A member that people do not read. */
    Sheet jsonOnly(String key, Json value) {
        json.put(key, value);
        return this;
    }

    /** A list under a title; people see nothing of an empty one. */
    <T> Sheet list(String key, String title, Table<T> table, List<T> rows) {
        json.put(key, table.toJson(rows));
        if (!rows.isEmpty()) {
            lists.add(out -> {
                out.println();
                out.println(title);
                table.print(rows, INDENT, out);
            });
        }
        return this;
    }

    JsonObject toJson() {
        return json.build();
    }

    void print(PrintStream out) {
        int width =
                fields.stream().mapToInt(field -> field.label().length()).max().orElse(0);
        for (Field field : fields) {
            out.println(
                    field.label() + " ".repeat(width - field.label().length()) + INDENT + Visible.line(field.text()));
        }
        lists.forEach(list -> list.accept(out));
    }
}
