package io.countersign.api.operation;

import org.osgi.annotation.versioning.ProviderType;

/** The execution's own log, followed live by operators; at most 10,000 lines of 4 KiB. Never write secrets to it. */
@ProviderType
public interface OperationLog {
    void info(String line);

    void warn(String line);

    void error(String line);
}
