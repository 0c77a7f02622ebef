package io.countersign.api.operation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.ValidationResult.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Test;

public final class ParameterSchemaTest {

    private static List<Problem> problems(Parameter parameter, String json) {
        JsonObject given = Json.object().put(parameter.name(), Json.parse(json)).build();
        return ParameterSchema.of(parameter).check(given).problems();
    }

    private static void assertAccepted(Parameter parameter, String... values) {
        for (String value : values) {
            assertEquals(value, List.of(), problems(parameter, value));
        }
    }

    private static void assertRefused(Parameter parameter, String value, String rule, String message) {
        List<Problem> problems = problems(parameter, value);
        assertEquals(value + " " + problems, 1, problems.size());
        assertEquals(new Problem(parameter.name(), rule, message), problems.get(0));
    }

    private static String normal(Parameter parameter, String json) {
        JsonObject given = Json.object().put(parameter.name(), Json.parse(json)).build();
        return ParameterSchema.of(parameter)
                .normalise(given)
                .toJson()
                .get(parameter.name())
                .toText();
    }

    @Test
    public void checksStrings() {
        Parameter code = Parameter.string("code").lengths(2, 4).pattern("[a-z😀]+");
        assertAccepted(code, "\"ab\"", "\"abcd\"", "\"😀😀😀😀\"");
        assertRefused(code, "\"a\"", "length", "'a' has 1 characters; allowed are 2 to 4");
        assertRefused(code, "\"abcde\"", "length", "'abcde' has 5 characters; allowed are 2 to 4");
        assertRefused(code, "\"aB\"", "pattern", "'aB' does not match [a-z😀]+");
        assertRefused(code, "\"ab\\n\"", "pattern", "'ab\n' does not match [a-z😀]+");
        assertRefused(code, "12", "type", "'code' of type STRING must be a string but is 12");
        assertAccepted(Parameter.string("free"), "\"\"", "\"" + "x".repeat(10_000) + "\"");
        assertEquals(
                1,
                problems(Parameter.string("free"), "\"" + "x".repeat(10_001) + "\"")
                        .size());
    }

    @Test
    public void shortensLongValuesInMessages() {
        Problem problem = problems(Parameter.string("s").lengths(0, 1), "\"" + "x".repeat(200) + "\"")
                .get(0);
        assertEquals("'" + "x".repeat(80) + "…' has 200 characters; allowed are 0 to 1", problem.message());
    }

    @Test
    public void checksNumbers() {
        Parameter rate = Parameter.number("rate").min("-1.5").max("10");
        assertAccepted(rate, "\"-1.5\"", "\"10.000\"", "\"0.000000000000000001\"", "10", "-1", "1.0", "\"-0\"");
        assertRefused(rate, "\"-1.51\"", "min", "'-1.51' is less than -1.5");
        assertRefused(rate, "11", "max", "'11' is more than 10");
        assertRefused(rate, "\"ten\"", "type", "'ten' is not a plain decimal; write it like \"12.5\"");
        assertRefused(rate, "1.5", "type", "'rate' of type NUMBER must be a string but is 1.5");
        assertRefused(rate, "true", "type", "'rate' of type NUMBER must be a string but is true");
        for (String text : List.of("1e2", "+1", "01", "1.", ".5", "", " 1", "0.0000000000000000001", "١")) {
            assertRefused(
                    rate, "\"" + text + "\"", "type", "'" + text + "' is not a plain decimal; write it like \"12.5\"");
        }
        assertEquals("\"7\"", normal(Parameter.number("n"), "7.0"));
        assertEquals("\"7.50\"", normal(Parameter.number("n"), "\"7.50\""));
    }

    @Test
    public void checksBooleans() {
        assertAccepted(Parameter.bool("b"), "true", "false");
        assertRefused(Parameter.bool("b"), "\"true\"", "type", "'b' of type BOOLEAN must be a boolean but is \"true\"");
        assertRefused(Parameter.bool("b"), "1", "type", "'b' of type BOOLEAN must be a boolean but is 1");
    }

