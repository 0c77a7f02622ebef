package io.countersign.core.access;

import java.time.Instant;

/**
 * A signed-in person; the token itself is never stored.
 *
 * @param tokenHash SHA-256 of the token, 64 hexadecimal digits
 * @param address where they signed in from, empty when unknown
 * @param lastUsedAt kept to the minute, for the idle limit
 */
public record Session(
        String tokenHash, String userId, String address, Instant createdAt, Instant lastUsedAt, Instant expiresAt) {}
