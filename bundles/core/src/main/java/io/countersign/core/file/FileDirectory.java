package io.countersign.core.file;

import java.nio.file.Path;

/** The directory that configuration names. */
final class FileDirectory {
    private FileDirectory() {}

    static Path of(FilesConfig config) {
        return config.directory().isBlank()
                ? Path.of(System.getProperty("karaf.data", "data"), "files")
                : Path.of(config.directory().strip());
    }
}
