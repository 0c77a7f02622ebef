package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.PlanRecord;
import io.countersign.core.plan.Sha256;
import io.countersign.core.registry.Release;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Releases and what still needs them. */
public abstract class ReleaseContract extends ContractTest {

    @Test
    public void releaseComesGoesAndComesBack() {
        Release release = release();
        activate(release);
        assertEquals(Optional.of(release), ports.releases().find(release.digest()));

        ports.releases()
                .recordState(
                        release.digest(),
                        Release.State.DRAINING,
                        Samples.audit(AuditAction.RELEASE_DEACTIVATED, release.digest()));
        assertEquals(Release.State.DRAINING, state(release));
        Release between = release();
        activate(between);
        activate(new Release(
                release.digest(), "another", "9.9.9", "elsewhere", Release.State.ACTIVE, Samples.AT.plusSeconds(60)));

        Release back = ports.releases().find(release.digest()).orElseThrow();
        assertEquals(Release.State.ACTIVE, back.state());
        assertEquals(release.source(), back.source());
        assertEquals(Samples.AT.plusSeconds(60), back.releasedAt());
        assertEquals(
                List.of(between.digest(), release.digest()),
                ports.releases().list().stream()
                        .map(Release::digest)
                        .filter(List.of(release.digest(), between.digest())::contains)
                        .toList());
        assertEquals(
                1,
                ports.releases().list().stream()
                        .filter(listed -> listed.digest().equals(release.digest()))
                        .count());
        assertEquals(
                List.of("release.activated", "release.deactivated", "release.activated"), audited(release.digest()));
        assertThrows(IllegalArgumentException.class, () -> ports.releases()
                .recordState(
                        Sha256.hex("none"),
                        Release.State.WITHDRAWN,
                        Samples.audit(AuditAction.RELEASE_DEACTIVATED, "none")));
        assertEquals(Optional.empty(), ports.releases().find(Sha256.hex("none")));
    }

    @Test
    public void digestsOfExecutionsThatHaveNotEndedArePinned() {
        ExecutionId execution = submitted();
        PlanRecord plan = Samples.planned(ports.executions(), execution);
        assertTrue(ports.releases().pinnedDigests().contains(plan.releaseDigest()));

        ports.executions()
                .recordChange(
                        Samples.change(execution, ExecutionState.AWAITING_APPROVAL, ExecutionState.CANCELLED)
                                .build(),
                        Samples.audit(AuditAction.EXECUTION_CANCELLED, execution));

        assertFalse(ports.releases().pinnedDigests().contains(plan.releaseDigest()));
    }

    @Test
    public void releaseThatIsActivatedAgainIsTheLatestAndKeepsWhatItIs() {
        Release release = release();
        activate(release);
        Instant again = release.releasedAt().plusSeconds(60);

        activate(new Release(release.digest(), "other", "9.9.9", "deploy/other.jar", Release.State.ACTIVE, again));

        Release expected = new Release(
                release.digest(),
                release.symbolicName(),
                release.bundleVersion(),
                release.source(),
                Release.State.ACTIVE,
                again);
        assertEquals(Optional.of(expected), ports.releases().find(release.digest()));
    }

    private Release.State state(Release release) {
        return ports.releases().find(release.digest()).orElseThrow().state();
    }

    private void activate(Release release) {
        ports.releases().recordActivation(release, Samples.audit(AuditAction.RELEASE_ACTIVATED, release.digest()));
    }

    private static Release release() {
        return new Release(
                Sha256.hex(Samples.id()),
                "io.example.transfer",
                "1.2.3",
                "deploy/transfer.jar",
                Release.State.ACTIVE,
                Samples.AT);
    }
}
