package io.countersign.deployer;

import io.countersign.core.registry.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the bundles of this node in line with the rows: what is active or pinned is installed from the store, what is
 * neither is uninstalled. It makes up for a lost bundle cache, for a crash at any point, and for what other nodes did.
 */
final class Alignment {
    private static final Logger LOG = LoggerFactory.getLogger(Alignment.class);

    /** On top of the longest call: other nodes learn of a change one period later, and each step of ours takes a moment. */
    private static final Duration QUIET_MARGIN = Duration.ofMinutes(1);

    private final ReleaseParts parts;
    private final Map<String, Instant> unusedSince = new HashMap<>();
    private final Map<String, String> troubles = new HashMap<>();

    Alignment(ReleaseParts parts) {
        this.parts = parts;
    }

    /** Looks at every row once; trouble with one release does not keep the others waiting. */
    void align() {
        List<Release> releases = parts.records().list();
        Collection<String> pinned = parts.records().pinnedDigests();
        removeLeftovers(releases);
        for (Release release : releases) {
            try {
                align(release, pinned.contains(release.digest()));
                troubles.remove(release.digest());
            } catch (ReleaseRefusedException e) {
                report(release, String.valueOf(e.getMessage()));
            }
        }
    }

    /** What is wrong with releases that should serve here, by digest. */
    Map<String, String> troubles() {
        return Map.copyOf(troubles);
    }

    private void align(Release release, boolean pinned) throws ReleaseRefusedException {
        boolean active = release.state() == Release.State.ACTIVE;
        parts.offers().renumber(release.digest(), ReleaseRecords.number(release));
        if (active) {
            parts.registry().allowNewExecutions(release.digest());
        } else {
            parts.registry().stopNewExecutions(release.digest());
        }
        if (active || pinned) {
            unusedSince.remove(release.digest());
            restore(release);
        } else {
            retire(release);
        }
    }

    private void restore(Release release) throws ReleaseRefusedException {
        Optional<Bundle> installed = parts.bundles().find(release.digest());
        if (installed.isPresent()) {
            parts.bundles().startAgain(installed.get());
            return;
        }
        if (parts.bundles().isInstalledElsewhere(release.symbolicName(), release.bundleVersion(), release.digest())) {
            return;
        }
        byte[] bytes = parts.store()
                .find(release.digest())
                .orElseThrow(() -> new ReleaseRefusedException("its jar is missing or damaged; put it back as "
                        + parts.store().path(release.digest())));
        Bundle bundle = parts.bundles().install(OperationJar.of(bytes, parts.jarBytesMax()));
        LOG.info("{} is installed from the store", ReleaseRecords.text(release));
        parts.bundles().start(bundle);
    }

    /** Uninstalls what has been neither active nor pinned for longer than a call may take that began before. */
    private void retire(Release release) throws ReleaseRefusedException {
        Optional<Bundle> installed = parts.bundles().find(release.digest());
        if (installed.isEmpty() && release.state() == Release.State.WITHDRAWN) {
            return;
        }
        Instant now = parts.clock().instant();
        Instant since = unusedSince.computeIfAbsent(release.digest(), digest -> now);
        Duration quiet = parts.offers().longestCall(release.digest()).plus(QUIET_MARGIN);
        if (now.isBefore(since.plus(quiet))) {
            return;
        }
        if (installed.isPresent()) {
            parts.bundles().uninstall(installed.get());
        }
        if (release.state() == Release.State.DRAINING) {
            parts.records().withdraw(release);
        }
        unusedSince.remove(release.digest());
    }

    /** A bundle without a row was being deployed when the node died, or was refused and could not be taken back. */
    private void removeLeftovers(List<Release> releases) {
        Set<String> known = releases.stream().map(Release::digest).collect(Collectors.toSet());
        for (Bundle bundle : parts.bundles().fromStore()) {
            Optional<String> unknown = ReleaseBundles.digestOf(bundle).filter(digest -> !known.contains(digest));
            if (unknown.isPresent()) {
                LOG.warn("{} at {} belongs to no known release and is uninstalled", bundle, bundle.getLocation());
                try {
                    parts.bundles().uninstall(bundle);
                } catch (ReleaseRefusedException e) {
                    LOG.error("{} stays: {}", bundle, e.getMessage());
                }
            }
        }
    }

    private void report(Release release, String trouble) {
        if (!trouble.equals(troubles.put(release.digest(), trouble))) {
            LOG.error("{} should serve on this node but does not: {}", ReleaseRecords.text(release), trouble);
        }
    }
}
