package io.countersign.core.inbound;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ConnectionMode;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Stands in for a connection that does not exist, with secrets that nobody knows: what is sent for it is verified and
 * refused like a forgery, so that neither the answer nor its time tells which connections there are.
 */
final class UnknownConnection implements Connection {
    private static final String SECRET = newSecret();

    private final String name;
    private final String kind;

    UnknownConnection(String name, String kind) {
        this.name = name;
        this.kind = kind;
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
        return ConnectionMode.TEST;
    }

    @Override
    public Optional<URI> baseAddress() {
        return Optional.empty();
    }

    @Override
    public Optional<String> property(String property) {
        return Optional.empty();
    }

    @Override
    public String secret(String secret) {
        return SECRET;
    }

    private static String newSecret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return "whsec_" + HexFormat.of().formatHex(random);
    }
}
