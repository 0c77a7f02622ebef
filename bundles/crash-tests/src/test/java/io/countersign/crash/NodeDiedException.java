package io.countersign.crash;

import org.jspecify.annotations.Nullable;

/** A node's process ended while something was expected of it. */
final class NodeDiedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NodeDiedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
