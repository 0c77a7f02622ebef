package io.countersign.core.inbound;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.InboundMessage;
import java.time.Clock;
import java.util.Optional;

/** A request as the plug-in that knows the provider sees it. */
record ReceivedMessage(InboundRequest request, Connection connection, Clock clock) implements InboundMessage {
    @Override
    public byte[] body() {
        return request.body();
    }

    @Override
    public Optional<String> header(String name) {
        return request.header(name);
    }
}
