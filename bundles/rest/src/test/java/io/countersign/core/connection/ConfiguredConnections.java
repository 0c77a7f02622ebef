package io.countersign.core.connection;

import java.util.Map;

/** Connections as the service component runtime would bind them; what it calls is not public. */
public final class ConfiguredConnections {
    private ConfiguredConnections() {}

    /** @param configurations one for each connection, with the keys of its file */
    @SafeVarargs
    public static Connections of(Map<String, Object>... configurations) {
        Connections connections = new Connections();
        for (Map<String, Object> configuration : configurations) {
            connections.addConnection(new ConfiguredConnection(configuration));
        }
        return connections;
    }
}
