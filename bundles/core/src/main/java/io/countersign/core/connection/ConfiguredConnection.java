package io.countersign.core.connection;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** One file {@code etc/io.countersign.connection-<name>.cfg}; whether it can be used is for {@link Connections} to say. */
@Component(
        service = ConfiguredConnection.class,
        configurationPid = "io.countersign.connection",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ConfiguredConnection {
    private final ConnectionSettings settings;

    @Activate
    public ConfiguredConnection(Map<String, Object> configuration) {
        this.settings = ConnectionSettings.read(configuration);
    }

    ConnectionSettings settings() {
        return settings;
    }
}
