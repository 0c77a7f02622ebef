package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.plan.Sha256;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseChange;
import io.countersign.core.registry.ReleasePins;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.Test;

/** Releases and what still needs them. */
public abstract class ReleaseContract extends ContractTest {

    @Test
    public void releaseComesDrainsRetiresAndComesBack() {
        Release release = release();
        assertTrue(activate(release));
        Release active = read(release);
        assertEquals(1, active.revision());
        assertEquals(release, revision(active, 0));

        assertTrue(record(active.drained(drain("replaced", true)), AuditAction.RELEASE_DEACTIVATED));
        Release draining = read(release);
        assertEquals(revision(active.drained(drain("replaced", true)), 2), draining);
        assertTrue(draining.isHeld());
        assertTrue(record(draining.retired(), AuditAction.RELEASE_DEACTIVATED));
        assertEquals(Release.State.RETIRED, read(release).state());
        assertEquals(draining.drain(), read(release).drain());
        Release between = release();
        activate(between);
        assertTrue(activate(read(release).activated(Samples.AT.plusSeconds(60))));

        Release back = read(release);
        assertEquals(revision(release.activated(Samples.AT.plusSeconds(60)), 4), back);
        assertEquals(
                List.of(between.digest(), release.digest()),
                ports.releases().list().stream()
                        .map(Release::digest)
                        .filter(List.of(release.digest(), between.digest())::contains)
                        .toList());
        assertEquals(
                List.of("release.activated", "release.deactivated", "release.deactivated", "release.activated"),
                audited(release.digest()));
        assertEquals(Optional.empty(), ports.releases().find(Sha256.hex("none")));
    }

    @Test
    public void whoReadAnOlderRevisionWritesNothing() {
        Release release = release();
        activate(release);
        Release seen = read(release);
        record(seen.drained(drain("replaced", false)), AuditAction.RELEASE_DEACTIVATED);
        activate(read(release).activated(Samples.AT.plusSeconds(1)));
        record(read(release).drained(drain("replaced again", false)), AuditAction.RELEASE_DEACTIVATED);
        Release now = read(release);

        assertFalse(
                "it is draining as it was seen, but anew",
                record(seen.drained(drain("late", false)).retired()));
        assertFalse("another node has added it", record(release));
        assertFalse("there is no such release", record(revision(release(), 3)));

        assertEquals(now, read(release));
        assertEquals(4, audited(release.digest()).size());
    }

    @Test
    public void changesOfSeveralReleasesAreWrittenTogetherOrNotAtAll() {
        Release old = release();
        activate(old);
        Release seen = read(old);
        Release next = release();
        List<ReleaseChange> takeOver =
                List.of(change(next), change(seen.drained(drain("replaced by " + next.digest(), false))));
        assertTrue(ports.releases().record(takeOver));
        assertEquals(Release.State.DRAINING, read(old).state());
        assertEquals(Release.State.ACTIVE, read(next).state());

        Release third = release();
        assertFalse(ports.releases().record(List.of(change(third), change(seen.drained(drain("late", false))))));

        assertEquals(Optional.empty(), ports.releases().find(third.digest()));
        assertEquals(List.of(), audited(third.digest()));
    }

    @Test
    public void whatADigestIsIsWrittenOnce() {
        Release release = release();
        activate(release);
        Release other = new Release(
                release.digest(),
                "another",
                "9.9.9",
                "elsewhere",
                Release.State.ACTIVE,
                Samples.AT.plusSeconds(60),
                null,
                1);

        assertTrue(activate(other));

        assertEquals(revision(release.activated(Samples.AT.plusSeconds(60)), 2), read(release));
    }

    @Test
    public void executionsThatHaveNotEndedArePinned() {
        ExecutionId execution = submitted();
        String digest = Samples.planned(ports.executions(), execution).releaseDigest();
        ReleasePins waiting = pins(digest);
        assertTrue(waiting.isBinding());
        assertEquals(new ReleasePins(digest, waiting.operation(), 1, 0, 0), waiting);

        ports.executions()
                .recordChange(
                        Samples.change(execution, ExecutionState.AWAITING_APPROVAL, ExecutionState.CANCELLED)
                                .build(),
                        Samples.audit(AuditAction.EXECUTION_CANCELLED, execution));

        assertEquals(Optional.empty(), findPins(digest));
    }

    @Test
    public void whatRunsBindsItsReleaseAndWhatSettlesDoesNot() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);
        String digest = Objects.requireNonNull(
                ports.executions().find(execution).orElseThrow().releaseDigest());
        assertEquals(1, pins(digest).running());
        assertTrue(pins(digest).isBinding());

        ports.executions()
                .recordChange(
                        Samples.change(execution, ExecutionState.RUNNING, ExecutionState.SETTLING)
                                .fence(fence)
                                .build(),
                        Samples.audit(AuditAction.EXECUTION_SETTLING, execution));

        assertEquals(new ReleasePins(digest, pins(digest).operation(), 0, 0, 1), pins(digest));
        assertFalse(pins(digest).isBinding());
    }

    private ReleasePins pins(String digest) {
        return findPins(digest).orElseThrow();
    }

    private Optional<ReleasePins> findPins(String digest) {
        return ports.releases().pins().stream()
                .filter(pinned -> pinned.digest().equals(digest))
                .findFirst();
    }

    private Release read(Release release) {
        return ports.releases().find(release.digest()).orElseThrow();
    }

    private boolean activate(Release release) {
        return record(release, AuditAction.RELEASE_ACTIVATED);
    }

    private boolean record(Release release) {
        return record(release, AuditAction.RELEASE_DEACTIVATED);
    }

    private boolean record(Release release, AuditAction action) {
        return ports.releases().record(List.of(new ReleaseChange(release, Samples.audit(action, release.digest()))));
    }

    private static ReleaseChange change(Release release) {
        return new ReleaseChange(release, Samples.audit(AuditAction.RELEASE_ACTIVATED, release.digest()));
    }

    private static Release.Drain drain(String reason, boolean byPerson) {
        return new Release.Drain(Samples.AT.plusSeconds(5), reason, byPerson);
    }

    private static Release revision(Release release, long revision) {
        return new Release(
                release.digest(),
                release.symbolicName(),
                release.bundleVersion(),
                release.source(),
                release.state(),
                release.releasedAt(),
                release.drain(),
                revision);
    }

    private static Release release() {
        return Release.first(
                Sha256.hex(Samples.id()), "io.example.transfer", "1.2.3", "deploy/transfer.jar", Samples.AT);
    }
}
