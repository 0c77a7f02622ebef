package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.ws.rs.Consumes;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * Writes the OpenAPI document while the bundle is built: routes from the annotations that serve them, so that the two
 * cannot differ, and parameters and schemas from a file kept by hand. It is not part of the bundle.
 */
public final class OpenApiDocument {
    private final JsonObject components;
    private final String version;

    OpenApiDocument(JsonObject components, String version) {
        this.components = components;
        this.version = version;
    }

    /**
     * Called by the build.
     *
     * @param arguments the components file, the file to write, the version of the API's build
     */
    public static void main(String[] arguments) throws IOException {
        JsonObject components =
                Json.parse(Files.readAllBytes(Path.of(arguments[0]))).asObject();
        Path target = Path.of(arguments[1]);
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(
                target,
                new OpenApiDocument(components, arguments[2])
                        .of(DeclaredRoute.of(ApiServer.RESOURCES))
                        .toText());
    }

    JsonObject of(List<DeclaredRoute> routes) {
        return Json.object()
                .put("openapi", "3.1.0")
                .put("info", info())
                .put("servers", Json.array(Json.object().put("url", ApiDoor.API).build()))
                .put("security", Json.array(bearer()))
                .put("paths", paths(routes))
                .put("components", components)
                .put(
                        "x-problems",
                        Json.array(Arrays.stream(ProblemType.values())
                                .map(OpenApiDocument::problem)
                                .toList()))
                .build();
    }

    private JsonObject info() {
        return Json.object()
                .put("title", "Countersign")
                .put("version", version)
                .put(
                        "description",
                        "Finance operations that are planned, approved by another person, executed once, and provable "
                                + "afterwards. Every error is a problem document (RFC 9457); x-problems lists every type.")
                .put(
                        "license",
                        Json.object()
                                .put("name", "Apache-2.0")
                                .put("url", "https://www.apache.org/licenses/LICENSE-2.0.txt")
                                .build())
                .build();
    }

    private JsonObject paths(List<DeclaredRoute> routes) {
        Map<String, Map<String, JsonObject>> byPath = new TreeMap<>();
        for (DeclaredRoute route : routes) {
            byPath.computeIfAbsent(route.path(), path -> new TreeMap<>())
                    .merge(route.httpMethod().toLowerCase(Locale.ROOT), operation(route), OpenApiDocument::inTwoForms);
        }
        JsonObject.Builder paths = Json.object();
        byPath.forEach((path, operations) -> {
            JsonObject.Builder item = Json.object();
            operations.forEach(item::put);
            paths.put(path, item.build());
        });
        return paths.build();
    }

    private JsonObject operation(DeclaredRoute route) {
        Route described = describedBy(route);
        JsonObject.Builder operation = Json.object()
                .put("operationId", id(route.method()))
                .put("tags", Json.texts(List.of(tag(route.method()))))
                .put("summary", described.summary())
                .put("x-permission", route.permission().orElse(route.isAnonymous() ? "anonymous" : "signed-in"));
        if (route.isAnonymous()) {
            operation.put("security", Json.array());
        }
        List<JsonObject> parameters = parameters(route.method());
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (!described.body().isEmpty()) {
            operation.put("requestBody", body(described.body(), consumes(route.method())));
        }
        return operation.put("responses", responses(route, described)).build();
    }

    private List<JsonObject> parameters(Method method) {
        List<JsonObject> parameters = new ArrayList<>();
        for (Annotation[] annotations : method.getParameterAnnotations()) {
            for (Annotation annotation : annotations) {
                String key = parameterKey(annotation);
                if (key != null) {
                    parameters.add(reference("parameters", specific(key, method)));
                }
            }
        }
        return parameters;
    }

    private static @Nullable String parameterKey(Annotation annotation) {
        if (annotation instanceof PathParam path) {
            return "path-" + path.value();
        }
        if (annotation instanceof QueryParam query) {
            return "query-" + query.value();
        }
        return annotation instanceof HeaderParam header ? "header-" + header.value() : null;
    }

    /** A parameter of some methods has a description of its own: {@code query-limit-logs}. */
    private String specific(String key, Method method) {
        JsonObject described = components.object("parameters");
        String own = key + "-" + method.getName();
        String known = described.has(own) ? own : key;
        if (!described.has(known)) {
            throw new IllegalStateException(
                    "parameter '" + key + "' of " + id(method) + " is not described in the components file");
        }
        return known;
    }

    private JsonObject body(String schema, String mediaType) {
        return Json.object()
                .put("required", !schema.equals("Comment"))
                .put("content", content(mediaType, schema(schema)))
                .build();
    }

    private JsonObject responses(DeclaredRoute route, Route described) {
        Map<Integer, JsonObject> byStatus = new TreeMap<>();
        byStatus.put(described.status(), answer(route, described));
        if (described.otherStatus() != 0) {
            byStatus.put(
                    described.otherStatus(),
                    Json.object()
                            .put("description", "There is nothing more to come")
                            .build());
        }
        problems(route, described).stream()
                .collect(Collectors.groupingBy(ProblemType::status))
                .forEach((status, types) -> byStatus.put(status, problemAnswer(types)));
        JsonObject.Builder responses = Json.object();
        byStatus.forEach((status, response) -> responses.put(Integer.toString(status), response));
        return responses.build();
    }

