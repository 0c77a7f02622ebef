package io.countersign.core.connection;

import io.countersign.api.operation.ConnectionMode;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people may see of a connection; never a secret.
 *
 * @param kind empty when the configuration does not say it
 * @param modeOrNull whether it moves real money; null when the configuration does not say it
 * @param baseAddressOrNull where the provider is reached, when it is not its own address
 * @param faultOrNull why it cannot be used; null when it can
 */
public record ConnectionInfo(
        String name,
        String kind,
        @Nullable ConnectionMode modeOrNull,
        @Nullable URI baseAddressOrNull,
        @Nullable String faultOrNull) {

    public Optional<ConnectionMode> mode() {
        return Optional.ofNullable(modeOrNull);
    }

    public Optional<URI> baseAddress() {
        return Optional.ofNullable(baseAddressOrNull);
    }

    /** Why it cannot be used, with a remedy; empty when it can be used. */
    public Optional<String> fault() {
        return Optional.ofNullable(faultOrNull);
    }
}
