package io.countersign.api.json;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.Test;

/** The vectors of RFC 8785, and properties that hold for every double. */
public final class CanonicalJsonTest {

    private static String canonical(Json value) {
        return new String(value.canonicalBytes(), StandardCharsets.UTF_8);
    }

    private static String canonical(double value) {
        return canonical(Json.of(new BigDecimal(value)));
    }

    @Test
    public void printsTheNumbersOfAppendixB() {
        String[][] table = {
            {"0000000000000000", "0"},
            {"8000000000000000", "0"},
            {"0000000000000001", "5e-324"},
            {"8000000000000001", "-5e-324"},
            {"7fefffffffffffff", "1.7976931348623157e+308"},
            {"ffefffffffffffff", "-1.7976931348623157e+308"},
            {"4340000000000000", "9007199254740992"},
            {"c340000000000000", "-9007199254740992"},
            {"4430000000000000", "295147905179352830000"},
            {"44b52d02c7e14af5", "9.999999999999997e+22"},
            {"44b52d02c7e14af6", "1e+23"},
            {"44b52d02c7e14af7", "1.0000000000000001e+23"},
            {"444b1ae4d6e2ef4e", "999999999999999700000"},
            {"444b1ae4d6e2ef4f", "999999999999999900000"},
            {"444b1ae4d6e2ef50", "1e+21"},
            {"3eb0c6f7a0b5ed8c", "9.999999999999997e-7"},
            {"3eb0c6f7a0b5ed8d", "0.000001"},
            {"41b3de4355555553", "333333333.3333332"},
            {"41b3de4355555554", "333333333.33333325"},
            {"41b3de4355555555", "333333333.3333333"},
            {"41b3de4355555556", "333333333.3333334"},
            {"41b3de4355555557", "333333333.33333343"},
            {"becbf647612f3696", "-0.0000033333333333333333"},
            {"43143ff3c1cb0959", "1424953923781206.2"},
        };
        for (String[] row : table) {
            double value = Double.longBitsToDouble(Long.parseUnsignedLong(row[0], 16));
            assertEquals("bits " + row[0], row[1], canonical(value));
        }
    }

    @Test
    public void refusesNumbersThatNoDoubleHolds() {
        assertThrows(IllegalArgumentException.class, () -> Json.parse("1e400").canonicalBytes());
        assertThrows(IllegalArgumentException.class, () -> Json.parse("-1e400").canonicalBytes());
        assertEquals("0", canonical(Json.parse("1e-400")));
    }

    @Test
    public void writesTheExampleOfSection322() {
        Json value = Json.parse(
                """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }
                """);
        String expected = "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
        assertEquals(expected, canonical(value));
        assertArrayEquals(expected.getBytes(StandardCharsets.UTF_8), value.canonicalBytes());
    }

    @Test
    public void sortsTheExampleOfSection323ByUtf16Units() {
        JsonObject value = Json.parse(
                        """
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }
                """)
                .asObject();
        JsonObject sorted = Json.parse(value.canonicalBytes()).asObject();
        assertEquals(
                List.of(
                        "Carriage Return",
                        "One",
                        "Control",
                        "Latin Small Letter O With Diaeresis",
                        "Euro Sign",
                        "Emoji: Grinning Face",
                        "Hebrew Letter Dalet With Dagesh"),
                sorted.members().values().stream().map(Json::asText).toList());
    }

    @Test
    public void sortsNestedObjectsAndKeepsArrays() {
        Json value = Json.parse("{\"b\":[3,{\"d\":1,\"c\":2},1],\"a\":{}, \"aa\":[]}");
        assertEquals("{\"a\":{},\"aa\":[],\"b\":[3,{\"c\":2,\"d\":1},1]}", canonical(value));
        assertEquals("{\"b\":[3,{\"d\":1,\"c\":2},1],\"a\":{},\"aa\":[]}", value.toText());
    }

