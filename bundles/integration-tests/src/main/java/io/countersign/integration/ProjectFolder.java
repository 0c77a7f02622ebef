package io.countersign.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the project this runs in: what its documents promise is tested against them. */
public final class ProjectFolder {
    private ProjectFolder() {}

    /**
     * Reads a document of the project.
     *
     * @param path from the project's folder: {@code docs/error-messages.md}
     */
    public static String read(String path) {
        Path file = root().resolve(path);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) return folder;
        }
        throw new IllegalStateException("no folder with mvnw at or above " + start + "; run it inside the project");
    }
}
