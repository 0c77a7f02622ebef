package io.countersign.integration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The operation that the README shows: built as an author would, dropped in, replaced while it is in use, taken away. */
public final class ReadmeOperationIT {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final String NAME = "example.count-lines";
    private static final Duration DEPLOY_MAX = Duration.ofSeconds(30);

    private static DemoPlatform platform;
    private static Workflow workflow;
    private static OperationBuild builds;
    private static JsonObject parameters;

    @BeforeClass
    public static void start() throws IOException {
        platform = TestPlatforms.shared();
        workflow = new Workflow(platform);
        builds = new OperationBuild(FOLDER.getRoot().toPath());
        Path text = Files.writeString(FOLDER.getRoot().toPath().resolve("seven.txt"), "1\n2\n3\n4\n5\n6\n7");
        JsonObject file = workflow.operator()
                .upload("files", "file", text, "text/plain")
                .expect(201)
                .json()
                .asObject();
        JsonObject reference = Json.object()
                .put("id", file.text("id"))
                .put("version", file.integer("version"))
                .build();
        parameters = Json.object().put("text", reference).build();
    }

    @Test
    public void comesIsReplacedAndGoesWhileThePlatformRuns() throws IOException {
        OperationSource source = OperationSource.ofReadme();
        workflow.operator().get("operations/" + NAME).expect(404);

        platform.distribution().deploy(builds.jar(source, "1.0.0", "lines.jar"));
        awaitVersion(Optional.of("1.0.0"));
        assertListedInTheShell();
        JsonObject first = run();
        assertEquals("1.0.0", first.text("operationVersion"));
        assertEquals(releaseOfOperation(), first.text("release"));
        assertEquals("counted 7 lines", loggedBy(first));

        OperationSource newer =
                source.replacing("return \"1.0.0\";", "return \"1.1.0\";").replacing("\"counted \"", "\"found \"");
        Path deployed = platform.distribution().deploy(builds.jar(newer, "1.1.0", "lines.jar"));
        awaitVersion(Optional.of("1.1.0"));
        JsonObject second = run();
        assertEquals("1.1.0", second.text("operationVersion"));
        assertEquals(releaseOfOperation(), second.text("release"));
        assertEquals("found 7 lines", loggedBy(second));
        assertNotEquals(first.text("release"), second.text("release"));
        assertEquals(first, workflow.execution(first.text("id")));
        assertEquals("ACTIVE", stateOfRelease(second.text("release")));

        Files.delete(deployed);
        awaitVersion(Optional.empty());
        assertUnknown();
        awaitInactive(first.text("release"));
        awaitInactive(second.text("release"));
        assertEquals(second, workflow.execution(second.text("id")));
    }

    private static JsonObject run() {
        String id = workflow.submit(NAME, parameters);
        JsonObject ended = workflow.await(id, "COMPLETED");
        assertEquals(7, workflow.download(id, "count.json").json().asObject().integer("lines"));
        return ended;
    }

    private static String loggedBy(JsonObject execution) {
        List<JsonObject> lines = workflow.items("executions/" + execution.text("id") + "/logs");
        assertEquals(lines.toString(), 1, lines.size());
        return lines.get(0).text("text");
    }

    /** The version that GET /operations lists; empty when the operation is not listed. */
    private static Optional<String> listedVersion() {
        return workflow.items("operations").stream()
                .filter(operation -> operation.text("name").equals(NAME))
                .map(operation -> operation.text("version"))
                .findFirst();
    }

    private static void awaitVersion(Optional<String> version) {
        platform.distribution()
                .process()
                .await("operation " + NAME + " as " + version, DEPLOY_MAX, () -> listedVersion()
                        .equals(version));
    }

    private static void assertListedInTheShell() {
        try (SshShell olivia = platform.shell(DemoPlatform.OPERATOR)) {
            String table = olivia.run("ops:list").output();
            assertTrue(table, table.lines().anyMatch(line -> line.contains(NAME) && line.contains("1.0.0")));
        }
    }

    private static void assertUnknown() {
        JsonObject problem = workflow.operator()
                .submit(NAME, Workflow.body(parameters), "after-its-end")
                .expect(404)
                .json()
                .asObject();

        assertEquals("urn:countersign:problem:unknown-operation", problem.text("type"));
        assertTrue(problem.text("detail"), problem.text("detail").contains(NAME));
    }

    private static String releaseOfOperation() {
        return workflow.operator()
                .get("operations/" + NAME)
                .expect(200)
                .json()
                .asObject()
                .text("release");
    }

    private static void awaitInactive(String digest) {
        platform.distribution()
                .process()
                .await("release " + digest + " no longer active", DEPLOY_MAX, () -> !stateOfRelease(digest)
                        .equals("ACTIVE"));
    }

    private static String stateOfRelease(String digest) {
        return workflow.administrator().get("plugins").expect(200).json().asObject().array("items").objects().stream()
                .filter(release -> release.text("digest").equals(digest))
                .map(release -> release.text("state"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no release " + digest));
    }
}
