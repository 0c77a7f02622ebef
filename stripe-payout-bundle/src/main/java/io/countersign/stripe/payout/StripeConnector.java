package io.countersign.stripe.payout;

import io.countersign.api.operation.Connection;
import java.net.http.HttpClient;
import java.time.Duration;

/** Opens connections to Stripe; keeps sockets, never keys. */
final class StripeConnector {
    private final HttpClient connections;
    private final Duration readTimeout;

    StripeConnector(Duration connectTimeout, Duration readTimeout) {
        this.connections = StripeTransport.connections(connectTimeout);
        this.readTimeout = readTimeout;
    }

    /** How long one call may take. */
    Duration readTimeout() {
        return readTimeout;
    }

    StripeApi open(Connection connection) {
        return open(connection, readTimeout);
    }

    /** Opens a connection whose calls end within the smaller of the two times. */
    StripeApi open(Connection connection, Duration timeLeft) {
        return StripeApi.open(connection, connections, timeLeft.compareTo(readTimeout) < 0 ? timeLeft : readTimeout);
    }
}
