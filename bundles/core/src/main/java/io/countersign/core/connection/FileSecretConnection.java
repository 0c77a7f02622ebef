package io.countersign.core.connection;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.OperationException;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A faultless connection; each use of a secret looks at its file again and reads it. */
final class FileSecretConnection implements Connection {
    private final ConnectionSettings settings;
    private final ConnectionMode mode;
    private final SecretDirectory secrets;

    FileSecretConnection(ConnectionSettings settings, SecretDirectory secrets) {
        this.settings = settings;
        this.mode = Objects.requireNonNull(settings.mode(), "a faultless connection has a mode");
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String kind() {
        return settings.kind();
    }

    @Override
    public ConnectionMode mode() {
        return mode;
    }

    @Override
    public Optional<URI> baseAddress() {
        return Optional.ofNullable(settings.baseAddress());
    }

    @Override
    public Optional<String> property(String property) {
        return Optional.ofNullable(settings.properties().get(property));
    }

    @Override
    public String secret(String secret) {
        @Nullable String fileName = settings.secretFiles().get(secret);
        if (fileName == null) {
            throw new OperationException(
                    "secret_unknown",
                    "connection '" + name() + "' has no secret '" + secret + "'; write secret." + secret
                            + " = <file name> into its configuration");
        }
        secrets.fault(fileName).ifPresent(problem -> {
            throw new OperationException("secret_refused", "connection '" + name() + "' " + problem);
        });
        try {
            return secrets.read(fileName);
        } catch (IOException e) {
            throw new OperationException(
                    "secret_unreadable",
                    "connection '" + name() + "' cannot read its secret '" + secret + "' from " + fileName
                            + "; make the file readable for the platform's system user",
                    e);
        }
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