    private JsonObject answer(DeclaredRoute route, Route described) {
        JsonObject.Builder answer = Json.object().put("description", described.summary());
        String mediaType = produces(route.method());
        JsonObject headers = Json.object()
                .put(RequestId.HEADER, reference("headers", RequestId.HEADER))
                .build();
        answer.put("headers", headers);
        if (!described.answer().isEmpty()) {
            return answer.put("content", content(mediaType, schema(described.answer())))
                    .build();
        }
        return described.status() == 204
                ? answer.build()
                : answer.put(
                                "content",
                                content(
                                        mediaType,
                                        Json.object().put("type", "string").build()))
                        .build();
    }

    private static Set<ProblemType> problems(DeclaredRoute route, Route described) {
        Set<ProblemType> types = EnumSet.of(
                ProblemType.UNKNOWN_QUERY_PARAMETER,
                ProblemType.NOT_ACCEPTABLE,
                ProblemType.INTERNAL,
                ProblemType.STARTING);
        types.addAll(List.of(described.problems()));
        if (!route.queryParameters().isEmpty()) {
            types.add(ProblemType.INVALID_QUERY_PARAMETER);
        }
        if (!described.body().isEmpty()) {
            types.add(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
        if (!described.body().isEmpty() && consumes(route.method()).equals(MediaType.APPLICATION_JSON)) {
            types.addAll(List.of(ProblemType.UNREADABLE_JSON, ProblemType.INVALID_REQUEST, ProblemType.BODY_TOO_LARGE));
        }
        if (hasHeaders(route.method())) {
            types.add(ProblemType.INVALID_REQUEST);
        }
        if (!route.isAnonymous()) {
            types.addAll(List.of(ProblemType.NOT_SIGNED_IN, ProblemType.SESSION_EXPIRED));
        }
        if (route.permission().isPresent()) {
            types.add(ProblemType.PERMISSION_DENIED);
        }
        return types;
    }

    private static boolean hasHeaders(Method method) {
        return Arrays.stream(method.getParameterAnnotations())
                .flatMap(Arrays::stream)
                .anyMatch(HeaderParam.class::isInstance);
    }

    private JsonObject problemAnswer(List<ProblemType> types) {
        return Json.object()
                .put("description", types.stream().map(ProblemType::title).collect(Collectors.joining("; ")))
                .put("content", content(Problem.MEDIA_TYPE, schema("Problem")))
                .put(
                        "x-problem-types",
                        Json.texts(types.stream().map(ProblemType::uri).toList()))
                .build();
    }

    /** Two methods that serve one path in two forms are one operation with two contents. */
    private static JsonObject inTwoForms(JsonObject one, JsonObject other) {
        boolean oneIsJson = one.toText().contains("\"" + MediaType.APPLICATION_JSON + "\"");
        JsonObject first = oneIsJson ? one : other;
        JsonObject second = oneIsJson ? other : one;
        JsonObject responses = first.object("responses");
        JsonObject good = responses.object("200");
        JsonObject contents = Json.object()
                .putAll(good.object("content"))
                .putAll(second.object("responses").object("200").object("content"))
                .build();
        return first.with("responses", responses.with("200", good.with("content", contents)));
    }

    private static JsonObject problem(ProblemType type) {
        return Json.object()
                .put("type", type.uri())
                .put("status", type.status())
                .put("title", type.title())
                .put("cause", type.cause())
                .put("remedy", type.remedy())
                .build();
    }

    private JsonObject schema(String name) {
        if (!components.object("schemas").has(name)) {
            throw new IllegalStateException("schema '" + name + "' is not in the components file");
        }
        return reference("schemas", name);
    }

    private static JsonObject reference(String kind, String name) {
        return Json.object().put("$ref", "#/components/" + kind + "/" + name).build();
    }

    private static JsonObject content(String mediaType, JsonObject schema) {
        return Json.object()
                .put(mediaType, Json.object().put("schema", schema).build())
                .build();
    }

    private static JsonObject bearer() {
        return Json.object().put("bearer", Json.array()).build();
    }

    private static Route describedBy(DeclaredRoute route) {
        Route described = route.method().getAnnotation(Route.class);
        if (described == null) {
            throw new IllegalStateException(id(route.method()) + " has no @Route");
        }
        return described;
    }

    private static String consumes(Method method) {
        Consumes ofMethod = method.getAnnotation(Consumes.class);
        Consumes consumes = ofMethod == null ? method.getDeclaringClass().getAnnotation(Consumes.class) : ofMethod;
        return consumes == null ? MediaType.APPLICATION_JSON : consumes.value()[0];
    }

    private static String produces(Method method) {
        Produces ofMethod = method.getAnnotation(Produces.class);
        Produces produces = ofMethod == null ? method.getDeclaringClass().getAnnotation(Produces.class) : ofMethod;
        String type = produces == null ? MediaType.APPLICATION_JSON : produces.value()[0];
        int parameters = type.indexOf(';');
        return parameters < 0 ? type : type.substring(0, parameters);
    }

    private static String id(Method method) {
        return tag(method) + "." + method.getName();
    }

    private static String tag(Method method) {
        String type = method.getDeclaringClass().getSimpleName();
        return type.substring(0, type.length() - "Resource".length()).toLowerCase(Locale.ROOT);
    }
}
