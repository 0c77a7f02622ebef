package io.countersign.core.inbound;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A message as it came in, from whomever. */
public final class InboundRequest {
    /** What a body may have at most. */
    public static final int BODY_BYTES_MAX = 256 * 1024;

    private final String provider;
    private final String connection;
    private final Map<String, List<String>> headers = new TreeMap<>();
    private final byte[] body;
    private final String address;

    /**
     * @param provider as the address names it
     * @param connection as the address names it
     * @param headers values by name; the case of names does not matter
     * @param body exactly as it came, at most {@link #BODY_BYTES_MAX}
     * @param address where it came from; empty when unknown
     */
    public InboundRequest(
            String provider, String connection, Map<String, List<String>> headers, byte[] body, String address) {
        if (body.length > BODY_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a message has " + body.length + " bytes; at most " + BODY_BYTES_MAX + " are allowed");
        }
        this.provider = provider;
        this.connection = connection;
        headers.forEach((name, values) -> this.headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.body = body.clone();
        this.address = address;
    }

    String provider() {
        return provider;
    }

    String connection() {
        return connection;
    }

    byte[] body() {
        return body.clone();
    }

    String address() {
        return address;
    }

    /** The value of a header; empty when it is missing or there are several. */
    Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