    @Test
    public void escapesOnlyWhatMustBe() {
        StringBuilder controls = new StringBuilder();
        for (char unit = 0; unit < 0x20; unit++) {
            controls.append(unit);
        }
        assertEquals(
                "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r\\u000e\\u000f"
                        + "\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b"
                        + "\\u001c\\u001d\\u001e\\u001f\"",
                canonical(Json.of(controls.toString())));
        assertEquals("\"/\u007f\u0080\u2028€😀\"", canonical(Json.of("/\u007f\u0080\u2028€😀")));
    }

    @Test
    public void printsTheShortestTextThatReadsBackForRandomDoubles() {
        SplittableRandom random = new SplittableRandom(8785);
        for (int i = 0; i < 1_500; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertShortest(value);
            }
        }
    }

    @Test
    public void printsTheShortestTextWhereItIsHard() {
        for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent += 9) {
            double power = Math.scalb(1.0, exponent);
            assertShortest(power);
            assertShortest(Math.nextUp(power));
            assertShortest(Math.nextDown(power));
        }
        SplittableRandom random = new SplittableRandom(1970);
        for (int i = 0; i < 1_000; i++) {
            String text = random.nextInt(1, 100_000) + "e" + random.nextInt(-300, 300);
            double value = Double.parseDouble(text);
            assertShortest(value);
            assertEquals(text, 0, new BigDecimal(text).compareTo(new BigDecimal(canonical(value))));
        }
    }

    private static void assertShortest(double value) {
        String text = canonical(value);
        assertEquals(text, value, Double.parseDouble(text), 0.0);
        if (value == 0) {
            return;
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal printed = new BigDecimal(text).stripTrailingZeros();
        int digits = printed.precision();
        for (RoundingMode mode : List.of(RoundingMode.FLOOR, RoundingMode.CEILING)) {
            if (digits > 1) {
                BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
                assertTrue(shorter + " is shorter than " + text, shorter.doubleValue() != value);
            }
            BigDecimal asShort = exact.round(new MathContext(digits, mode));
            boolean nearer = asShort.subtract(exact)
                            .abs()
                            .compareTo(printed.subtract(exact).abs())
                    < 0;
            assertTrue(asShort + " is nearer than " + text, !nearer || asShort.doubleValue() != value);
        }
        // before JDK 19 Double.toString prints a digit too many for some values, never one too few
        BigDecimal jdk = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        assertTrue(jdk + " is shorter than " + text, digits <= Math.max(2, jdk.precision()));
    }

    @Test
    public void agreesWithTheJdkWhereItPrintsTheShortest() {
        SplittableRandom random = new SplittableRandom(4511638);
        int compared = 0;
        for (int i = 0; i < 5_000; i++) {
            double value = random.nextInt() / 1000.0;
            BigDecimal jdk = new BigDecimal(Double.toString(value));
            assertEquals(0, jdk.compareTo(new BigDecimal(canonical(value))));
            compared++;
        }
        assertEquals(5_000, compared);
    }

    @Test
    public void signsSafeIntegersOnly() {
        Json safe = Json.parse("{\"b\":-9007199254740991,\"a\":[9007199254740991,1.0,1e3,-0]}");
        assertEquals(
                "{\"a\":[9007199254740991,1,1000,0],\"b\":-9007199254740991}",
                new String(safe.signableBytes(), StandardCharsets.UTF_8));
        for (String number : List.of("1.5", "9007199254740992", "-9007199254740992", "1e16", "1e400", "1e-1")) {
            Json nested = Json.parse("{\"a\":[{\"b\":" + number + "}]}");
            JsonNumberException refused = assertThrows(number, JsonNumberException.class, nested::signableBytes);
            assertTrue(String.valueOf(refused.getMessage()).endsWith("write it as a string"));
        }
    }

    @Test
    public void comparesNumbersByValueAndObjectsWithoutOrder() {
        assertEquals(Json.parse("[1.0,100]"), Json.parse("[1,1e2]"));
        assertEquals(Json.parse("[1.0]").hashCode(), Json.parse("[1]").hashCode());
        assertEquals(Json.parse("{\"a\":1,\"b\":2}"), Json.parse("{\"b\":2,\"a\":1}"));
        assertTrue(!Json.parse("[1,2]").equals(Json.parse("[2,1]")));
    }
}
