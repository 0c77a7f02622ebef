package io.countersign.api.json;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** A corpus of our own over RFC 8259: each line of the grammar accepted once, each way to break it refused. */
public final class JsonParserTest {

    private static void assertRefused(String text, int line, int column, String problem) {
        JsonParseException fault = assertThrows(text, JsonParseException.class, () -> Json.parse(text));
        String message = String.valueOf(fault.getMessage());
        assertTrue(message + " should say " + problem, message.contains(problem));
        assertEquals("line of " + text, line, fault.line());
        assertEquals("column of " + text, column, fault.column());
    }

    @Test
    public void readsEachKindOfValue() {
        assertEquals(Json.nullValue(), Json.parse("null"));
        assertEquals(Json.of(true), Json.parse("true"));
        assertEquals(Json.of(false), Json.parse(" false "));
        assertEquals(Json.of(""), Json.parse("\"\""));
        assertEquals(Json.array(), Json.parse("[ ]"));
        assertEquals(JsonObject.empty(), Json.parse("{\t}"));
        assertEquals(
                Json.object().put("a", Json.array(Json.of(1), Json.of("b"))).build(),
                Json.parse("\r\n{\"a\" : [1 ,\"b\"]}"));
        assertEquals(Json.of(1), Json.parse("{\"\":1}").asObject().get(""));
    }

    @Test
    public void readsEachFormOfNumberExactly() {
        Map<String, String> numbers = Map.ofEntries(
                Map.entry("0", "0"),
                Map.entry("-0", "0"),
                Map.entry("10", "10"),
                Map.entry("-7", "-7"),
                Map.entry("0.1", "0.1"),
                Map.entry("1.50", "1.5"),
                Map.entry("1e2", "100"),
                Map.entry("1E+2", "100"),
                Map.entry("25e-1", "2.5"),
                Map.entry("-0.0e00000007", "0"),
                Map.entry("9007199254740993", "9007199254740993"),
                Map.entry("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"));
        numbers.forEach((text, value) -> assertEquals(text, Json.of(new BigDecimal(value)), Json.parse(text)));
    }

