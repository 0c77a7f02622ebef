package io.countersign.deployer;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseRepository;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.FakeReleaseRepository;
import io.countersign.core.testing.SettableClock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The fake of core with pins that a test sets, and a database that can be away. */
final class PinnableReleases implements ReleaseRepository {
    private final FakeReleaseRepository releases;
    private final Set<String> pinned = ConcurrentHashMap.newKeySet();
    private volatile boolean away;

    PinnableReleases(SettableClock clock, FakeAuditRepository audits) {
        this.releases = new FakeReleaseRepository(new FakeExecutionRepository(clock, audits), audits);
    }

    void pin(String digest) {
        pinned.add(digest);
    }

    void unpin(String digest) {
        pinned.remove(digest);
    }

    void setAway(boolean isAway) {
        away = isAway;
    }

    @Override
    public void recordActivation(Release release, AuditEntry audit) {
        requireThere();
        releases.recordActivation(release, audit);
    }

    @Override
    public void recordState(String digest, Release.State state, AuditEntry audit) {
        requireThere();
        releases.recordState(digest, state, audit);
    }

    @Override
    public Optional<Release> find(String digest) {
        requireThere();
        return releases.find(digest);
    }

    @Override
    public List<Release> list() {
        requireThere();
        return releases.list();
    }

    @Override
    public Collection<String> pinnedDigests() {
        requireThere();
        return Set.copyOf(pinned);
    }

    private void requireThere() {
        if (away) {
            throw new IllegalStateException("the database is away");
        }
    }
}
