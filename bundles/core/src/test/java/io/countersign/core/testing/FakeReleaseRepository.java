package io.countersign.core.testing;

import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseChange;
import io.countersign.core.registry.ReleasePins;
import io.countersign.core.registry.ReleaseRepository;
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
    public synchronized boolean record(List<ReleaseChange> changes) {
        for (ReleaseChange change : changes) {
            Release known = releases.get(change.release().digest());
            long revision = known == null ? 0 : known.revision();
            if (revision != change.release().revision()) {
                return false;
            }
        }
        changes.forEach(this::write);
        return true;
    }

    private void write(ReleaseChange change) {
        Release release = change.release();
        Release known = releases.getOrDefault(release.digest(), release);
        releases.put(
                release.digest(),
                new Release(
                        known.digest(),
                        known.symbolicName(),
                        known.bundleVersion(),
                        known.source(),
                        release.state(),
                        release.releasedAt(),
                        release.drain(),
                        release.revision() + 1));
        audit.record(change.audit());
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
    public List<ReleasePins> pins() {
        return executions.pins();
    }
}
