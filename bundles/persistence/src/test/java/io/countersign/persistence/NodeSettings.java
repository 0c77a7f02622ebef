package io.countersign.persistence;

import io.countersign.core.execution.ExecutionConfig;
import io.countersign.core.file.FilesConfig;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.time.Duration;

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
    private static final int APPROVAL_EXPIRY_DAYS = 7;
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
        return new Files(directory.resolve("files").toString(), FILE_BYTES_MAX, 0);
    }

    ExecutionConfig execution() {
        return new Execution(
                QUEUE_MAX,
                PLUGIN_THREADS_MAX,
                operationConcurrencyMax,
                Math.toIntExact(callTimeout.toSeconds()),
                APPROVAL_EXPIRY_DAYS,
                Math.toIntExact(absenceGap.toSeconds()),
                directory.resolve("work-of-" + name).toString(),
                intentMarkFile,
                FILE_BYTES_MAX,
                name);
    }

    private record Files(String directory, long uploadBytesMax, long freeBytesMin) implements FilesConfig {
        @Override
        public Class<? extends Annotation> annotationType() {
            return FilesConfig.class;
        }
    }

    private record Execution(
            int queueMax,
            int pluginThreadsMax,
            String operationConcurrencyMax,
            int callTimeoutSeconds,
            int approvalExpiryDays,
            int absenceGapSeconds,
            String workDirectory,
            String intentMarkFile,
            long outputBytesMax,
            String nodeName)
            implements ExecutionConfig {
        @Override
        public Class<? extends Annotation> annotationType() {
            return ExecutionConfig.class;
        }
    }
}
