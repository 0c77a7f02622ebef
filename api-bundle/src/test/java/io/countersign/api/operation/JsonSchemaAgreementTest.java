package io.countersign.api.operation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.Test;

/**
 * Our check and the JSON Schema we publish judge generated values alike, by an independent validator. Left out is what
 * a JSON Schema cannot say: bounds of decimals, money and dates, which three letters are a currency, that 19 digits
 * fit 64 bits, and that a {@code null} counts as absent.
 */
public final class JsonSchemaAgreementTest {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static final ParameterSchema SCHEMA = ParameterSchema.of(
            Parameter.string("code")
                    .required()
                    .lengths(2, 5)
                    .pattern("[a-c]*x?")
                    .describedAs("A code"),
            Parameter.string("free").title("Free"),
            Parameter.number("rate"),
            Parameter.bool("dry"),
            Parameter.file("file"),
            Parameter.select("mode")
                    .option("fast", "Fast")
                    .option("slow", "Slow")
                    .withDefault("fast"),
            Parameter.multiselect("some")
                    .option("a", "A")
                    .option("b", "B")
                    .option("c", "C")
                    .lengths(1, 2),
            Parameter.money("amount"),
            Parameter.money("fixed").currencies("EUR", "JPY"),
            Parameter.date("day"),
            Parameter.connection("account", "stripe"));

