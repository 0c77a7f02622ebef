package io.countersign.core.inbound;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A message as it came in, from whomever.
 *
 * @param provider as the address names it
 * @param connection as the address names it
 * @param headers values by name; the case of names does not matter
 * @param body exactly as it came
 * @param address where it came from; empty when unknown
 */
public record InboundRequest(
        String provider, String connection, Map<String, List<String>> headers, byte[] body, String address) {
    /** What a body may have at most. */
    public static final int BODY_BYTES_MAX = 256 * 1024;

    public InboundRequest {
        if (body.length > BODY_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a message has " + body.length + " bytes; at most " + BODY_BYTES_MAX + " are allowed");
        }
        Map<String, List<String>> lowered = new TreeMap<>();
        headers.forEach((name, values) -> lowered.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = Map.copyOf(lowered);
        body = body.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
