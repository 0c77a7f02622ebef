package io.countersign.core.inbound;

import java.time.Instant;
import java.util.List;

/**
 * A genuine event of a provider.
 *
 * @param provider kind of the connection: {@code stripe}
 * @param connection name of the connection it came for
 * @param eventId the provider's id, the same at each delivery
 * @param type the provider's word, at most 100 characters, for people
 * @param externalIds the provider's ids it is about; empty when it concerns no effect
 */
public record InboundEvent(
        String provider, String connection, String eventId, String type, List<String> externalIds, Instant receivedAt) {
    public InboundEvent {
        externalIds = List.copyOf(externalIds);
    }
}
