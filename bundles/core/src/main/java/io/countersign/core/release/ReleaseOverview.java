package io.countersign.core.release;

import java.util.List;

/**
 * Releases as this node sees them.
 *
 * @param releases the one activated last at the end; of those that have ended only the latest
 * @param refused jars that this node refused and that are still around
 * @param abandonedThreads threads of plug-ins on this node that did not end when they were interrupted, also of bundles
 *     that are gone
 */
public record ReleaseOverview(List<ReleaseStatus> releases, List<RefusedJar> refused, int abandonedThreads) {
    /** Copies the lists. */
    public ReleaseOverview {
        releases = List.copyOf(releases);
        refused = List.copyOf(refused);
    }
}