    @Test
    public void readsEachEscape() {
        assertEquals(
                Json.of("\"\\/\b\f\n\r\tA\u00e9\ud83d\ude00\u0000"),
                Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00E9\\uD83D\\ude00\\u0000\""));
        assertEquals(Json.of("é😀\u007f\u2028"), Json.parse("\"é😀\u007f\u2028\""));
    }

    @Test
    public void refusesWhatIsNoValue() {
        assertRefused("", 1, 1, "the text ends where a value is needed");
        assertRefused("  ", 1, 3, "the text ends where a value is needed");
        for (String text : List.of("NaN", "Infinity", "nul", "True", "+1", ".5", "'a'", "undefined", "/*c*/1")) {
            assertRefused(text, 1, 1, "unexpected");
        }
        assertRefused("\ufeff{}", 1, 1, "unexpected");
        assertRefused("\u00a01", 1, 1, "unexpected");
        assertRefused("-", 1, 1, "unexpected '-'");
        assertRefused("-Infinity", 1, 1, "unexpected '-'");
        assertRefused("1 2", 1, 3, "unexpected '2' after the value");
        assertRefused("nulll", 1, 5, "unexpected 'l' after the value");
        assertRefused("{}\n{}", 2, 1, "unexpected '{' after the value");
    }

    @Test
    public void refusesMalformedNumbers() {
        assertRefused("01", 1, 2, "unexpected '1' after the value");
        assertRefused("-01", 1, 3, "unexpected '1' after the value");
        assertRefused("[00]", 1, 3, "expected ']' but found '0'");
        assertRefused("1.", 1, 3, "a digit must follow the decimal point");
        assertRefused("1.e5", 1, 3, "a digit must follow the decimal point");
        assertRefused("1e", 1, 3, "an exponent");
        assertRefused("1e+", 1, 4, "an exponent");
        assertRefused("0x10", 1, 2, "unexpected 'x' after the value");
        assertRefused("1_000", 1, 2, "unexpected '_' after the value");
        assertRefused("1١", 1, 2, "after the value");
    }

    @Test
    public void refusesNumbersBeyondItsLimits() {
        assertRefused("1e123456789", 1, 12, "an exponent");
        assertRefused("1e10000", 1, 8, "too large an exponent");
        assertRefused("1".repeat(801), 1, 802, "too many digits");
        assertRefused("0." + "0".repeat(1000), 1, 1003, "at most 1000 characters");
        Json.parse("1".repeat(800));
        Json.parse("-1e-9999");
    }

    @Test
    public void refusesMalformedArraysAndObjects() {
        assertRefused("[", 1, 2, "the text ends");
        assertRefused("[1", 1, 3, "expected ']' but found the end of the text");
        assertRefused("[1,]", 1, 4, "unexpected ']'");
        assertRefused("[,1]", 1, 2, "unexpected ','");
        assertRefused("[1 2]", 1, 4, "expected ']' but found '2'");
        assertRefused("[1}", 1, 3, "expected ']' but found '}'");
        assertRefused("]", 1, 1, "unexpected ']'");
        assertRefused("{\"a\":1,}", 1, 8, "expected '\"'");
        assertRefused("{\"a\" 1}", 1, 6, "expected ':'");
        assertRefused("{\"a\":}", 1, 6, "unexpected '}'");
        assertRefused("{a:1}", 1, 2, "expected '\"' but found 'a'");
        assertRefused("{1:1}", 1, 2, "expected '\"'");
        assertRefused("{\"a\":1", 1, 7, "expected '}'");
        assertRefused("{\"a\"", 1, 5, "expected ':' but found the end of the text");
    }

    @Test
    public void refusesDuplicateNamesEvenWhenEscapedDifferently() {
        assertRefused("{\"a\":1,\n \"b\":2,\n \"\\u0061\":3}", 3, 2, "duplicate member 'a'");
    }

    @Test
    public void refusesMalformedStrings() {
        assertRefused("\"abc", 1, 1, "not closed");
        assertRefused("\"abc\\", 1, 6, "not closed");
        assertRefused("\"a\nb\"", 1, 3, "control character");
        assertRefused("\"\t\"", 1, 2, "control character");
        assertRefused("\"\u0000\"", 1, 2, "control character");
        assertRefused("\"\\x41\"", 1, 2, "unknown escape '\\x'");
        assertRefused("\"\\'\"", 1, 2, "unknown escape");
        assertRefused("\"\\U0041\"", 1, 2, "unknown escape");
        assertRefused("\"\\u12\"", 1, 6, "four hexadecimal digits");
        assertRefused("\"\\u00g0\"", 1, 6, "four hexadecimal digits");
        assertRefused("\"\\u004\u0661\"", 1, 7, "four hexadecimal digits");
    }

    @Test
    public void refusesLoneSurrogates() {
        for (String unit : List.of("\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83dx", "\ud83d")) {
            assertRefused("[\"" + unit + "\"]", 1, 2, "lone surrogate");
        }
        assertThrows(IllegalArgumentException.class, () -> Json.of("\ud83d"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Json.object().put("\ude00", 1).build());
    }

    @Test
    public void readsOneHundredLevelsAndNoMore() {
        Json.parse("[".repeat(100) + "]".repeat(100));
        assertRefused("[".repeat(101) + "]".repeat(101), 1, 101, "more than 100 levels deep");
        assertRefused("{\"a\":".repeat(101), 1, 501, "more than 100 levels deep");
        assertRefused("[".repeat(1_000_000), 1, 101, "more than 100 levels deep");
    }

    @Test
    public void countsLinesAndUtf16Columns() {
        assertRefused("[1,\n  \"😀\", x]", 2, 9, "unexpected 'x'");
        assertRefused("[\r\n\r\n 1 x", 3, 4, "expected ']'");
    }

    @Test
    public void refusesBytesThatAreNotUtf8() {
        assertEquals(Json.of("é"), Json.parse("\"é\"".getBytes(StandardCharsets.UTF_8)));
        for (byte[] bytes : List.of(
                new byte[] {'"', (byte) 0xe9, '"'},
                new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'})) {
            JsonParseException fault = assertThrows(JsonParseException.class, () -> Json.parse(bytes));
            assertTrue(String.valueOf(fault.getMessage()).contains("not UTF-8"));
        }
    }

    @Test
    public void readsBackWhateverItWrites() {
        List<Json> values = List.of(
                Json.of(new BigDecimal("1.5E+9990")),
                Json.of(new BigDecimal("-1E-9999")),
                Json.of(new BigDecimal("1".repeat(800))),
                Json.of(new BigDecimal(Double.MIN_VALUE)),
                Json.of("\u0000\u001f\"\\/\u007f\u2028😀"),
                Json.object().put("z", 1).put("a", Json.nullValue()).build());
        for (Json value : values) {
            assertEquals(value, Json.parse(value.toText()));
            assertEquals(value, Json.parse(value.toPrettyText()));
        }
        assertThrows(IllegalArgumentException.class, () -> Json.of(new BigDecimal("1E+10000")));
        assertThrows(IllegalArgumentException.class, () -> Json.of(new BigDecimal("1".repeat(801))));
    }

    @Test
    public void namesTheFieldThatIsMissingOrOfAnotherType() {
        JsonObject object = Json.parse("{\"n\":1.5,\"t\":\"x\",\"z\":null}").asObject();
        JsonFieldException missing = assertThrows(JsonFieldException.class, () -> object.text("q"));
        assertEquals("q", missing.field());
        assertEquals("field 'q' is missing; present are [n, t, z]", missing.getMessage());
        JsonFieldException typed = assertThrows(JsonFieldException.class, () -> object.integer("n"));
        assertEquals("field 'n' must be an integer within ±(2^53 − 1) but is 1.5", typed.getMessage());
        assertTrue(object.find("z").isEmpty());
        assertTrue(object.has("z"));
    }
}
