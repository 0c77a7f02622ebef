package io.countersign.core.release;

import io.countersign.core.registry.Release;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/** Where a rollback leads. */
public final class Rollback {
    private Rollback() {}

    /**
     * The release of the same bundle that was activated last before the given one, leaving out what a person stopped,
     * rolled back or withdrew: going back twice goes back two releases.
     *
     * @param usable whether a release could serve again, asked of the latest first
     */
    public static Optional<Release> target(Collection<Release> all, Release from, Predicate<Release> usable) {
        return all.stream()
                .filter(other -> other.symbolicName().equals(from.symbolicName()))
                .filter(other -> other.releasedAt().isBefore(from.releasedAt()))
                .filter(other -> !other.isHeld())
                .sorted(Comparator.comparing(Release::releasedAt).reversed())
                .filter(usable)
                .findFirst();
    }
}
