package io.countersign.reconciliation.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.reconciliation.scan.TextColumn;
import io.countersign.reconciliation.statement.CsvField;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.Test;

public final class ConfigurationReaderTest {
    private static final String SIDE =
            "{\"csv\": {\"columns\": {\"id\": \"i\", \"amount\": \"a\"}, \"currency\": \"EUR\"}}";
    private static final String GOOD = "{\"left\": " + SIDE + ", \"right\": " + SIDE
            + ", \"passes\": [{\"type\": \"key\", \"columns\": [\"id\"]}]}";

    @Test
    public void fillsInWhatIsUsual() throws Exception {
        Configuration read = ConfigurationReader.read(Json.parse(GOOD));

        assertEquals(List.of(2, 8, 31, 61, 91), read.ageingDays());
        assertEquals(Balances.CHECKED, read.balances());
        assertTrue(read.duplicates());
        long friday = LocalDate.of(2026, 11, 20).toEpochDay();
        assertEquals(1, read.businessDays().between(friday, friday + 3));
        assertEquals(5, read.businessDays().between(friday + 7, friday));
    }

    @Test
    public void namesThePlaceOfEveryProblem() {
        assertProblem("/passes: ", GOOD.replace("[{\"type\": \"key\", \"columns\": [\"id\"]}]", "[]"));
        assertProblem("/passes/0/type: ", GOOD.replace("\"key\"", "\"keys\""));
        assertProblem("/passes/0/columns: ", GOOD.replace("[\"id\"]", "[\"identity\"]"));
        assertProblem("/passes/0/colums: ", GOOD.replace("\"columns\": [\"id\"]", "\"colums\": [\"id\"]"));
        assertProblem("/left: ", GOOD.replace("\"left\"", "\"lefd\""));
        assertProblem("/left/csv: ", GOOD.replaceFirst("\"amount\"", "\"debit\""));
        assertProblem("/left/csv/currency", GOOD.replaceFirst("\"EUR\"", "7"));
        assertProblem(
                "/tolerances/EUR/each: ", with("tolerances", "{\"EUR\": {\"each\": \"0.05\", \"total\": \"1\"}}"));
        assertProblem("/tolerances/EURO: ", with("tolerances", "{\"EURO\": {\"each\": \"5\", \"total\": \"1\"}}"));
        assertProblem("/ageingDays: ", with("ageingDays", "[5, 3]"));
        assertProblem("/businessDays/holidays: ", with("businessDays", "{\"holidays\": [\"25.12.2026\"]}"));
        assertProblem("/balances: ", with("balances", "\"maybe\""));
        assertProblem("/timingBusinessDays: ", with("timingBusinessDays", "-1"));
        assertProblem("/extra: ", with("extra", "1"));
    }

    /** The published schema and the reader know the same names. */
    @Test
    public void agreesWithThePublishedSchema() {
        JsonObject schema = ConfigurationReader.schema();
        JsonObject definitions = schema.object("$defs");

        assertEquals(
                Arrays.stream(CsvField.values()).map(CsvField::key).toList(),
                List.copyOf(definitions
                        .object("csv")
                        .object("properties")
                        .object("columns")
                        .object("properties")
                        .names()));
        assertEquals(
                Arrays.stream(TextColumn.values()).map(TextColumn::key).toList(),
                definitions.object("column").array("enum").texts());
        assertKnown("", schema);
        assertKnown("/left", definitions.object("side"));
        assertKnown("/left/csv", definitions.object("csv"));
    }

    /** What the reader says it knows about an object is what the schema has there. */
    private static void assertKnown(String place, JsonObject definition) {
        String probe = "\"nobodyKnowsThis\": 1, ";
        String text =
                switch (place) {
                    case "" -> "{" + probe + GOOD.substring(1);
                    case "/left" -> GOOD.replaceFirst("\\{\"csv\"", "{" + probe + "\"csv\"");
                    default -> GOOD.replaceFirst("\\{\"columns\"", "{" + probe + "\"columns\"");
                };
        InvalidConfigurationException refusal =
                assertThrows(InvalidConfigurationException.class, () -> ConfigurationReader.read(Json.parse(text)));
        String known = refusal.problems().get(0).replaceAll(".*known are \\[(.*)\\]", "$1");
        assertEquals(
                new TreeSet<>(definition.object("properties").names()), new TreeSet<>(List.of(known.split(", ", -1))));
    }

    private static String with(String name, String value) {
        return "{\"" + name + "\": " + value + ", " + GOOD.substring(1);
    }

    private static void assertProblem(String place, String text) {
        InvalidConfigurationException refusal = assertThrows(
                place, InvalidConfigurationException.class, () -> ConfigurationReader.read(Json.parse(text)));
        assertTrue(
                place + " in " + refusal.problems(),
                refusal.problems().stream().anyMatch(problem -> problem.startsWith(place)));
    }
}
