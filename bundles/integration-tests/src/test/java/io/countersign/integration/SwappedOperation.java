package io.countersign.integration;

import static org.junit.Assert.assertEquals;

import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An operation in several versions, each of which writes into its result which one it was at its begin and at its end. */
final class SwappedOperation {
    static final String NAME = "example.swapped";
    static final String CLASS = "com.example.swapped.Swapped";

    private static final Duration SWAP_MAX = Duration.ofSeconds(30);

    private final List<Path> jars;

    private SwappedOperation(List<Path> jars) {
        this.jars = jars;
    }

    /** The same bundle so many times, each time with another version in an entry of its jar. */
    static SwappedOperation build(Path folder, int versions) throws IOException {
        Path built = new OperationBuild(folder)
                .jar(OperationSource.ofResource(SwappedOperation.class, "Swapped.java.txt"), "1.0.0", "swapped.jar");
        List<Path> jars = new ArrayList<>();
        for (int number = 0; number < versions; number++) {
            Path place = Files.createDirectories(built.resolveSibling(Integer.toString(number)));
            Path jar = Files.copy(built, place.resolve("swapped.jar"), StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem entries = FileSystems.newFileSystem(jar)) {
                Files.writeString(entries.getPath("/version.txt"), version(number));
            }
            jars.add(jar);
        }
        return new SwappedOperation(jars);
    }

    /** Numbers count from 0. */
    static String version(int number) {
        return "1." + number + ".0";
    }

    Path jar(int number) {
        return jars.get(number);
    }

    /** Waits until a node gives new executions to a version. */
    static void awaitVersion(Workflow workflow, String version) {
        workflow.process().await("version " + version, SWAP_MAX, () -> listedVersion(workflow)
                .equals(version));
    }

    /** The version that takes new executions; {@code none} when there is none. */
    static String listedVersion(Workflow workflow) {
        ApiReply reply = workflow.operator().get("operations/" + NAME);
        return reply.status() == 200 ? reply.json().asObject().text("version") : "none";
    }

    /** Which version an execution ran on, having made sure that it was one from begin to end. */
    static String wholeVersionOf(Workflow workflow, String id) {
        JsonObject execution = workflow.await(id, "COMPLETED");
        String version = execution.text("operationVersion");
        JsonObject data = execution.object("result").object("data");
        assertEquals(id + " begins on the version it was planned for", version, data.text("begin"));
        assertEquals(id + " ends on the version it began on", version, data.text("end"));
        return version;
    }
}
