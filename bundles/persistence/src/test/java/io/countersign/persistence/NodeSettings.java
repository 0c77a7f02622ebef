package io.countersign.persistence;

import io.countersign.core.execution.ExecutionConfig;
import io.countersign.core.file.FilesConfig;
import io.countersign.core.testing.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a node without a container is set up.
 *
 * @param directory of its files; nodes of one database share it
 * @param name of the node in the log
 * @param workers executions that it carries on at the same time
 * @param pollingInterval between looks for due work
 * @param heartbeat between signs of life of running work; it is taken over after four missed ones
 * @param operationConcurrencyMax as it is configured; empty for no limit
 * @param callTimeout of one call of a handler, in whole seconds
 * @param absenceGap between two clean look-ups, in whole seconds
 * @param intentMarkFile of the node alone; empty for none
 */
public record NodeSettings(
        Path directory,
        String name,
        int workers,
        Duration pollingInterval,
        Duration heartbeat,
        String operationConcurrencyMax,
        Duration callTimeout,
        Duration absenceGap,
        String intentMarkFile) {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);
    private static final int QUEUE_MAX = 1_000_000;
    private static final int PLUGIN_THREADS_MAX = 1024;
    private static final long FILE_BYTES_MAX = 1024 * 1024;

    /** Without a limit for an operation. */
    public NodeSettings(
            Path directory,
            String name,
            int workers,
            Duration pollingInterval,
            Duration heartbeat,
            Duration callTimeout,
            Duration absenceGap,
            String intentMarkFile) {
        this(directory, name, workers, pollingInterval, heartbeat, "", callTimeout, absenceGap, intentMarkFile);
    }

    /** The same with limits, as they are configured. */
    public NodeSettings limited(String newOperationConcurrencyMax) {
        return new NodeSettings(
                directory,
                name,
                workers,
                pollingInterval,
                heartbeat,
                newOperationConcurrencyMax,
                callTimeout,
                absenceGap,
                intentMarkFile);
    }

    /** The same, with a time for one call as people have it: a pause is noticed by nothing but the fence. */
    public NodeSettings patient() {
        return new NodeSettings(
                directory,
                name,
                workers,
                pollingInterval,
                heartbeat,
                operationConcurrencyMax,
                CALL_TIMEOUT,
                absenceGap,
                intentMarkFile);
    }

    /** With the time limits that people get. */
    static NodeSettings of(Path directory, WorkSettings work) {
        return new NodeSettings(
                directory,
                "node",
                work.threads(),
                work.pollingInterval(),
                work.heartbeat(),
                CALL_TIMEOUT,
                Duration.ofMinutes(15),
                directory.resolve("newest-intent").toString());
    }

    WorkSettings work() {
        return new WorkSettings(workers, pollingInterval, heartbeat);
    }

    FilesConfig files() {
        return Configuration.of(
                FilesConfig.class,
                Map.of(
                        "directory",
                        directory.resolve("files").toString(),
                        "uploadBytesMax",
                        FILE_BYTES_MAX,
                        "freeBytesMin",
                        0L));
    }

    ExecutionConfig execution() {
        return Configuration.of(
                ExecutionConfig.class,
                Map.of(
                        "queueMax",
                        QUEUE_MAX,
                        "pluginThreadsMax",
                        PLUGIN_THREADS_MAX,
                        "operationConcurrencyMax",
                        operationConcurrencyMax,
                        "callTimeoutSeconds",
                        Math.toIntExact(callTimeout.toSeconds()),
                        "absenceGapSeconds",
                        Math.toIntExact(absenceGap.toSeconds()),
                        "workDirectory",
                        directory.resolve("work-of-" + name).toString(),
                        "intentMarkFile",
                        intentMarkFile,
                        "outputBytesMax",
                        FILE_BYTES_MAX));
    }
}