    private static boolean acceptedBySchema(Schema schema, Json value) {
        return schema.validate(
                        value.toText(),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .isEmpty();
    }

    @Test
    public void isItselfAValidSchema() {
        Schema meta =
                REGISTRY.getSchema("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}", InputFormat.JSON);
        assertTrue(acceptedBySchema(meta, SCHEMA.toJsonSchema()));
        assertTrue("the judge can refuse", !acceptedBySchema(meta, Json.parse("{\"type\":\"text\"}")));
    }

    @Test
    public void judgesEachGeneratedValueLikeOurCheck() {
        Schema schema = REGISTRY.getSchema(SCHEMA.toJsonSchema().toText(), InputFormat.JSON);
        JsonObject valid = Json.object().put("code", "abx").build();
        int accepted = 0;
        int refused = 0;
        for (Parameter parameter : SCHEMA.parameters()) {
            for (Json value : candidates(parameter)) {
                JsonObject given = valid.with(parameter.name(), value);
                boolean ours = SCHEMA.check(given).isValid();
                assertEquals(
                        parameter.name() + " " + value + " "
                                + SCHEMA.check(given).problems(),
                        ours,
                        acceptedBySchema(schema, given));
                accepted += ours ? 1 : 0;
                refused += ours ? 0 : 1;
            }
        }
        assertTrue(accepted + " accepted", accepted > 150);
        assertTrue(refused + " refused", refused > 1500);
    }

    @Test
    public void judgesWholeObjectsLikeOurCheck() {
        Schema schema = REGISTRY.getSchema(SCHEMA.toJsonSchema().toText(), InputFormat.JSON);
        for (String text : List.of(
                "{}",
                "{\"code\":\"ab\"}",
                "{\"code\":\"ab\",\"unknown\":1}",
                "{\"code\":\"ab\",\"Code\":\"ab\"}",
                "{\"mode\":\"slow\"}",
                "{\"code\":\"ab\",\"mode\":\"slow\",\"some\":[\"a\"],\"dry\":false}")) {
            JsonObject given = Json.parse(text).asObject();
            assertEquals(text, SCHEMA.check(given).isValid(), acceptedBySchema(schema, given));
        }
    }

    private static List<Json> candidates(Parameter parameter) {
        List<Json> candidates = new ArrayList<>();
        ANY.forEach(text -> candidates.add(Json.parse(text)));
        candidates.addAll(near(parameter));
        return candidates;
    }

    /** Values of every type and shape, tried for every parameter. */
    private static final List<String> ANY = List.of(
            "true",
            "false",
            "0",
            "1",
            "-1",
            "1.0",
            "1e2",
            "1.5",
            "-0",
            "9007199254740991",
            "9007199254740992",
            "1e30",
            "\"\"",
            "\" \"",
            "\"a\"",
            "\"ab\"",
            "\"abcab\"",
            "\"abcabc\"",
            "\"abx\"",
            "\"xa\"",
            "\"ABC\"",
            "\"😀\"",
            "\"0\"",
            "\"-0\"",
            "\"12\"",
            "\"012\"",
            "\"+1\"",
            "\"1.\"",
            "\".1\"",
            "\"1.50\"",
            "\"1e2\"",
            "\"-1.5\"",
            "\"1234567890123456789012345678901\"",
            "\"0.0000000000000000001\"",
            "\"true\"",
            "\"fast\"",
            "\"slow\"",
            "\"Fast\"",
            "\"2026-11-22\"",
            "\"2026-02-29\"",
            "\"2024-02-29\"",
            "\"2026-13-01\"",
            "\"2026-00-10\"",
            "\"2026-11-32\"",
            "\"2026-1-1\"",
            "\"20261122\"",
            "\"+12026-01-01\"",
            "\"0000-01-01\"",
            "\"9999-12-31\"",
            "\"2026-11-22T00:00:00Z\"",
            "\"2026-11-22Z\"",
            "[]",
            "[\"a\"]",
            "[\"a\",\"b\"]",
            "[\"a\",\"a\"]",
            "[\"a\",\"b\",\"c\"]",
            "[\"d\"]",
            "[1]",
            "[null]",
            "[[]]",
            "{}",
            "{\"id\":\"f\"}",
            "{\"id\":1}",
            "{\"id\":\"f\",\"version\":1}",
            "{\"id\":\"f\",\"version\":0}",
            "{\"id\":\"f\",\"version\":-1}",
            "{\"id\":\"f\",\"version\":1.0}",
            "{\"id\":\"f\",\"version\":1.5}",
            "{\"id\":\"f\",\"version\":\"1\"}",
            "{\"id\":\"f\",\"version\":9007199254740992}",
            "{\"id\":\"f\",\"version\":null}",
            "{\"version\":1}");

    private static List<Json> near(Parameter parameter) {
        SplittableRandom random = new SplittableRandom(parameter.name().hashCode());
        List<Json> values = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            values.add(
                    switch (parameter.type()) {
                        case MONEY -> money(random);
                        case NUMBER -> i % 2 == 0 ? Json.of(text(random, "-0019.5")) : number(random);
                        case DATE ->
                            Json.of(text(random, "2012") + "-" + text(random, "01") + "-" + text(random, "0123"));
                        case MULTISELECT ->
                            Json.texts(random.ints(random.nextInt(4), 0, 4)
                                    .mapToObj(n -> "abcd".substring(n, n + 1))
                                    .toList());
                        default -> Json.of(text(random, "abcx"));
                    });
        }
        return values;
    }

    private static Json number(SplittableRandom random) {
        return Json.of(BigDecimal.valueOf(random.nextLong(-5000, 5000), random.nextInt(3)));
    }

    private static Json money(SplittableRandom random) {
        List<String> currencies = List.of("EUR", "JPY", "BHD", "eur", "EURO", "EU");
        Map<Integer, String> texts = Map.of(0, "{\"text\":\"x\"}", 1, "{\"text\":5}", 2, "{\"other\":1}");
        JsonObject.Builder money = Json.object();
        if (random.nextInt(20) > 0) {
            money.put("minorUnits", random.nextInt(20) > 0 ? Json.of(text(random, "-0019")) : Json.of(5));
        }
        if (random.nextInt(20) > 0) {
            money.put("currency", currencies.get(random.nextInt(currencies.size())));
        }
        return money.putAll(
                        Json.parse(texts.getOrDefault(random.nextInt(6), "{}")).asObject())
                .build();
    }

    private static String text(SplittableRandom random, String alphabet) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(1, 7);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
