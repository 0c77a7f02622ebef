package io.countersign.core.registry;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A jar that brings operations, known by the SHA-256 of its bytes.
 *
 * @param digest 64 hexadecimal digits
 * @param symbolicName of the bundle
 * @param bundleVersion of the bundle
 * @param source where it came from: {@code deploy/payout.jar}, {@code upload/payout.jar} …
 * @param state what it may be used for
 * @param releasedAt when it was activated last; the latest of an operation takes new executions
 * @param drain since when and why it takes none; null exactly while it is active
 * @param revision how often it was written; 0 when it never was
 */
public record Release(
        String digest,
        String symbolicName,
        String bundleVersion,
        String source,
        State state,
        Instant releasedAt,
        @Nullable Drain drain,
        long revision) {

    /** Checks that exactly what is not active says why. */
    public Release {
        if ((state == State.ACTIVE) != (drain == null)) {
            throw new IllegalArgumentException("release " + digest + " is " + state + " with drain " + drain);
        }
    }

    /** What a release may be used for. */
    public enum State {
        /** It takes new executions, if it is the latest of its operation. */
        ACTIVE,
        /** It finishes what is pinned to it and takes nothing new. */
        DRAINING,
        /** It finished everything and was uninstalled; its jar is kept for a while, so that it can come back. */
        RETIRED,
        /** A person took it back: what has not started on it never will, what runs is stopped at its next effect. */
        WITHDRAWN
    }

    /**
     * Why a release takes no new executions.
     *
     * @param since when that began
     * @param reason for people
     * @param byPerson whether a person said so; then no file and no restart brings it back
     */
    public record Drain(Instant since, String reason, boolean byPerson) {}

    /** A release that was never written before. */
    public static Release first(
            String digest, String symbolicName, String bundleVersion, String source, Instant releasedAt) {
        return new Release(digest, symbolicName, bundleVersion, source, State.ACTIVE, releasedAt, null, 0);
    }

    /** The same taking new executions from the given time on. */
    public Release activated(Instant at) {
        return new Release(digest, symbolicName, bundleVersion, source, State.ACTIVE, at, null, revision);
    }

    /** The same taking no new executions. */
    public Release drained(Drain why) {
        return inState(State.DRAINING, why);
    }

    /** The same with nothing left to do. */
    public Release retired() {
        return inState(State.RETIRED, Objects.requireNonNull(drain, "only a draining release retires"));
    }

    /** The same taken back by a person. */
    public Release withdrawn(Drain why) {
        return inState(State.WITHDRAWN, why);
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }

    /** Whether a person said that it takes no new executions. */
    public boolean isHeld() {
        return drain != null && drain.byPerson();
    }

    /** Since when it takes no new executions; empty while it is active. */
    public Optional<Instant> drainingSince() {
        return Optional.ofNullable(drain).map(Drain::since);
    }

    private Release inState(State next, Drain why) {
        return new Release(digest, symbolicName, bundleVersion, source, next, releasedAt, why, revision);
    }
}
