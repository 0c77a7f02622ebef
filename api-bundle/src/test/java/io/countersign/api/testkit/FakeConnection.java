package io.countersign.api.testkit;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.OperationException;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection whose settings and secrets the test gives. */
public final class FakeConnection implements Connection {
    private final String name;
    private final String kind;
    private final ConnectionMode mode;
    private final @Nullable URI baseAddress;
    private final Map<String, String> properties;
    private final Map<String, String> secrets;

    private FakeConnection(Builder builder) {
        this.name = builder.name;
        this.kind = builder.kind;
        this.mode = builder.mode;
        this.baseAddress = builder.baseAddress;
        this.properties = Map.copyOf(builder.properties);
        this.secrets = Map.copyOf(builder.secrets);
    }

    /** A connection in mode TEST without settings. */
    public static Builder builder(String name, String kind) {
        return new Builder(name, kind);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public ConnectionMode mode() {
        return mode;
    }

    @Override
    public Optional<URI> baseAddress() {
        return Optional.ofNullable(baseAddress);
    }

    @Override
    public Optional<String> property(String propertyName) {
        return Optional.ofNullable(properties.get(propertyName));
    }

    @Override
    public String secret(String secretName) {
        String value = secrets.get(secretName);
        if (value == null) {
            throw new OperationException(
                    "secret_missing",
                    "connection '" + name + "' refers to no secret '" + secretName + "'; it has "
                            + secrets.keySet().stream().sorted().toList());
        }
        return value;
    }

    Collection<String> secretValues() {
        return List.copyOf(secrets.values());
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return kind + " connection '" + name + "' (" + mode + ")";
    }

    /** Collects the parts. */
    public static final class Builder {
        private final String name;
        private final String kind;
        private ConnectionMode mode = ConnectionMode.TEST;
        private @Nullable URI baseAddress;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final Map<String, String> secrets = new LinkedHashMap<>();

        private Builder(String name, String kind) {
            this.name = name;
            this.kind = kind;
        }

        public Builder mode(ConnectionMode newMode) {
            this.mode = newMode;
            return this;
        }

        public Builder baseAddress(URI address) {
            this.baseAddress = address;
            return this;
        }

        public Builder property(String propertyName, String value) {
            properties.put(propertyName, value);
            return this;
        }

        public Builder secret(String secretName, String value) {
            secrets.put(secretName, value);
            return this;
        }

        public FakeConnection build() {
            return new FakeConnection(this);
        }
    }
}
