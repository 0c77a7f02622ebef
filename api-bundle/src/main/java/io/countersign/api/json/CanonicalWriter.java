package io.countersign.api.json;

import java.util.Map;
import java.util.TreeMap;

/** RFC 8785: no white space, members sorted by UTF-16 code units, numbers as ECMAScript prints them. */
final class CanonicalWriter {
    private final StringBuilder out = new StringBuilder();
    private final boolean safeIntegersOnly;

    private CanonicalWriter(boolean safeIntegersOnly) {
        this.safeIntegersOnly = safeIntegersOnly;
    }

    static String write(Json value, boolean safeIntegersOnly) {
        CanonicalWriter writer = new CanonicalWriter(safeIntegersOnly);
        writer.write(value);
        return writer.out.toString();
    }

    private void write(Json value) {
        if (value instanceof JsonObject object) {
            object(object);
        } else if (value instanceof JsonArray array) {
            array(array);
        } else if (value instanceof JsonString string) {
            JsonEscape.quote(out, string.asText());
        } else if (value instanceof JsonNumber number) {
            number(number);
        } else {
            out.append(value);
        }
    }

    private void object(JsonObject object) {
        out.append('{');
        String separator = "";
        // String.compareTo compares UTF-16 code units, the order of RFC 8785 §3.2.3
        for (Map.Entry<String, Json> member : new TreeMap<>(object.members()).entrySet()) {
            out.append(separator);
            JsonEscape.quote(out, member.getKey());
            out.append(':');
            write(member.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private void array(JsonArray array) {
        out.append('[');
        String separator = "";
        for (Json element : array) {
            out.append(separator);
            write(element);
            separator = ",";
        }
        out.append(']');
    }

    private void number(JsonNumber number) {
        if (number.isSafeInteger()) {
            out.append(number.asLong());
            return;
        }
        if (safeIntegersOnly) {
            throw new JsonNumberException(number);
        }
        out.append(EcmaScriptNumber.format(number.decimal().doubleValue()));
    }
}
