package io.countersign.deployer;

import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleasePins;
import io.countersign.core.release.Rollback;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes jars that nobody will ask for: of releases that ended long ago, and what a crash left. Never one that anything
 * is pinned to or that a rollback would lead to. The rows stay, because the log and executions name them.
 */
final class Pruning {
    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

    private final ReleaseParts parts;
    private @Nullable Instant last;

    Pruning(ReleaseParts parts) {
        this.parts = parts;
    }

    /** Looks once an hour. */
    void prune() {
        Instant now = parts.clock().instant();
        Instant before = last;
        if (before != null && now.isBefore(before.plus(PERIOD))) {
            return;
        }
        last = now;
        Instant limit = now.minus(LEFTOVER_AGE);
        List<Path> old = parts.store().unchangedSince(limit);
        if (old.isEmpty()) {
            return;
        }
        List<Release> releases = parts.records().list();
        Map<String, Release> byDigest =
                releases.stream().collect(Collectors.toMap(Release::digest, Function.identity()));
        Set<String> needed = Stream.concat(
                        parts.records().pins().stream().map(ReleasePins::digest), rollbackTargets(releases))
                .collect(Collectors.toSet());
        for (Path file : old) {
            String digest = ReleaseStore.digestOf(file).orElse("");
            if (!needed.contains(digest) && isOver(byDigest.get(digest), now)) {
                LOG.info("{} is deleted: nothing has needed it for long", file);
                parts.store().deleteUnchangedSince(file, limit);
            }
        }
    }

    private Stream<String> rollbackTargets(List<Release> releases) {
        return releases.stream()
                .filter(Release::isActive)
                .flatMap(active ->
                        Rollback.target(releases, active, kept -> parts.store().has(kept.digest())).stream())
                .map(Release::digest);
    }

    /** Whether it is of no release, or of one that ended before the retention began. */
    private boolean isOver(@Nullable Release release, Instant now) {
        if (release == null) {
            return true;
        }
        boolean ended = release.state() == Release.State.RETIRED || release.state() == Release.State.WITHDRAWN;
        return ended
                && release.drainingSince()
                        .filter(since ->
                                since.plus(parts.settings().retention()).isBefore(now))
                        .isPresent();
    }
}