    @Test
    public void checksFiles() {
        Parameter file = Parameter.file("f").mediaTypes("text/csv").sizeBytesMax(1000);
        assertAccepted(file, "\"file-1\"", "{\"id\":\"file-1\"}", "{\"id\":\"file-1\",\"version\":3}");
        assertRefused(file, "{\"version\":3}", "type", "'f' of type FILE field 'id' is missing; present are [version]");
        assertRefused(file, "{\"id\":\"x\",\"version\":0}", "type", "version 0 does not exist; versions start from 1");
        assertRefused(
                file,
                "{\"id\":\"x\",\"version\":\"1\"}",
                "type",
                "'f' of type FILE field 'version' must be an integer but is \"1\"");
        assertRefused(file, "7", "type", "'f' of type FILE must be an object but is 7");
        assertEquals("{\"id\":\"file-1\"}", normal(file, "\"file-1\""));
        assertEquals(List.of("text/csv"), file.mediaTypes());
        assertEquals(Optional.of(1000L), file.sizeBytesMax());
    }

    @Test
    public void checksSelections() {
        Parameter one = Parameter.select("one").option("a", "A").option("b", "B");
        assertAccepted(one, "\"a\"", "\"b\"");
        assertRefused(one, "\"A\"", "option", "'A' is not an option; choose one of [a, b]");
        assertRefused(one, "[\"a\"]", "type", "'one' of type SELECT must be a string but is [\"a\"]");

        Parameter some = Parameter.multiselect("some")
                .option("a", "A")
                .option("b", "B")
                .option("c", "C")
                .lengths(1, 2);
        assertAccepted(some, "[\"b\",\"a\"]", "[\"c\"]");
        assertRefused(some, "[]", "length", "0 values are given; allowed are 1 to 2");
        assertRefused(some, "[\"a\",\"b\",\"c\"]", "length", "3 values are given; allowed are 1 to 2");
        assertRefused(some, "[\"a\",\"a\"]", "option", "'a' is given twice");
        assertRefused(some, "[\"d\"]", "option", "'d' is not an option; choose one of [a, b, c]");
        assertRefused(some, "[1]", "type", "'some' of type MULTISELECT must be a string but is 1");
        assertRefused(some, "\"a\"", "type", "'some' of type MULTISELECT must be an array but is \"a\"");
    }

    @Test
    public void checksMoney() {
        Parameter limit =
                Parameter.money("limit").currencies("EUR", "jpy").min("1").max("5000");
        assertAccepted(
                limit,
                "{\"minorUnits\":\"1\",\"currency\":\"EUR\"}",
                "{\"minorUnits\":\"5000\",\"currency\":\"JPY\",\"text\":\"5000\"}");
        assertRefused(limit, "{\"minorUnits\":\"0\",\"currency\":\"EUR\"}", "min", "'0.00 EUR' is less than 1");
        assertRefused(limit, "{\"minorUnits\":\"5001\",\"currency\":\"EUR\"}", "max", "'50.01 EUR' is more than 5000");
        assertRefused(
                limit, "{\"minorUnits\":\"5\",\"currency\":\"USD\"}", "currency", "0.05 USD is in none of [EUR, JPY]");
        assertRefused(limit, "{\"minorUnits\":\"5\",\"currency\":\"eur\"}", "currency", "'eur' must be written EUR");
        assertRefused(
                limit, "{\"minorUnits\":\"5\",\"currency\":\"EU\"}", "type", "'EU' is not an ISO 4217 currency code");
        assertRefused(
                limit,
                "{\"minorUnits\":\"5.0\",\"currency\":\"EUR\"}",
                "type",
                "'5.0' is not a whole number of minor units");
        assertRefused(
                limit,
                "{\"minorUnits\":5,\"currency\":\"EUR\"}",
                "type",
                "'limit' of type MONEY field 'minorUnits' must be a string but is 5");
        assertRefused(
                limit,
                "{\"minorUnits\":\"5\",\"currency\":\"EUR\",\"text\":5}",
                "type",
                "'limit' of type MONEY field 'text' must be a string but is 5");
        assertRefused(limit, "\"5 EUR\"", "type", "'limit' of type MONEY must be an object but is \"5 EUR\"");
        assertEquals(
                "{\"minorUnits\":\"5\",\"currency\":\"EUR\",\"text\":\"0.05\"}",
                normal(limit, "{\"minorUnits\":\"5\",\"currency\":\"EUR\",\"text\":\"99.00\"}"));
    }

