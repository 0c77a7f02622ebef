package io.countersign.shell;

import io.countersign.core.access.AccessConfig;
import io.countersign.core.execution.ExecutionConfig;
import io.countersign.core.file.FilesConfig;
import java.lang.annotation.Annotation;
import java.nio.file.Path;

/** Configurations as the framework would hand them over. */
final class TestConfigs {
    private TestConfigs() {}

    static AccessConfig access() {
        return new Access(12, 15, 5, 20, 900);
    }

    static FilesConfig files(Path directory) {
        return new Files(directory.toString(), 1_000_000, 0);
    }

    static ExecutionConfig execution(Path workDirectory) {
        return new Execution(
                1000, 4, "", 60, 7, 900, workDirectory.toString(), workDirectory + "/newest-intent", 1_000_000, "test");
    }

    private record Access(
            int sessionHours, int idleMinutes, int accountAttempts, int addressAttempts, int waitSecondsMax)
            implements AccessConfig {
        @Override
        public Class<? extends Annotation> annotationType() {
            return AccessConfig.class;
        }
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
