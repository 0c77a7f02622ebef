package io.countersign.api.json;

/** Writes JSON for transport and for people; numbers stay exactly as they are. */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder();
    private final boolean indented;
    private int depth;

    private JsonWriter(boolean indented) {
        this.indented = indented;
    }

    static String compact(Json value) {
        return new JsonWriter(false).write(value).out.toString();
    }

    static String pretty(Json value) {
        return new JsonWriter(true).write(value).out.append('\n').toString();
    }

    private JsonWriter write(Json value) {
        if (value instanceof JsonObject object) {
            object(object);
        } else if (value instanceof JsonArray array) {
            array(array);
        } else if (value instanceof JsonString string) {
            JsonEscape.quote(out, string.asText());
        } else if (value instanceof JsonNumber number) {
            out.append(number.decimal());
        } else {
            out.append(value);
        }
        return this;
    }

    private void object(JsonObject object) {
        if (object.members().isEmpty()) {
            out.append("{}");
            return;
        }
        open('{');
        boolean first = true;
        for (var member : object.members().entrySet()) {
            separate(first);
            first = false;
            JsonEscape.quote(out, member.getKey());
            out.append(indented ? ": " : ":");
            write(member.getValue());
        }
        close('}');
    }

    private void array(JsonArray array) {
        if (array.size() == 0) {
            out.append("[]");
            return;
        }
        open('[');
        boolean first = true;
        for (Json element : array) {
            separate(first);
            first = false;
            write(element);
        }
        close(']');
    }

    private void open(char bracket) {
        out.append(bracket);
        depth++;
    }

    private void close(char bracket) {
        depth--;
        newLine();
        out.append(bracket);
    }

    private void separate(boolean first) {
        if (!first) {
            out.append(',');
        }
        newLine();
    }

    private void newLine() {
        if (indented) {
            out.append('\n').append("  ".repeat(depth));
        }
    }
}
