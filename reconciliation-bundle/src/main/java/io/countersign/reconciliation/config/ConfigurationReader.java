package io.countersign.reconciliation.config;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonNumber;
import io.countersign.api.json.JsonObject;
import io.countersign.reconciliation.statement.AmountText;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads configurations and checks them by the rules of the published JSON Schema, which {@link #schema} returns. A problem
 * names its place.
 */
public final class ConfigurationReader {
    private static final String SCHEMA = "/schema/reconciliation-configuration.schema.json";
    private static final int PASSES_MAX = 20;
    private static final int HOLIDAYS_MAX = 5_000;
    private static final int BUCKETS_MAX = 20;
    private static final List<Integer> USUAL_BUCKETS = List.of(2, 8, 31, 61, 91);

    private final List<String> problems = new ArrayList<>();

    private ConfigurationReader() {}

    /**
     * Reads a configuration.
     *
     * @throws InvalidConfigurationException with every problem found
     */
    public static Configuration read(Json json) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader();
        if (!(json instanceof JsonObject object)) {
            throw new InvalidConfigurationException(List.of(": is no object"));
        }
        Optional<Configuration> read = reader.configuration(new JsonNode("", object, reader.problems));
        if (read.isEmpty() || !reader.problems.isEmpty()) {
            throw new InvalidConfigurationException(reader.problems);
        }
        return read.get();
    }

    /** The JSON Schema 2020-12 of configurations, for forms and editors. */
    public static JsonObject schema() {
        try (InputStream content = ConfigurationReader.class.getResourceAsStream(SCHEMA)) {
            return Json.parse(Objects.requireNonNull(content, SCHEMA).readAllBytes())
                    .asObject();
        } catch (IOException e) {
            throw new UncheckedIOException(SCHEMA + " cannot be read from the bundle", e);
        }
    }

    private Optional<Configuration> configuration(JsonNode node) {
        node.knows("$schema");
        Optional<SideConfiguration> left = side(node, "left");
        Optional<SideConfiguration> right = side(node, "right");
        List<Pass> passes = passes(node);
        boolean duplicates =
                !node.word("duplicates", "report", List.of("report", "ignore")).equals("ignore");
        Map<String, Tolerance> tolerances = tolerances(node);
        List<Integer> ageing = ageing(node);
        int timing = node.integer("timingBusinessDays", 0, 0, 365);
        BusinessDays days = businessDays(node);
        String balances = node.word("balances", "checked", List.of("required", "checked", "ignored"));
        node.refuseUnknown();
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Configuration(
                left.get(), right.get(), passes, duplicates, tolerances, ageing, timing, days, balances(balances)));
    }

    private Optional<SideConfiguration> side(JsonNode node, String name) {
        Optional<JsonNode> side = node.object(name);
        if (side.isEmpty()) {
            node.problem(name, "is missing; describe the file of this side");
        }
        return side.map(found -> new SideReader(found).read());
    }

    private List<Pass> passes(JsonNode node) {
        List<Json> elements = node.array("passes").orElse(List.of());
        if (elements.isEmpty() || elements.size() > PASSES_MAX) {
            node.problem("passes", "has " + elements.size() + " passes; give 1 to " + PASSES_MAX);
        }
        List<Pass> passes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            String path = "/passes/" + i;
            if (!(elements.get(i) instanceof JsonObject object)) {
                problems.add(path + ": is " + elements.get(i).toText() + "; give an object");
                continue;
            }
            Optional<Pass> pass = new PassReader(new JsonNode(path, object, problems)).read();
            pass.filter(read -> !names.add(read.name()))
                    .ifPresent(read -> problems.add(path + "/name: '" + read.name() + "' is used twice; give another"));
            if (i > 0 && pass.filter(Pass.Key.class::isInstance).isPresent()) {
                problems.add(path + "/type: 'key' must be the first pass; use 'reference' here");
            }
            pass.ifPresent(passes::add);
        }
        return passes;
    }

    private Map<String, Tolerance> tolerances(JsonNode node) {
        Map<String, Tolerance> tolerances = new TreeMap<>();
        node.object("tolerances").ifPresent(byCurrency -> {
            for (String currency : byCurrency.names()) {
                try {
                    AmountText.exponentOf(currency);
                } catch (UnreadableTextException e) {
                    byCurrency.problem(currency, e.reason());
                }
                byCurrency.object(currency).ifPresent(found -> {
                    tolerances.put(currency, new Tolerance(minorUnits(found, "each"), minorUnits(found, "total")));
                    found.refuseUnknown();
                });
            }
        });
        return tolerances;
    }

    private static long minorUnits(JsonNode node, String name) {
        String text = node.text(name, "");
        if (!text.matches("[0-9]{1,15}")) {
            node.problem(name, "is '" + text + "'; give minor units as text of 1 to 15 digits, \"500\"");
            return 0;
        }
        return Long.parseLong(text);
    }

    private List<Integer> ageing(JsonNode node) {
        List<Integer> bounds = new ArrayList<>();
        for (Json element : node.array("ageingDays").orElse(List.of())) {
            boolean rises = element instanceof JsonNumber number
                    && number.isSafeInteger()
                    && number.asLong() > (bounds.isEmpty() ? 0 : bounds.get(bounds.size() - 1))
                    && number.asLong() <= 36_500;
            if (!rises) {
                node.problem("ageingDays", "has " + element.toText() + "; give rising whole numbers from 1");
                return USUAL_BUCKETS;
            }
            bounds.add((int) element.asLong());
        }
        if (bounds.size() > BUCKETS_MAX) {
            node.problem("ageingDays", "has " + bounds.size() + " bounds; give at most " + BUCKETS_MAX);
        }
        return bounds.isEmpty() ? USUAL_BUCKETS : bounds;
    }

    private BusinessDays businessDays(JsonNode node) {
        Set<DayOfWeek> weekend = EnumSet.noneOf(DayOfWeek.class);
        TreeSet<LocalDate> holidays = new TreeSet<>();
        Optional<JsonNode> found = node.object("businessDays");
        found.ifPresent(days -> {
            for (String name : days.texts("weekend")) {
                try {
                    weekend.add(DayOfWeek.valueOf(name));
                } catch (IllegalArgumentException e) {
                    days.problem("weekend", "has '" + name + "'; write SATURDAY");
                }
            }
            for (String date : days.texts("holidays")) {
                try {
                    holidays.add(LocalDate.parse(date));
                } catch (DateTimeException e) {
                    days.problem("holidays", "has '" + date + "'; write dates like 2026-12-25");
                }
            }
            days.refuseUnknown();
            if (weekend.size() > 6 || holidays.size() > HOLIDAYS_MAX) {
                days.problem("", "leaves no day for business, or has more than " + HOLIDAYS_MAX + " holidays");
                weekend.clear();
            }
        });
        boolean usual = found.isEmpty() || !found.get().has("weekend");
        return new BusinessDays(usual ? EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY) : weekend, holidays);
    }

    private static Balances balances(String word) {
        return switch (word) {
            case "required" -> Balances.REQUIRED;
            case "ignored" -> Balances.IGNORED;
            default -> Balances.CHECKED;
        };
    }

    /** Reads a configuration from its text in UTF-8. */
    public static Configuration read(byte[] utf8) throws InvalidConfigurationException {
        try {
            return read(Json.parse(new String(utf8, StandardCharsets.UTF_8)));
        } catch (io.countersign.api.json.JsonParseException e) {
            throw new InvalidConfigurationException(List.of(": " + e.getMessage()));
        }
    }
}
