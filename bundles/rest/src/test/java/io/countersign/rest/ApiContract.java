package io.countersign.rest;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Holds answers against the OpenAPI document that describes them. */
final class ApiContract {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final JsonObject DOCUMENT = document();
    private static final List<Known> ROUTES =
            DeclaredRoute.of(ApiServer.RESOURCES).stream().map(Known::of).toList();
    private static final Map<String, JsonSchema> BY_POINTER = new ConcurrentHashMap<>();

    /** A route and the paths that are its own. */
    private record Known(DeclaredRoute route, Pattern path) {
        static Known of(DeclaredRoute route) {
            String path = route.path().replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+");
            return new Known(route, Pattern.compile(path));
        }
    }

    private ApiContract() {}

    /** The document as the build makes it. */
    static JsonObject document() {
        try {
            JsonObject components = Json.parse(Files.readAllBytes(Path.of("src/main/openapi/components.json")))
                    .asObject();
            return new OpenApiDocument(components, "test").of(DeclaredRoute.of(ApiServer.RESOURCES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws when the answer to a route of the document is not what the document says. */
    static void check(String method, String path, Client.Answer answer) {
        String route = path.replaceFirst("\\?.*", "").replaceFirst("^" + ApiDoor.API, "");
        Optional<JsonObject> operation = operation(method, route);
        boolean head = method.equals("HEAD");
        if (operation.isEmpty() || head) {
            return;
        }
        JsonObject responses = operation.get().object("responses");
        String status = Integer.toString(answer.status());
        if (!responses.has(status)) {
            throw new AssertionError(method + " " + route + " answered " + status
                    + ", which the document does not know: " + answer.body());
        }
        String mediaType = answer.header("Content-Type").replaceFirst(";.*", "");
        JsonObject response = responses.object(status);
        if (mediaType.endsWith("json") && !route.endsWith("/content")) {
            checkBody(method + " " + route + " " + status, response, mediaType, answer.body());
        }
        if (mediaType.equals(Problem.MEDIA_TYPE)) {
            String type = answer.json().text("type");
            if (!response.array("x-problem-types").texts().contains(type)) {
                throw new AssertionError(
                        method + " " + route + " answered " + type + ", which the document does not know");
            }
        }
    }

    /** What breaks the schema that a reference of the document names. */
    static Set<ValidationMessage> faults(String pointer, String json) {
        return BY_POINTER.computeIfAbsent(pointer, ApiContract::schemaAt).validate(json, InputFormat.JSON);
    }

    private static void checkBody(String what, JsonObject response, String mediaType, String body) {
        if (!response.object("content").has(mediaType)) {
            throw new AssertionError(what + " is " + mediaType + ", which the document does not know");
        }
        JsonObject schema = response.object("content").object(mediaType).object("schema");
        Set<ValidationMessage> faults = faults(schema.text("$ref"), body);
        if (!faults.isEmpty()) {
            throw new AssertionError(what + " breaks its schema: " + faults + "\n" + body);
        }
    }

    private static Optional<JsonObject> operation(String method, String route) {
        return ROUTES.stream()
                .filter(known -> known.route().httpMethod().equals(method))
                .filter(known -> known.path().matcher(route).matches())
                .findFirst()
                .map(known ->
                        DOCUMENT.object("paths").object(known.route().path()).object(method.toLowerCase(Locale.ROOT)));
    }

    private static JsonSchema schemaAt(String pointer) {
        JsonObject schema = Json.object()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("$ref", pointer)
                .put("components", DOCUMENT.object("components"))
                .build();
        return SCHEMAS.getSchema(schema.toText(), InputFormat.JSON);
    }
}