    @Test
    public void checksDates() {
        Parameter day = Parameter.date("day").min("2026-01-01").max("2026-12-31");
        assertAccepted(day, "\"2026-01-01\"", "\"2026-12-31\"");
        assertRefused(day, "\"2025-12-31\"", "min", "2025-12-31 is before 2026-01-01");
        assertRefused(day, "\"2027-01-01\"", "max", "2027-01-01 is after 2026-12-31");
        for (String text : List.of("2026-02-29", "2026-1-1", "22.11.2026", "+12026-01-01", "-2026-01-01", "today")) {
            assertRefused(day, "\"" + text + "\"", "type", "'" + text + "' is not a date; write it like 2026-11-22");
        }
        assertRefused(day, "20260101", "type", "'day' of type DATE must be a string but is 20260101");
    }

    @Test
    public void checksConnections() {
        Parameter account = Parameter.connection("account", "stripe");
        assertAccepted(account, "\"stripe-main\"");
        assertRefused(account, "{}", "type", "'account' of type CONNECTION must be a string but is {}");
        assertEquals(Optional.of("stripe"), account.connectionKind());
    }

    @Test
    public void reportsEveryProblemAtOnce() {
        ParameterSchema schema = ParameterSchema.of(
                Parameter.string("name").required(), Parameter.number("rate").required(), Parameter.string("note"));
        JsonObject given =
                Json.parse("{\"rate\":\"x\",\"colour\":1,\"note\":null}").asObject();
        ValidationResult result = schema.check(given);
        assertFalse(result.isValid());
        assertEquals(
                List.of(
                        new Problem("colour", "unknown", "unknown parameter 'colour'; known are [name, rate, note]"),
                        new Problem("name", "required", "parameter 'name' is required"),
                        new Problem("rate", "type", "'x' is not a plain decimal; write it like \"12.5\"")),
                result.problems());
        InvalidParametersException refused =
                assertThrows(InvalidParametersException.class, () -> schema.normalise(given));
        assertEquals(result.problems(), refused.result().problems());
        assertEquals(
                "colour", result.toJson().array("problems").objects().get(0).text("parameter"));
        assertEquals(
                4,
                result.and(ValidationResult.invalid("", "sum", "together too much"))
                        .problems()
                        .size());
    }

    @Test
    public void fillsInDefaultsInTheirNormalForm() {
        ParameterSchema schema = ParameterSchema.of(
                Parameter.money("limit").withDefault(Json.parse("{\"minorUnits\":\"100\",\"currency\":\"EUR\"}")),
                Parameter.number("rate").required().withDefault(Json.of(2)),
                Parameter.string("note").withDefault("none"),
                Parameter.date("day"));
        Parameters parameters =
                schema.normalise(Json.object().put("note", Json.nullValue()).build());
        assertEquals(Money.ofMinor(100, "EUR"), parameters.money("limit"));
        assertEquals(new BigDecimal("2"), parameters.number("rate"));
        assertEquals("none", parameters.text("note"));
        assertFalse(parameters.has("day"));
        assertEquals(Optional.empty(), parameters.findDate("day"));
        assertEquals(parameters.toJson(), schema.normalise(parameters.toJson()).toJson());
    }

    @Test
    public void readsValuesTypedAsText() {
        ParameterSchema schema = ParameterSchema.of(
                Parameter.multiselect("some").option("a", "A").option("b", "B"),
                Parameter.money("limit"),
                Parameter.bool("dry"),
                Parameter.number("rate"),
                Parameter.date("day"),
                Parameter.connection("account", "stripe"));
        JsonObject typed = schema.fromTexts(Map.of(
                "some", " a , b",
                "limit", "12.50  eur",
                "dry", "true",
                "rate", "1.5",
                "day", "2026-11-22",
                "account", "main"));
        Parameters parameters = schema.normalise(typed);
        assertEquals(List.of("a", "b"), parameters.list("some"));
        assertEquals(Money.ofMinor(1250, "EUR"), parameters.money("limit"));
        assertTrue(parameters.flag("dry"));
        assertEquals(new BigDecimal("1.5"), parameters.number("rate"));
        assertEquals(LocalDate.of(2026, 11, 22), parameters.date("day"));
        assertEquals(
                List.of(),
                schema.normalise(schema.fromTexts(Map.of("some", " "))).list("some"));

        JsonObject unreadable =
                schema.fromTexts(Map.of("limit", "12.505 EUR", "dry", "yes", "some", "a,,b", "who", "me"));
        assertEquals(
                List.of("type", "option", "type", "unknown"),
                Stream.of("limit", "some", "dry", "who")
                        .map(name -> schema.check(unreadable).problems().stream()
                                .filter(problem -> problem.parameter().equals(name))
                                .findFirst()
                                .orElseThrow()
                                .rule())
                        .toList());
    }

