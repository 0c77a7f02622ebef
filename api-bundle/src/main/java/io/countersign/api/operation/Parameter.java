package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The definition of one parameter: name, type, whether it is required, its default, rules and options. Immutable; each
 * method that sets a rule returns a copy.
 */
public final class Parameter {
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9_]{0,59}");
    private static final int TEXT_LENGTH_MAX = 10_000;
    private static final String CONTENT_SCHEMA = "contentSchema";
    /** Written in a place of their own, or too long for a catalogue. */
    private static final Set<String> NOT_LISTED = Set.of("required", "title", "description", CONTENT_SCHEMA);

    private final String name;
    private final ParameterType type;
    private final Map<String, Json> attributes;
    private final Map<String, String> options;

    private Parameter(String name, ParameterType type, Map<String, Json> attributes, Map<String, String> options) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("parameter name '" + name + "' must match " + NAME);
        }
        this.name = name;
        this.type = type;
        this.attributes = attributes;
        this.options = options;
    }

    /** A single text; at most 10,000 characters unless {@link #lengths} says otherwise. */
    public static Parameter string(String name) {
        return plain(name, ParameterType.STRING);
    }

    /** An exact decimal. */
    public static Parameter number(String name) {
        return plain(name, ParameterType.NUMBER);
    }

    public static Parameter bool(String name) {
        return plain(name, ParameterType.BOOLEAN);
    }

    /** An uploaded file. */
    public static Parameter file(String name) {
        return plain(name, ParameterType.FILE);
    }

    /** One of the values that {@link #option} adds. */
    public static Parameter select(String name) {
        return plain(name, ParameterType.SELECT);
    }

    /** Several of the values that {@link #option} adds. */
    public static Parameter multiselect(String name) {
        return plain(name, ParameterType.MULTISELECT);
    }

    public static Parameter money(String name) {
        return plain(name, ParameterType.MONEY);
    }

    public static Parameter date(String name) {
        return plain(name, ParameterType.DATE);
    }

    /**
     * The name of a configured connection.
     *
     * @param kind the kind of connection it must name: {@code stripe}
     */
    public static Parameter connection(String name, String kind) {
        return plain(name, ParameterType.CONNECTION).with("connectionKind", Json.of(kind));
    }

    public Parameter required() {
        return with("required", Json.of(true));
    }

    /** The label people read; the name serves when there is none. */
    public Parameter title(String title) {
        return with("title", Json.of(title));
    }

    public Parameter describedAs(String description) {
        return with("description", Json.of(description));
    }

    /**
     * The value used when none is given.
     *
     * @param value a valid value of this type, checked when the schema is built
     */
    public Parameter withDefault(Json value) {
        return with("default", value);
    }

    public Parameter withDefault(String value) {
        return withDefault(Json.of(value));
    }

    /** A regular expression that the whole text must match (STRING). */
    public Parameter pattern(String regex) {
        only(ParameterType.STRING);
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("pattern of parameter '" + name + "' is no regular expression", e);
        }
        return with("pattern", Json.of(regex));
    }

    /** Smallest value: a decimal (NUMBER), minor units (MONEY) or an ISO date (DATE), as text. */
    public Parameter min(String smallest) {
        only(ParameterType.NUMBER, ParameterType.MONEY, ParameterType.DATE);
        return with("min", Json.of(smallest));
    }

    /** Largest value; see {@link #min}. */
    public Parameter max(String largest) {
        only(ParameterType.NUMBER, ParameterType.MONEY, ParameterType.DATE);
        return with("max", Json.of(largest));
    }

    /** Bounds of the number of characters (STRING) or of chosen values (MULTISELECT), both inclusive. */
    public Parameter lengths(int shortest, int longest) {
        only(ParameterType.STRING, ParameterType.MULTISELECT);
        if (shortest < 0 || longest < shortest) {
            throw new IllegalArgumentException("lengths " + shortest + ".." + longest + " are no range");
        }
        return with("minLength", Json.of(shortest)).with("maxLength", Json.of(longest));
    }

    /**
     * What the text has to be as JSON (STRING). Published with the operation's JSON Schema, for forms and editors; the
     * operation itself holds values against it in {@link OperationPlugin#validate}.
     *
     * @param schema JSON Schema 2020-12
     */
    public Parameter contentSchema(JsonObject schema) {
        only(ParameterType.STRING);
        return with(CONTENT_SCHEMA, schema);
    }

    /** The media types a file may have (FILE). */
    public Parameter mediaTypes(String... types) {
        only(ParameterType.FILE);
        return with("mediaTypes", Json.texts(List.of(types)));
    }

    /** The largest size of a file in bytes (FILE). */
    public Parameter sizeBytesMax(long bytes) {
        only(ParameterType.FILE);
        return with("sizeBytesMax", Json.of(bytes));
    }

    /**
     * The currencies an amount may be in (MONEY).
     *
     * @throws IllegalArgumentException when a code is not one of ISO 4217
     */
    public Parameter currencies(String... codes) {
        only(ParameterType.MONEY);
        return with(
                "currencies",
                Json.texts(Stream.of(codes)
                        .map(code -> Money.zero(code).currency())
                        .toList()));
    }

    /** A value that may be chosen (SELECT, MULTISELECT). */
    public Parameter option(String value, String label) {
        only(ParameterType.SELECT, ParameterType.MULTISELECT);
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(value, label);
        return new Parameter(name, type, attributes, more);
    }

    public String name() {
        return name;
    }

    public ParameterType type() {
        return type;
    }

    public boolean isRequired() {
        return attributes.containsKey("required");
    }

    public String title() {
        return text("title").orElse(name);
    }

    public String description() {
        return text("description").orElse("");
    }

    public Optional<Json> defaultValue() {
        return Optional.ofNullable(attributes.get("default"));
    }

    /** Label by value, in order; empty unless SELECT or MULTISELECT. */
    public Map<String, String> options() {
        return new LinkedHashMap<>(options);
    }

    /** The kind of connection; present for CONNECTION. */
    public Optional<String> connectionKind() {
        return text("connectionKind");
    }

    /** The regular expression for the whole text. */
    public Optional<String> pattern() {
        return text("pattern");
    }

    public Optional<String> min() {
        return text("min");
    }

    public Optional<String> max() {
        return text("max");
    }

    public int minLength() {
        return integer("minLength").orElse(0L).intValue();
    }

    public int maxLength() {
        return integer("maxLength").orElse((long) TEXT_LENGTH_MAX).intValue();
    }

    /** What the text has to be as JSON, as JSON Schema 2020-12. */
    public Optional<JsonObject> contentSchema() {
        return Optional.ofNullable(attributes.get(CONTENT_SCHEMA)).map(Json::asObject);
    }

    /** Media types a file may have; empty means any. */
    public List<String> mediaTypes() {
        return texts("mediaTypes");
    }

    public Optional<Long> sizeBytesMax() {
        return integer("sizeBytesMax");
    }

    /** Currencies an amount may be in; empty means any. */
    public List<String> currencies() {
        return texts("currencies");
    }

    /** As the catalogue shows it; a {@link #contentSchema} stands in {@link ParameterSchema#toJsonSchema} alone. */
    public JsonObject toJson() {
        JsonObject.Builder json = Json.object()
                .put("name", name)
                .put("type", type.name())
                .put("title", title())
                .put("description", description())
                .put("required", isRequired());
        attributes.forEach((key, value) -> {
            if (!NOT_LISTED.contains(key)) {
                json.put(key, value);
            }
        });
        if (!options.isEmpty()) {
            List<Json> list = new ArrayList<>();
            options.forEach((value, label) -> list.add(
                    Json.object().put("value", value).put("label", label).build()));
            json.put("options", list);
        }
        return json.build();
    }

    private static Parameter plain(String name, ParameterType type) {
        return new Parameter(name, type, Map.of(), Map.of());
    }

    private Parameter with(String attribute, Json value) {
        Map<String, Json> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new Parameter(name, type, more, options);
    }

    private void only(ParameterType... types) {
        if (!List.of(types).contains(type)) {
            throw new IllegalArgumentException(
                    "parameter '" + name + "' of type " + type + " cannot have this rule; only " + List.of(types));
        }
    }

    private Optional<String> text(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(Json::asText);
    }

    private Optional<Long> integer(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(Json::asLong);
    }

    private List<String> texts(String attribute) {
        @Nullable Json value = attributes.get(attribute);
        return value == null ? List.of() : value.asArray().texts();
    }
}
