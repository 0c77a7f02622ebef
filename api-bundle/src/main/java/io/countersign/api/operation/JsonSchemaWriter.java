package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Writes a parameter schema as JSON Schema 2020-12. */
final class JsonSchemaWriter {
    private static final String DECIMAL = "^-?(0|[1-9][0-9]{0,29})(\\.[0-9]{1,18})?$";

    private JsonSchemaWriter() {}

    static JsonObject write(ParameterSchema schema) {
        JsonObject.Builder properties = Json.object();
        List<String> required = new ArrayList<>();
        for (Parameter parameter : schema.parameters()) {
            properties.put(parameter.name(), property(parameter));
            if (parameter.isRequired() && parameter.defaultValue().isEmpty()) {
                required.add(parameter.name());
            }
        }
        return Json.object()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("type", "object")
                .put("properties", properties.build())
                .put("required", Json.texts(required))
                .put("additionalProperties", false)
                .build();
    }

    private static JsonObject property(Parameter parameter) {
        JsonObject.Builder json = Json.object().put("title", parameter.title());
        if (!parameter.description().isEmpty()) {
            json.put("description", parameter.description());
        }
        switch (parameter.type()) {
            case STRING -> string(json, parameter);
            case NUMBER -> number(json);
            case BOOLEAN -> json.put("type", "boolean");
            case FILE -> file(json);
            case SELECT ->
                json.put("type", "string")
                        .put("enum", Json.texts(parameter.options().keySet()));
            case MULTISELECT -> multiselect(json, parameter);
            case MONEY -> money(json, parameter);
            case DATE ->
                json.put("type", "string").put("format", "date").put("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
            case CONNECTION ->
                json.put("type", "string")
                        .put("x-connection-kind", parameter.connectionKind().orElseThrow());
        }
        parameter.defaultValue().ifPresent(value -> json.put("default", value));
        return json.build();
    }

    private static void string(JsonObject.Builder json, Parameter parameter) {
        json.put("type", "string").put("minLength", parameter.minLength()).put("maxLength", parameter.maxLength());
        // a pattern of JSON Schema searches; ours must match the whole text
        parameter.pattern().ifPresent(regex -> json.put("pattern", "^(?:" + regex + ")$"));
        parameter.contentSchema().ifPresent(schema -> json.put("contentMediaType", "application/json")
                .put("contentSchema", schema));
    }

    private static void number(JsonObject.Builder json) {
        json.put(
                "oneOf",
                List.of(
                        Json.object()
                                .put("type", "string")
                                .put("pattern", DECIMAL)
                                .build(),
                        Json.object()
                                .put("type", "integer")
                                .put("minimum", -Json.MAX_SAFE_INTEGER)
                                .put("maximum", Json.MAX_SAFE_INTEGER)
                                .build()));
    }

    private static void file(JsonObject.Builder json) {
        JsonObject reference = Json.object()
                .put("type", "object")
                .put(
                        "properties",
                        Json.object()
                                .put("id", type("string"))
                                .put(
                                        "version",
                                        Json.object()
                                                .put("type", "integer")
                                                .put("minimum", 1)
                                                .put("maximum", Json.MAX_SAFE_INTEGER)
                                                .build())
                                .build())
                .put("required", Json.texts(List.of("id")))
                .build();
        json.put("oneOf", List.of(type("string"), reference));
    }

    private static void multiselect(JsonObject.Builder json, Parameter parameter) {
        JsonObject items = Json.object()
                .put("type", "string")
                .put("enum", Json.texts(parameter.options().keySet()))
                .build();
        json.put("type", "array")
                .put("items", items)
                .put("uniqueItems", true)
                .put("minItems", parameter.minLength())
                .put("maxItems", parameter.maxLength());
    }

    private static void money(JsonObject.Builder json, Parameter parameter) {
        JsonObject currency = parameter.currencies().isEmpty()
                ? Json.object()
                        .put("type", "string")
                        .put("pattern", "^[A-Z]{3}$")
                        .build()
                : Json.object()
                        .put("type", "string")
                        .put("enum", Json.texts(parameter.currencies()))
                        .build();
        json.put("type", "object")
                .put(
                        "properties",
                        Json.object()
                                .put(
                                        "minorUnits",
                                        Json.object()
                                                .put("type", "string")
                                                .put("pattern", "^(0|-?[1-9][0-9]{0,18})$")
                                                .build())
                                .put("currency", currency)
                                .put("text", type("string"))
                                .build())
                .put("required", Json.texts(List.of("minorUnits", "currency")));
    }

    private static JsonObject type(String name) {
        return Json.object().put("type", name).build();
    }
}
