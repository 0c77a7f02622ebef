package io.countersign.deployer;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseRepository;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of releases, each change with its line in the log of who did what. */
final class ReleaseRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseRecords.class);
    private static final int SOURCE_LENGTH_MAX = 1000;

    private final ReleaseRepository releases;
    private final AuditRepository audits;
    private final AuditTrail trail;
    private final Clock clock;
    private final Caller node;

    ReleaseRecords(ReleaseRepository releases, AuditRepository audits, AuditTrail trail, Clock clock, String nodeName) {
        this.releases = releases;
        this.audits = audits;
        this.trail = trail;
        this.clock = clock;
        this.node = Caller.node(nodeName);
    }

    Optional<Release> find(String digest) {
        return releases.find(digest);
    }

    List<Release> list() {
        return releases.list();
    }

    Collection<String> pinnedDigests() {
        return releases.pinnedDigests();
    }

    /** What an activation now would be recorded as: later than every activation before, even if the clock went back. */
    Release next(OperationJar jar, String source) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant releasedAt = releases.list().stream()
                .map(release -> release.releasedAt().plus(1, ChronoUnit.MICROS))
                .reduce(now, (one, other) -> one.isAfter(other) ? one : other);
        String shortSource = source.length() > SOURCE_LENGTH_MAX ? source.substring(0, SOURCE_LENGTH_MAX) : source;
        return new Release(
                jar.digest(), jar.symbolicName(), jar.version(), shortSource, Release.State.ACTIVE, releasedAt);
    }

    /** Grows with each activation and is the same on every node and after a restart: microseconds since 1970. */
    static long number(Release release) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, release.releasedAt());
    }

    void activate(Release release) {
        JsonObject details = described(release).build();
        releases.recordActivation(
                release, trail.entry(node, AuditAction.RELEASE_ACTIVATED, subject(release.digest()), details));
    }

    /** From now on the release takes no new executions. */
    void drain(Release release, String reason) {
        record(release, Release.State.DRAINING, reason);
        LOG.info("{} takes no new executions: {}; it stays until nothing is pinned to it", text(release), reason);
    }

    /** Nothing is pinned to the release any more. */
    void withdraw(Release release) {
        record(release, Release.State.WITHDRAWN, "nothing is pinned to it any more");
        LOG.info("{} is withdrawn", text(release));
    }

    /** Notes what was not let in, and why. */
    void refuse(String digest, String source, ReleaseRefusedException refusal) {
        LOG.error("{} is refused ({}): {}", source, digest, refusal.getMessage(), refusal.getCause());
        JsonObject details = Json.object()
                .put("source", source)
                .put("reason", String.valueOf(refusal.getMessage()))
                .build();
        audits.record(trail.entry(node, AuditAction.RELEASE_REFUSED, subject(digest), details));
    }

    static String text(Release release) {
        return release.symbolicName() + " " + release.bundleVersion() + " (" + release.digest() + ", "
                + release.source() + ")";
    }

    private void record(Release release, Release.State state, String reason) {
        JsonObject details = described(release)
                .put("state", state.name())
                .put("reason", reason)
                .build();
        releases.recordState(
                release.digest(),
                state,
                trail.entry(node, AuditAction.RELEASE_DEACTIVATED, subject(release.digest()), details));
    }

    private static JsonObject.Builder described(Release release) {
        return Json.object()
                .put("symbolicName", release.symbolicName())
                .put("bundleVersion", release.bundleVersion())
                .put("source", release.source());
    }

    private static String subject(String digest) {
        return "release:" + digest;
    }
}
