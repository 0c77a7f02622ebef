package io.countersign.core.execution;

import org.jspecify.annotations.Nullable;

/** A call of a plug-in did not bring a result; the cause is what the plug-in threw, or that it took too long. */
final class PluginFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    PluginFailedException(String what, @Nullable Throwable cause) {
        super(what + " failed with " + cause, cause);
    }
}
