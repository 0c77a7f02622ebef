package io.countersign.deployer;

import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseChange;
import io.countersign.core.registry.ReleasePins;
import io.countersign.core.registry.ReleaseRepository;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.FakeReleaseRepository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The fake of core with pins that a test sets, and a database that can be away. */
final class PinnableReleases implements ReleaseRepository {
    private final FakeReleaseRepository releases;
    private final Map<String, ReleasePins> pinned = new ConcurrentHashMap<>();
    private volatile boolean away;
    private volatile Runnable beforeRecord = () -> {};
    private volatile Runnable beforeRead = () -> {};

    PinnableReleases(FakeExecutionRepository executions, FakeAuditRepository audits) {
        this.releases = new FakeReleaseRepository(executions, audits);
    }

    /** An execution runs on the release. */
    void pin(String digest) {
        pinned.put(digest, new ReleasePins(digest, TestNode.OPERATION, 0, 1, 0));
    }

    /** What an execution sent on the release has not settled. */
    void settle(String digest) {
        pinned.put(digest, new ReleasePins(digest, TestNode.OPERATION, 0, 0, 1));
    }

    /** An execution waits for its approval or its turn. */
    void queue(String digest) {
        pinned.put(digest, new ReleasePins(digest, TestNode.OPERATION, 1, 0, 0));
    }

    /** What another node does between the look and the write of this one; once. */
    void beforeNextRecord(Runnable action) {
        beforeRecord = () -> {
            beforeRecord = () -> {};
            action.run();
        };
    }

    /** Looks at the node each time it reads a row. */
    void beforeEachRead(Runnable look) {
        beforeRead = look;
    }

    void unpin(String digest) {
        pinned.remove(digest);
    }

    void setAway(boolean isAway) {
        away = isAway;
    }

    @Override
    public boolean record(List<ReleaseChange> changes) {
        requireThere();
        beforeRecord.run();
        return releases.record(changes);
    }

    @Override
    public Optional<Release> find(String digest) {
        requireThere();
        beforeRead.run();
        return releases.find(digest);
    }

    @Override
    public List<Release> list() {
        requireThere();
        beforeRead.run();
        return releases.list();
    }

    @Override
    public List<ReleasePins> pins() {
        requireThere();
        return List.copyOf(pinned.values());
    }

    private void requireThere() {
        if (away) {
            throw new IllegalStateException("the database is away");
        }
    }
}
