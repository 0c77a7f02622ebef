package io.countersign.shell;

import io.countersign.core.execution.ExecutionConfig;
import io.countersign.core.file.FilesConfig;
import io.countersign.core.testing.Configuration;
import java.nio.file.Path;
import java.util.Map;

/** A small node's configurations. */
final class TestConfigs {
    private static final long FILE_BYTES_MAX = 1_000_000;

    private TestConfigs() {}

    static FilesConfig files(Path directory) {
        return Configuration.of(
                FilesConfig.class,
                Map.of("directory", directory.toString(), "uploadBytesMax", FILE_BYTES_MAX, "freeBytesMin", 0L));
    }

    static ExecutionConfig execution(Path directory) {
        return Configuration.of(
                ExecutionConfig.class,
                Map.of(
                        "pluginThreadsMax",
                        4,
                        "workDirectory",
                        directory.toString(),
                        "intentMarkFile",
                        directory.resolve("newest-intent").toString(),
                        "outputBytesMax",
                        FILE_BYTES_MAX));
    }
}
