package io.countersign.core.connection;

import io.countersign.api.operation.Connection;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The configured connections. */
@Component(service = Connections.class)
public final class Connections {
    @Activate
    public Connections() {}

    /** A usable connection by name and kind. */
    public Optional<Connection> find(String name, String kind) {
        return Optional.empty();
    }
}
