package io.countersign.api.testkit;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.InboundMessage;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A message as a test composes it. */
public final class FakeInboundMessage implements InboundMessage {
    private final Connection connection;
    private final Clock clock;
    private final byte[] body;
    private final Map<String, String> headers = new TreeMap<>();

    private FakeInboundMessage(Connection connection, Clock clock, byte[] body, Map<String, String> headers) {
        this.connection = connection;
        this.clock = clock;
        this.body = body.clone();
        headers.forEach((name, value) -> this.headers.put(name.toLowerCase(Locale.ROOT), value));
    }

    public static FakeInboundMessage of(Connection connection, Clock clock, byte[] body, Map<String, String> headers) {
        return new FakeInboundMessage(connection, clock, body, headers);
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Clock clock() {
        return clock;
    }
}
