package io.countersign.core.registry;

import java.time.Instant;

/**
 * A jar that brings operations, known by the SHA-256 of its bytes.
 *
 * @param digest 64 hexadecimal digits
 * @param symbolicName of the bundle
 * @param bundleVersion of the bundle
 * @param source where it came from: {@code deploy/payout.jar}, {@code feature} …
 * @param state whether new executions may use it
 * @param releasedAt when it was activated last; the latest of an operation takes new executions
 */
public record Release(
        String digest, String symbolicName, String bundleVersion, String source, State state, Instant releasedAt) {

    /** Whether new executions may use a release. */
    public enum State {
        ACTIVE,
        /** No new executions; running ones finish on it. */
        DRAINING,
        WITHDRAWN
    }
}
