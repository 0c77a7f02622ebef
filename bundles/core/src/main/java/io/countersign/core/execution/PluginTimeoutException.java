package io.countersign.core.execution;

import java.time.Duration;

/** Plug-in code took longer than its limit and was interrupted. */
public final class PluginTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PluginTimeoutException(String what, Duration timeout) {
        super(what + " took longer than its limit of " + timeout.toSeconds() + " s and was interrupted");
    }
}
