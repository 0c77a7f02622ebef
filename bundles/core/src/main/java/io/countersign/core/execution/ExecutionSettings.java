package io.countersign.core.execution;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checked limits of {@link ExecutionConfig}, and those that are not configured. */
record ExecutionSettings(
        int queueMax,
        int pluginThreadsMax,
        PlaceLimits placeLimits,
        Duration callTimeout,
        Duration approvalExpiry,
        Duration absenceGap,
        Path workDirectory,
        @Nullable Path intentMarkFile,
        long outputBytesMax,
        List<Duration> quickReplays) {

    /** Safety margin before the provider may forget an idempotency key. */
    static final Duration KEY_MEMORY_MARGIN = Duration.ofHours(1);

    /** How often a running execution looks whether it still owns its fence; logs are written at the same beat. */
    static final Duration HEARTBEAT = Duration.ofMillis(250);

    /** A worker whose last good heartbeat is older than this sends nothing. */
    static final Duration SEND_LEASE = Duration.ofSeconds(8);

    /** How often an execution that needs attention looks whether people have closed what was unclear. */
    static final Duration ATTENTION_POLL = Duration.ofSeconds(5);

    /** How long a plug-in may think about its effect handlers. */
    static final Duration HANDLERS_LIMIT = Duration.ofSeconds(10);

    /** No provider's wish to wait longer than this before a replay is followed. */
    static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(15);

    /** No operation's wish to wait longer than this before the next look at settlement is followed. */
    static final Duration NEXT_CHECK_MAX = Duration.ofDays(1);

    /** Short replays within a run, before the execution is put aside as RESOLVING. */
    private static final List<Duration> QUICK_REPLAYS = List.of(Duration.ofMillis(200), Duration.ofSeconds(1));

    /** How long a plug-in has to end after it was interrupted, before its thread is abandoned. */
    static final Duration INTERRUPT_GRACE = Duration.ofSeconds(5);

    static final int LOG_LINES_MAX = 10_000;
    static final int LOG_LINE_BYTES_MAX = 4096;
    static final int REMEMBERED_BYTES_MAX = 64 * 1024;
    static final int RESULT_BYTES_MAX = 1024 * 1024;
    static final int DOCUMENT_BYTES_MAX = 16 * 1024 * 1024;

    ExecutionSettings {
        requireRange("queueMax", queueMax, 1, 1_000_000);
        requireRange("pluginThreadsMax", pluginThreadsMax, 1, 1024);
        requireRange("callTimeoutSeconds", callTimeout.toSeconds(), 1, 600);
        requireRange("approvalExpiryDays", approvalExpiry.toDays(), 1, 365);
        requireRange("absenceGapSeconds", absenceGap.toSeconds(), 1, 86_400);
        requireRange("outputBytesMax", outputBytesMax, 1, Long.MAX_VALUE);
        quickReplays = List.copyOf(quickReplays);
    }

    static ExecutionSettings of(ExecutionConfig config) {
        String directory = config.workDirectory().isEmpty()
                ? System.getProperty("karaf.data", System.getProperty("java.io.tmpdir", ".")) + "/work"
                : config.workDirectory();
        return new ExecutionSettings(
                config.queueMax(),
                config.pluginThreadsMax(),
                PlaceLimits.parse(config.operationConcurrencyMax()),
                Duration.ofSeconds(config.callTimeoutSeconds()),
                Duration.ofDays(config.approvalExpiryDays()),
                Duration.ofSeconds(config.absenceGapSeconds()),
                Path.of(directory),
                intentMarkFile(config.intentMarkFile()),
                config.outputBytesMax(),
                QUICK_REPLAYS);
    }

    /** A process outside of a container keeps none unless it is told where. */
    private static @Nullable Path intentMarkFile(String configured) {
        if (configured.isEmpty()) {
            String base = System.getProperty("karaf.base");
            return base == null ? null : Path.of(base, "state", "newest-intent");
        }
        return configured.equals("none") ? null : Path.of(configured);
    }

    private static void requireRange(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " = " + value
                    + " in etc/io.countersign.execution.cfg is not between " + least + " and " + most);
        }
    }
}
