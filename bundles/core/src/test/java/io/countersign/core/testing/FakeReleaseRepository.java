package io.countersign.core.testing;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Releases in memory; what is pinned is read from the executions. */
public final class FakeReleaseRepository implements ReleaseRepository {
    private final FakeExecutionRepository executions;
    private final FakeAuditRepository audit;
    private final Map<String, Release> releases = new LinkedHashMap<>();

    public FakeReleaseRepository(FakeExecutionRepository executions, FakeAuditRepository audit) {
        this.executions = executions;
        this.audit = audit;
    }

    @Override
    public synchronized void recordActivation(Release release, AuditEntry entry) {
        Release known = releases.getOrDefault(release.digest(), release);
        releases.put(release.digest(), inState(known, Release.State.ACTIVE, release.releasedAt()));
        audit.record(entry);
    }

    @Override
    public synchronized void recordState(String digest, Release.State state, AuditEntry entry) {
        Release known = releases.get(digest);
        if (known == null) {
            throw new IllegalArgumentException("there is no release with digest '" + digest + "'");
        }
        releases.put(digest, inState(known, state, known.releasedAt()));
        audit.record(entry);
    }

    @Override
    public synchronized Optional<Release> find(String digest) {
        return Optional.ofNullable(releases.get(digest));
    }

    @Override
    public synchronized List<Release> list() {
        return releases.values().stream()
                .sorted(Comparator.comparing(Release::releasedAt))
                .toList();
    }

    @Override
    public Collection<String> pinnedDigests() {
        return executions.pinnedDigests();
    }

    private static Release inState(Release known, Release.State state, Instant releasedAt) {
        return new Release(
                known.digest(), known.symbolicName(), known.bundleVersion(), known.source(), state, releasedAt);
    }
}
