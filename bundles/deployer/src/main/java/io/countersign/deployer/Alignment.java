package io.countersign.deployer;

import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleasePins;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    private final ReleaseParts parts;
    private final Admission admission;
    private final Map<String, Instant> unusedSince = new HashMap<>();
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    Alignment(ReleaseParts parts, Admission admission) {
        this.parts = parts;
        this.admission = admission;
    }

    /** Looks at every row once; trouble with one release does not keep the others waiting. */
    void align() {
        List<Release> releases = parts.records().list();
        List<ReleasePins> pins = parts.records().pins();
        removeLeftovers(releases);
        // the active ones first: what replaces a release serves here before that stops taking executions
        releases.stream().filter(Release::isActive).forEach(release -> tell(release, () -> alignActive(release)));
        releases.stream()
                .filter(release -> !release.isActive())
                .forEach(release -> tell(release, () -> {
                    admitReplacements(release, releases);
                    alignEnding(release, ofRelease(release, pins));
                }));
    }

    /** What is wrong with releases that should serve here, by digest. */
    Map<String, String> troubles() {
        return Map.copyOf(troubles);
    }

    private void tell(Release release, Aligning body) {
        try {
            body.align();
            troubles.remove(release.digest());
        } catch (ReleaseRefusedException | UncheckedIOException e) {
            report(release, String.valueOf(e.getMessage()));
        }
    }

    private void alignActive(Release release) throws ReleaseRefusedException {
        unusedSince.remove(release.digest());
        parts.offers().renumber(release.digest(), ReleaseRecords.number(release));
        restore(release);
        parts.registry().allowNewExecutions(release.digest());
    }

    /**
     * What was started a moment ago takes new executions only once it is admitted, and this thread, which does that, is
     * here. One that offers nothing within the time of a start does not keep the ending one alive.
     */
    private void admitReplacements(Release ending, List<Release> releases) {
        if (!takesNewExecutions(ending)) {
            return;
        }
        releases.stream()
                .filter(Release::isActive)
                .filter(active -> active.symbolicName().equals(ending.symbolicName())
                        || active.source().equals(ending.source()))
                .flatMap(active -> parts.bundles().find(active.digest()).stream())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .forEach(this::awaitAndAdmit);
    }

    private boolean takesNewExecutions(Release release) {
        return parts.offers().operations(release.digest()).stream().anyMatch(operation -> parts.registry()
                .newest(operation.name())
                .filter(newest -> newest.releaseDigest().equals(release.digest()))
                .isPresent());
    }

    private void awaitAndAdmit(Bundle bundle) {
        try {
            parts.offers().await(bundle, parts.calls().limit()).forEach(admission::admit);
        } catch (InterruptedException e) {
            // the thread is ending, and with it everything that could ask for an execution
            Thread.currentThread().interrupt();
        }
    }

    private void alignEnding(Release release, List<ReleasePins> pins) throws ReleaseRefusedException {
        Optional<Bundle> installed = parts.bundles().find(release.digest());
        boolean needed = pins.stream().anyMatch(this::isNeeded);
        boolean over = release.state() == Release.State.RETIRED || release.state() == Release.State.WITHDRAWN;
        if (over
                && !needed
                && installed.isEmpty()
                && parts.offers().operations(release.digest()).isEmpty()) {
            return;
        }
        parts.registry().stopNewExecutions(release.digest());
        limitRuns(release);
        if (release.state() == Release.State.WITHDRAWN && pins.stream().anyMatch(pinned -> pinned.waiting() > 0)) {
            parts.stale().end(parts.records().node(), release);
        }
        if (needed) {
            unusedSince.remove(release.digest());
            restore(release);
        } else {
            retire(release, installed);
        }
    }

    private void limitRuns(Release release) {
        Duration limit = release.state() == Release.State.WITHDRAWN
                ? Duration.ZERO
                : parts.settings().drainDeadline();
        release.drainingSince().ifPresent(since -> parts.registry().limitRuns(release.digest(), since, limit));
    }

    /** What settles is looked after by the newest release; only when there is none does it need its own. */
    private boolean isNeeded(ReleasePins pinned) {
        return pinned.isBinding()
                || (pinned.settling() > 0
                        && parts.registry().newest(pinned.operation()).isEmpty());
    }

    private void restore(Release release) throws ReleaseRefusedException {
        Optional<Bundle> installed = parts.bundles().find(release.digest());
        if (installed.isPresent()) {
            parts.bundles().startAgain(installed.get());
            return;
        }
        if (parts.bundles()
                .findElsewhere(release.symbolicName(), release.bundleVersion(), release.digest())
                .isPresent()) {
            return;
        }
        OperationJar jar =
                OperationJar.of(parts.bytes(release), parts.settings().jarBytesMax());
        Bundle bundle = parts.bundles().install(jar);
        LOG.info("{} is installed from the store", ReleaseRecords.text(release));
        parts.bundles().start(bundle);
    }

    /** Uninstalls what has been neither active nor pinned for longer than a call may take that began before. */
    private void retire(Release release, Optional<Bundle> installed) throws ReleaseRefusedException {
        Instant now = parts.clock().instant();
        Instant since = unusedSince.computeIfAbsent(release.digest(), digest -> now);
        Duration quiet = parts.offers()
                .longestCall(release.digest())
                .plus(parts.settings().quiet());
        if (now.isBefore(since.plus(quiet))) {
            return;
        }
        if (release.state() == Release.State.DRAINING && !parts.records().retire(release)) {
            // another node has just changed it; the next alignment looks again
            return;
        }
        if (installed.isPresent()) {
            parts.bundles().uninstall(installed.get());
            LOG.info("{} is uninstalled: nothing needs it any more", ReleaseRecords.text(release));
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

    /** What is done for one release; trouble with it does not keep the others waiting. */
    private interface Aligning {
        void align() throws ReleaseRefusedException;
    }

    private static List<ReleasePins> ofRelease(Release release, List<ReleasePins> pins) {
        return pins.stream()
                .filter(pinned -> pinned.digest().equals(release.digest()))
                .toList();
    }
}
