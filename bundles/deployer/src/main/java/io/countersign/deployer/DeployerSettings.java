package io.countersign.deployer;

import java.nio.file.Path;
import java.time.Duration;

/** The checked values of {@link DeployerConfig}. */
record DeployerSettings(
        Path releaseDirectory,
        int jarBytesMax,
        Duration startTimeout,
        Duration alignPeriod,
        Duration drainDeadline,
        Duration quiet,
        Duration retention) {

    DeployerSettings {
        requireRange("jarBytesMax", jarBytesMax, 1024, 1024 * 1024 * 1024);
        requireRange("startTimeoutSeconds", startTimeout.toSeconds(), 1, 300);
        requireRange("alignPeriodSeconds", alignPeriod.toSeconds(), 1, 3600);
        requireRange("drainDeadlineSeconds", drainDeadline.toSeconds(), 1, 30 * 86_400);
        requireRange("quietSeconds", quiet.toSeconds(), 1, 3600);
        requireRange("retentionDays", retention.toDays(), 1, 3650);
    }

    static DeployerSettings of(DeployerConfig config) {
        String directory = config.releaseDirectory().isEmpty()
                ? System.getProperty("karaf.data", System.getProperty("java.io.tmpdir", ".")) + "/releases"
                : config.releaseDirectory();
        return new DeployerSettings(
                Path.of(directory),
                config.jarBytesMax(),
                Duration.ofSeconds(config.startTimeoutSeconds()),
                Duration.ofSeconds(config.alignPeriodSeconds()),
                Duration.ofSeconds(config.drainDeadlineSeconds()),
                Duration.ofSeconds(config.quietSeconds()),
                Duration.ofDays(config.retentionDays()));
    }

    private static void requireRange(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " = " + value
                    + " in etc/io.countersign.deployer.cfg is not between " + least + " and " + most);
        }
    }
}
