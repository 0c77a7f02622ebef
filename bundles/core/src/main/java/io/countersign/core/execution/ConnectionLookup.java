package io.countersign.core.execution;

import io.countersign.api.operation.Connection;
import io.countersign.core.connection.Connections;
import java.util.Optional;

/** Finds a usable connection by name and kind. */
@FunctionalInterface
interface ConnectionLookup {
    Optional<Connection> find(String name, String kind);

    /** Why a connection cannot be used, with a remedy; empty when it can. */
    default Optional<String> problem(String name, String kind) {
        return find(name, kind).isPresent()
                ? Optional.empty()
                : Optional.of("connection '" + name + "' of kind '" + kind + "' is not configured");
    }

    /** The connections that administrators configured. */
    static ConnectionLookup of(Connections connections) {
        return new ConnectionLookup() {
            @Override
            public Optional<Connection> find(String name, String kind) {
                return connections.find(name, kind);
            }

            @Override
            public Optional<String> problem(String name, String kind) {
                return connections.problem(name, kind);
            }
        };
    }
}
