package io.countersign.core.execution;

import io.countersign.api.operation.Connection;
import java.util.Optional;

/** Finds a usable connection by name and kind. */
@FunctionalInterface
interface ConnectionLookup {
    Optional<Connection> find(String name, String kind);
}
