package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

public final class OpenApiDocumentTest {
    private final JsonObject document = ApiContract.document();

    @Test
    public void keepsToTheSchemaOfOpenApi() throws Exception {
        try (InputStream file =
                Objects.requireNonNull(OpenApiDocumentTest.class.getResourceAsStream("/openapi-3.1-schema.json"))) {
            JsonSchema openApi = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(new String(file.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);

            assertEquals(Set.of(), openApi.validate(document.toText(), InputFormat.JSON));
            assertTrue(!openApi.validate("{\"openapi\":\"3.1.0\"}", InputFormat.JSON)
                    .isEmpty());
        }
    }

    @Test
    public void describesEveryRouteAndNoOther() {
        Set<String> described = new TreeSet<>();
        JsonObject paths = document.object("paths");
        paths.names().forEach(path -> paths.object(path)
                .names()
                .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        Set<String> served = new TreeSet<>();
        DeclaredRoute.of(ApiServer.RESOURCES).forEach(route -> served.add(route.httpMethod() + " " + route.path()));

        assertEquals(served, described);
    }

    @Test
    public void namesThePermissionOfEveryRoute() {
        for (DeclaredRoute route : DeclaredRoute.of(ApiServer.RESOURCES)) {
            JsonObject operation = document.object("paths")
                    .object(route.path())
                    .object(route.httpMethod().toLowerCase(Locale.ROOT));

            assertEquals(
                    route.path(),
                    route.permission().orElse(route.isAnonymous() ? "anonymous" : "signed-in"),
                    operation.text("x-permission"));
            assertEquals(route.path(), route.isAnonymous(), operation.has("security"));
        }
    }

    @Test
    public void refersOnlyToWhatIsThereAndHasNothingThatIsNotReferredTo() {
        Set<String> defined = new TreeSet<>();
        for (String kind : List.of("schemas", "parameters", "headers")) {
            document.object("components").object(kind).names().forEach(name -> defined.add(kind + "/" + name));
        }
        Set<String> referred = new TreeSet<>();
        Matcher references =
                Pattern.compile("\"#/components/([A-Za-z]+/[A-Za-z0-9_.-]+)\"").matcher(document.toText());
        while (references.find()) {
            referred.add(references.group(1));
        }

        assertEquals(defined, referred);
    }

    @Test
    public void listsEveryProblem() {
        assertEquals(ProblemType.values().length, document.array("x-problems").size());
    }

    @Test
    public void theBuildFailsWhenAParameterIsNotDescribed() {
        JsonObject components = document.object("components");
        JsonObject without = components.with("parameters", Json.object().build());

        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> new OpenApiDocument(without, "test")
                        .of(DeclaredRoute.of(ApiServer.RESOURCES)));
        assertTrue(thrown.getMessage(), String.valueOf(thrown.getMessage()).contains("is not described"));
    }

    @Test
    public void isServedAsTheBuildMadeIt() throws Exception {
        try (TestNode node = new TestNode()) {
            JsonObject served = node.anonymous().get("/openapi.json").json();

            assertEquals(document.object("paths"), served.object("paths"));
            assertEquals(document.object("components"), served.object("components"));
        }
    }
}
