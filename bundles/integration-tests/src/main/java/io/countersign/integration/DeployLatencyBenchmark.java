package io.countersign.integration;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how long an operation takes from the copy of its jar into the watched folder to its first accepted
 * submission. Every round brings an operation that was never there before.
 *
 * <p>Run by {@code ./mvnw -Pdeploy-benchmark}.
 */
public final class DeployLatencyBenchmark {
    private static final Duration DEPLOY_MAX = Duration.ofMinutes(1);
    private static final String NAME = "example.count-lines";

    private final DemoPlatform platform;
    private final OperationBuild builds;
    private final JsonObject body;

    private DeployLatencyBenchmark(DemoPlatform platform, OperationBuild builds, JsonObject body) {
        this.platform = platform;
        this.builds = builds;
        this.body = body;
    }

    /** Arguments: working directory, rounds. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("needs: DIRECTORY ROUNDS");
            System.exit(2);
        }
        Path work = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        Path folder = Files.createTempDirectory(work, "deploy-");
        try (DemoPlatform platform = DemoPlatform.start(folder)) {
            JsonObject body = bodyWithFile(platform, folder);
            new DeployLatencyBenchmark(platform, new OperationBuild(folder.resolve("builds")), body)
                    .run(Integer.parseInt(arguments[1]));
        }
    }

    private static JsonObject bodyWithFile(DemoPlatform platform, Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("three.txt"), "a\nb\nc\n");
        JsonObject file = platform.as(DemoPlatform.OPERATOR)
                .upload("files", "file", text, "text/plain")
                .expect(201)
                .json()
                .asObject();
        JsonObject reference = Json.object()
                .put("id", file.text("id"))
                .put("version", file.integer("version"))
                .build();
        return Json.object()
                .put("files", Json.object().put("text", reference).build())
                .build();
    }

    private void run(int rounds) {
        List<Duration> taken = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            taken.add(round(round));
        }
        List<Long> millis = taken.stream().map(Duration::toMillis).sorted().toList();
        System.out.printf(
                "copy into deploy/ to first accepted submission, %d rounds: min %d ms, median %d ms, max %d ms%n",
                rounds, millis.get(0), millis.get(millis.size() / 2), millis.get(millis.size() - 1));
    }

    private Duration round(int round) {
        String name = NAME + "-" + round;
        OperationSource source = OperationSource.ofReadme()
                .replacing(
                        "package com.example.lines;",
                        "package com.example.lines.round" + (char) ('a' + round % 26) + ";")
                .replacing("\"" + NAME + "\"", "\"" + name + "\"");
        Path jar = builds.jar(source, "1.0." + round, name + ".jar");
        ApiClient operator = platform.as(DemoPlatform.OPERATOR);
        long begin = System.nanoTime();
        platform.distribution().deploy(jar);
        platform.distribution()
                .process()
                .await(
                        "operation " + name,
                        DEPLOY_MAX,
                        () -> operator.get("operations/" + name).status() == 200
                                && operator.submit(name, body, name).status() == 202);
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
