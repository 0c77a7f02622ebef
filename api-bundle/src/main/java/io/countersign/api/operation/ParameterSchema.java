package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.ValidationResult.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of an operation, in the order in which a form shows them. */
public final class ParameterSchema {
    private static final int PARAMETERS_MAX = 100;

    private final Map<String, Parameter> parameters;

    private ParameterSchema(Map<String, Parameter> parameters) {
        this.parameters = parameters;
    }

    /**
     * Builds the schema.
     *
     * @throws IllegalArgumentException when a name appears twice, a default breaks its rules, bounds are unreadable or the
     *     wrong way round, or options are missing
     */
    public static ParameterSchema of(Parameter... parameters) {
        if (parameters.length > PARAMETERS_MAX) {
            throw new IllegalArgumentException("an operation has at most " + PARAMETERS_MAX + " parameters");
        }
        Map<String, Parameter> byName = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            if (byName.put(parameter.name(), parameter) != null) {
                throw new IllegalArgumentException("parameter '" + parameter.name() + "' is defined twice");
            }
            requireConsistent(parameter);
        }
        return new ParameterSchema(byName);
    }

    public List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    public Optional<Parameter> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Checks given values; reports every problem, including unknown names. */
    public ValidationResult check(JsonObject given) {
        List<Problem> problems = new ArrayList<>();
        normalise(given, problems);
        return ValidationResult.of(problems);
    }

    /**
     * Checks given values, fills in defaults and brings each into its normal form.
     *
     * @throws InvalidParametersException with every problem found
     */
    public Parameters normalise(JsonObject given) {
        List<Problem> problems = new ArrayList<>();
        JsonObject normal = normalise(given, problems);
        if (!problems.isEmpty()) {
            throw new InvalidParametersException(ValidationResult.of(problems));
        }
        return Parameters.of(normal);
    }

    /**
     * Reads values that were typed as text: MULTISELECT separated by commas, MONEY like {@code 12.50 EUR}, BOOLEAN
     * {@code true} or {@code false}. Anything unreadable stays text and is reported by {@link #check}.
     */
    public JsonObject fromTexts(Map<String, String> texts) {
        JsonObject.Builder json = Json.object();
        texts.forEach((name, text) -> json.put(name, fromText(parameters.get(name), text)));
        return json.build();
    }

    /** The parameters as the catalogue shows them. */
    public JsonObject toJson() {
        return Json.object()
                .put("parameters", parameters().stream().map(Parameter::toJson).toList())
                .build();
    }

    /** The same rules as JSON Schema 2020-12, as far as it can express them. */
    public JsonObject toJsonSchema() {
        return JsonSchemaWriter.write(this);
    }

    private JsonObject normalise(JsonObject given, List<Problem> problems) {
        for (String name : given.names()) {
            if (!parameters.containsKey(name)) {
                problems.add(new Problem(
                        name, "unknown", "unknown parameter '" + name + "'; known are " + parameters.keySet()));
            }
        }
        JsonObject.Builder normal = Json.object();
        for (Parameter parameter : parameters.values()) {
            Optional<Json> value = given.find(parameter.name()).or(parameter::defaultValue);
            if (value.isPresent()) {
                normal.put(parameter.name(), new ParameterCheck(parameter, problems).normalise(value.get()));
            } else if (parameter.isRequired()) {
                problems.add(
                        new Problem(parameter.name(), "required", "parameter '" + parameter.name() + "' is required"));
            }
        }
        return normal.build();
    }

    private static Json fromText(@Nullable Parameter parameter, String text) {
        if (parameter == null) {
            return Json.of(text);
        }
        return switch (parameter.type()) {
            case MULTISELECT ->
                Json.texts(text.isBlank() ? List.of() : List.of(text.trim().split("\\s*,\\s*", -1)));
            case BOOLEAN ->
                Set.of("true", "false").contains(text) ? Json.of(Boolean.parseBoolean(text)) : Json.of(text);
            case MONEY -> moneyFromText(text);
            default -> Json.of(text);
        };
    }

    private static Json moneyFromText(String text) {
        String[] parts = text.trim().split("\\s+", -1);
        if (parts.length != 2) {
            return Json.of(text);
        }
        try {
            return Money.parse(parts[0], parts[1]).toJson();
        } catch (IllegalArgumentException e) {
            return Json.of(text);
        }
    }

    private static void requireConsistent(Parameter parameter) {
        boolean choice = parameter.type() == ParameterType.SELECT || parameter.type() == ParameterType.MULTISELECT;
        if (choice && parameter.options().isEmpty()) {
            throw new IllegalArgumentException("parameter '" + parameter.name() + "' needs at least one option");
        }
        ParameterBounds.requireConsistent(parameter);
        List<Problem> problems = new ArrayList<>();
        parameter.defaultValue().ifPresent(value -> new ParameterCheck(parameter, problems).normalise(value));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("default of parameter '" + parameter.name() + "': "
                    + problems.get(0).message());
        }
    }
}