    @Test
    public void refusesInconsistentDefinitions() {
        Map<String, Runnable> inconsistent = Map.ofEntries(
                Map.entry(
                        "parameter 'a' is defined twice",
                        () -> ParameterSchema.of(Parameter.string("a"), Parameter.number("a"))),
                Map.entry(
                        "parameter 'a' needs at least one option",
                        () -> ParameterSchema.of(Parameter.multiselect("a"))),
                Map.entry(
                        "default of parameter 'a': 'x' is not a plain decimal",
                        () -> ParameterSchema.of(Parameter.number("a").withDefault("x"))),
                Map.entry(
                        "default of parameter 'a': '9' is more than 5",
                        () -> ParameterSchema.of(Parameter.number("a").max("5").withDefault("9"))),
                Map.entry(
                        "bound 'low' of parameter 'a' is not a plain decimal",
                        () -> ParameterSchema.of(Parameter.number("a").min("low"))),
                Map.entry(
                        "bound '1.5' of parameter 'a' is not whole minor units",
                        () -> ParameterSchema.of(Parameter.money("a").min("1.5"))),
                Map.entry(
                        "bound '2026' of parameter 'a' is not a date",
                        () -> ParameterSchema.of(Parameter.date("a").max("2026"))),
                Map.entry(
                        "its min 5 is above its max 4",
                        () -> ParameterSchema.of(Parameter.number("a").min("5").max("4"))),
                Map.entry(
                        "at most 100 parameters",
                        () -> ParameterSchema.of(Stream.iterate(0, i -> i + 1)
                                .limit(101)
                                .map(i -> Parameter.string("p" + i))
                                .toArray(Parameter[]::new))),
                Map.entry("parameter name 'A b' must match", () -> Parameter.string("A b")),
                Map.entry(
                        "is no regular expression", () -> Parameter.string("a").pattern("(")),
                Map.entry(
                        "lengths 3..2 are no range", () -> Parameter.string("a").lengths(3, 2)),
                Map.entry("of type BOOLEAN cannot have this rule", () -> Parameter.bool("a")
                        .min("1")),
                Map.entry(
                        "'EURO' is not an ISO 4217", () -> Parameter.money("a").currencies("EURO")));
        inconsistent.forEach((message, definition) -> {
            IllegalArgumentException refused = assertThrows(message, IllegalArgumentException.class, definition::run);
            assertTrue(
                    refused.getMessage() + " should say " + message,
                    String.valueOf(refused.getMessage()).contains(message));
        });
    }

    @Test
    public void showsItselfAsJsonForTheCatalogue() {
        Parameter plain = Parameter.select("mode").option("fast", "Fast");
        ParameterSchema schema = ParameterSchema.of(
                plain.required().title("Mode").describedAs("How").withDefault("fast"));
        assertEquals(
                Json.parse("{\"parameters\":[{\"name\":\"mode\",\"type\":\"SELECT\",\"title\":\"Mode\","
                        + "\"description\":\"How\",\"required\":true,\"default\":\"fast\","
                        + "\"options\":[{\"value\":\"fast\",\"label\":\"Fast\"}]}]}"),
                schema.toJson());
        assertFalse("a rule makes a copy", plain.isRequired());
        assertEquals(Optional.of("Mode"), schema.parameter("mode").map(Parameter::title));
        assertEquals(Optional.empty(), schema.parameter("other"));
    }

    @Test
    public void publishesWhatATextHasToBeAsJson() {
        JsonObject content = Json.object().put("type", "array").build();
        ParameterSchema schema =
                ParameterSchema.of(Parameter.string("configuration").contentSchema(content));

        JsonObject published = schema.toJsonSchema().object("properties").object("configuration");
        assertEquals("application/json", published.text("contentMediaType"));
        assertEquals(content, published.object("contentSchema"));
        assertEquals(Optional.of(content), schema.parameters().get(0).contentSchema());
        assertFalse(
                "the catalogue stays short", schema.parameters().get(0).toJson().has("contentSchema"));
        assertThrows(
                IllegalArgumentException.class, () -> Parameter.file("left").contentSchema(content));
    }
}
