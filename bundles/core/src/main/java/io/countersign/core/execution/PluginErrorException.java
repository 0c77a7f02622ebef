package io.countersign.core.execution;

import org.jspecify.annotations.Nullable;

/** Plug-in code ended with an error of the Java platform, such as a missing class. */
public final class PluginErrorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PluginErrorException(String what, @Nullable Throwable cause) {
        super(what + " failed with " + cause, cause);
    }
}
