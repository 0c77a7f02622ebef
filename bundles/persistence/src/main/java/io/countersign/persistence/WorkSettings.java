package io.countersign.persistence;

import java.time.Duration;

/** A checked configuration of the work queue. */
record WorkSettings(int threads, Duration pollingInterval, Duration heartbeat) {

    static WorkSettings of(PersistenceConfig config) {
        DatabaseSettings.requireBetween("workerThreads", config.workerThreads(), 1, 200);
        DatabaseSettings.requireBetween("pollingIntervalMillis", config.pollingIntervalMillis(), 10, 1000);
        DatabaseSettings.requireBetween("heartbeatSeconds", config.heartbeatSeconds(), 1, 60);
        return new WorkSettings(
                config.workerThreads(),
                Duration.ofMillis(config.pollingIntervalMillis()),
                Duration.ofSeconds(config.heartbeatSeconds()));
    }
}
