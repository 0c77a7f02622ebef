package io.countersign.stripe.simulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object (RFC 8259): an admin call's body or a line of the ledger. */
final class JsonReader {
    private static final int DEPTH_MAX = 32;

    private final String text;
    private int position;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the text is not exactly one JSON object; says at which character */
    static JsonObject read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.skipSpace();
        if (reader.position < text.length()) throw reader.unexpected("the end");
        if (value instanceof JsonObject object) return object;
        throw new IllegalArgumentException("JSON is not an object; send {...}");
    }

    private @Nullable Object value() {
        skipSpace();
        char c = peek();
        if (c == '{') return object();
        if (c == '[') return array();
        if (c == '"') return string();
        if (c == '-' || (c >= '0' && c <= '9')) return number();
        if (literal("true")) return true;
        if (literal("false")) return false;
        if (literal("null")) return null;
        throw unexpected("a value");
    }

    private JsonObject object() {
        enter('{');
        JsonObject object = new JsonObject();
        skipSpace();
        while (peek() != '}') {
            skipSpace();
            String name = string();
            skipSpace();
            expect(':');
            object.with(name, value());
            if (!another('}')) break;
        }
        leave('}');
        return object;
    }

    private List<@Nullable Object> array() {
        enter('[');
        List<@Nullable Object> list = new ArrayList<>();
        skipSpace();
        while (peek() != ']') {
            list.add(value());
            if (!another(']')) break;
        }
        leave(']');
        return list;
    }

    private boolean another(char end) {
        skipSpace();
        if (peek() == end) return false;
        expect(',');
        skipSpace();
        if (peek() == end) throw unexpected("a value after ','");
        return true;
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(position++);
            if (c < 0x20) throw unexpected("an escaped control character");
            out.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return out.toString();
    }

    private char escaped() {
        char c = peek();
        position++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw unexpected("an escape");
        };
    }

    private char unicode() {
        if (position + 4 > text.length()) throw unexpected("four hexadecimal digits");
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(text.charAt(position++), 16);
            if (digit < 0) throw unexpected("a hexadecimal digit");
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Number number() {
        int start = position;
        while (position < text.length() && "+-0123456789.eE".indexOf(text.charAt(position)) >= 0) position++;
        String digits = text.substring(start, position);
        try {
            return digits.matches("-?[0-9]+") ? (Number) Long.valueOf(digits) : new BigDecimal(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("JSON number '" + digits + "' at character " + start + " is invalid", e);
        }
    }

    private boolean literal(String word) {
        if (!text.startsWith(word, position)) return false;
        position += word.length();
        return true;
    }

    private void enter(char c) {
        if (++depth > DEPTH_MAX) throw new IllegalArgumentException("JSON is nested deeper than " + DEPTH_MAX);
        expect(c);
    }

    private void leave(char c) {
        depth--;
        expect(c);
    }

    private void expect(char c) {
        if (peek() != c) throw unexpected("'" + c + "'");
        position++;
    }

    private char peek() {
        if (position >= text.length()) throw unexpected("more");
        return text.charAt(position);
    }

    private void skipSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) position++;
    }

    private IllegalArgumentException unexpected(String wanted) {
        return new IllegalArgumentException("JSON is invalid at character " + position + ": expected " + wanted);
    }
}
