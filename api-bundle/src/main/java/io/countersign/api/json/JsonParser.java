package io.countersign.api.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Recursive descent over RFC 8259; refuses what two readers could understand differently. */
final class JsonParser {
    private static final int DEPTH_MAX = 100;
    private static final int EXPONENT_DIGITS_MAX = 8;
    private static final int NUMBER_LENGTH_MAX = 1000;

    private final String text;
    private int at;
    private int depth;

    JsonParser(String text) {
        this.text = text;
    }

    static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonParseException("the bytes are not UTF-8", 1, 1);
        }
    }

    Json parseDocument() {
        skipSpace();
        Json value = value();
        skipSpace();
        if (at < text.length()) {
            throw fault("unexpected " + here() + " after the value");
        }
        return value;
    }

    private Json value() {
        if (at >= text.length()) {
            throw fault("the text ends where a value is needed");
        }
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> Json.of(string());
            case 't' -> literal("true", Json.of(true));
            case 'f' -> literal("false", Json.of(false));
            case 'n' -> literal("null", Json.nullValue());
            default -> number();
        };
    }

    private Json object() {
        enter();
        LinkedHashMap<String, Json> members = new LinkedHashMap<>();
        skipSpace();
        if (!skipIf('}')) {
            do {
                skipSpace();
                int start = at;
                String name = string();
                if (members.containsKey(name)) {
                    at = start;
                    throw fault("duplicate member '" + name + "'");
                }
                skipSpace();
                require(':');
                skipSpace();
                members.put(name, value());
                skipSpace();
            } while (skipIf(','));
            require('}');
        }
        depth--;
        JsonObject.Builder builder = Json.object();
        members.forEach(builder::put);
        return builder.build();
    }

    private Json array() {
        enter();
        List<Json> elements = new ArrayList<>();
        skipSpace();
        if (!skipIf(']')) {
            do {
                skipSpace();
                elements.add(value());
                skipSpace();
            } while (skipIf(','));
            require(']');
        }
        depth--;
        return Json.array(elements);
    }

    private void enter() {
        if (++depth > DEPTH_MAX) {
            throw fault("more than " + DEPTH_MAX + " levels deep");
        }
        at++;
    }

    private String string() {
        int start = at;
        require('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                at = start;
                throw fault("the string is not closed");
            }
            char unit = text.charAt(at);
            if (unit < 0x20) {
                throw fault("a control character must be escaped in a string");
            }
            at++;
            if (unit == '"') {
                break;
            }
            value.append(unit == '\\' ? escaped() : unit);
        }
        String string = value.toString();
        if (UnicodeText.firstLoneSurrogate(string) >= 0) {
            at = start;
            throw fault("the string holds a lone surrogate");
        }
        return string;
    }

    private char escaped() {
        if (at >= text.length()) {
            throw fault("the string is not closed");
        }
        char escape = text.charAt(at++);
        return switch (escape) {
            case '"', '\\', '/' -> escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> {
                at -= 2;
                throw fault("unknown escape '\\" + escape + "'");
            }
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? hexDigit(text.charAt(at)) : -1;
            if (digit < 0) {
                throw fault("\\u needs four hexadecimal digits");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private static int hexDigit(char unit) {
        return unit < 128 ? Character.digit(unit, 16) : -1;
    }

    private Json literal(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw fault("unexpected " + here());
        }
        at += word.length();
        return value;
    }

    private Json number() {
        int start = at;
        skipIf('-');
        if (!skipIf('0') && digits() == 0) {
            at = start;
            throw fault("unexpected " + here());
        }
        if (skipIf('.') && digits() == 0) {
            throw fault("a digit must follow the decimal point");
        }
        if (skipIf('e') || skipIf('E')) {
            if (!skipIf('+')) {
                skipIf('-');
            }
            int digits = digits();
            if (digits == 0 || digits > EXPONENT_DIGITS_MAX) {
                throw fault("an exponent has one to " + EXPONENT_DIGITS_MAX + " digits");
            }
        }
        if (at - start > NUMBER_LENGTH_MAX) {
            throw fault("a number has at most " + NUMBER_LENGTH_MAX + " characters");
        }
        BigDecimal number = new BigDecimal(text.substring(start, at));
        if (!JsonNumber.fits(number)) {
            throw fault("a number has too many digits or too large an exponent");
        }
        return Json.of(number);
    }

    private int digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean skipIf(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void require(char expected) {
        if (!skipIf(expected)) {
            throw fault("expected '" + expected + "' but found " + here());
        }
    }

    private String here() {
        return at < text.length() ? "'" + Character.toString(text.codePointAt(at)) + "'" : "the end of the text";
    }

    private JsonParseException fault(String problem) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < Math.min(at, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new JsonParseException(problem, line, at - lineStart + 1);
    }
}
