package io.countersign.deployer;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.plan.Sha256;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseChange;
import io.countersign.core.registry.ReleasePins;
import io.countersign.core.registry.ReleaseRepository;
import io.countersign.core.release.ReleaseUnusableException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of releases, each change with its line in the log of who did what. */
final class ReleaseRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseRecords.class);
    private static final int TEXT_LENGTH_MAX = 1000;

    private final ReleaseRepository releases;
    private final AuditRepository audits;
    private final AuditTrail trail;
    private final Clock clock;
    private final Caller node;

    ReleaseRecords(ReleaseRepository releases, AuditRepository audits, AuditTrail trail, Clock clock, Caller node) {
        this.releases = releases;
        this.audits = audits;
        this.trail = trail;
        this.clock = clock;
        this.node = node;
    }

    Optional<Release> find(String digest) {
        return releases.find(digest);
    }

    List<Release> list() {
        return releases.list();
    }

    List<ReleasePins> pins() {
        return releases.pins();
    }

    /** The platform as actor. */
    Caller node() {
        return node;
    }

    /** What an activation now would be recorded as: later than every activation before, even if the clock went back. */
    Release next(OperationJar jar, String source, Optional<Release> known) {
        Instant releasedAt = releases.list().stream()
                .map(release -> release.releasedAt().plus(1, ChronoUnit.MICROS))
                .reduce(now(), (one, other) -> one.isAfter(other) ? one : other);
        return known.map(release -> release.activated(releasedAt))
                .orElseGet(() ->
                        Release.first(jar.digest(), jar.symbolicName(), jar.version(), shortened(source), releasedAt));
    }

    /** Why a release takes no new executions from now on, when nobody in particular said so. */
    Release.Drain drainNow(String reason) {
        return new Release.Drain(now(), shortened(reason), false);
    }

    /** Grows with each activation and is the same on every node and after a restart: microseconds since 1970. */
    static long number(Release release) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, release.releasedAt());
    }

    /**
     * Writes that a release takes new executions and that others do not any more, in one transaction.
     *
     * @param activated empty when it does already
     * @return false when somebody else was faster; then nothing is written
     */
    boolean takeOver(Caller actor, Optional<Release> activated, List<Release> replaced, Release.Drain drain) {
        List<ReleaseChange> changes = new ArrayList<>();
        activated.ifPresent(release -> changes.add(new ReleaseChange(
                release,
                trail.entry(
                        actor,
                        AuditAction.RELEASE_ACTIVATED,
                        subject(release.digest()),
                        described(release).build()))));
        replaced.forEach(release -> changes.add(ended(actor, release.drained(drain))));
        if (changes.isEmpty()) {
            return true;
        }
        boolean recorded = releases.record(changes);
        if (recorded) {
            replaced.forEach(release -> tellOfDrain(release, drain.reason()));
        }
        return recorded;
    }

    /** From now on the release takes no new executions; false when it was changed meanwhile. */
    boolean drain(Release release, String reason) {
        boolean recorded = releases.record(List.of(ended(node, release.drained(drainNow(reason)))));
        if (recorded) {
            tellOfDrain(release, reason);
        }
        return recorded;
    }

    /** Nothing is pinned to the release any more; false when it was changed meanwhile. */
    boolean retire(Release release) {
        return releases.record(List.of(ended(node, release.retired())));
    }

    /** Notes what was not let in, and why. */
    void refuse(String digest, String source, ReleaseRefusedException refusal) {
        refuse(node, digest, source, refusal);
    }

    /** Notes what a person wanted to let in, and gives the exception that tells them. */
    ReleaseUnusableException refuse(Caller actor, byte[] jar, String source, ReleaseRefusedException refusal) {
        String digest = Sha256.hex(jar);
        refuse(actor, digest, source, refusal);
        return new ReleaseUnusableException(digest, source + " is refused: " + refusal.getMessage(), refusal);
    }

    private void refuse(Caller actor, String digest, String source, ReleaseRefusedException refusal) {
        LOG.error("{} is refused ({}): {}", source, digest, refusal.getMessage(), refusal.getCause());
        JsonObject details = Json.object()
                .put("source", source)
                .put("reason", String.valueOf(refusal.getMessage()))
                .build();
        audits.record(trail.entry(actor, AuditAction.RELEASE_REFUSED, subject(digest), details));
    }

    static String text(Release release) {
        return release.symbolicName() + " " + release.bundleVersion() + " (" + release.digest() + ", "
                + release.source() + ")";
    }

    private ReleaseChange ended(Caller actor, Release release) {
        Release.Drain drain = Objects.requireNonNull(release.drain());
        JsonObject details = described(release)
                .put("state", release.state().name())
                .put("reason", drain.reason())
                .build();
        return new ReleaseChange(
                release, trail.entry(actor, AuditAction.RELEASE_DEACTIVATED, subject(release.digest()), details));
    }

    private static void tellOfDrain(Release release, String reason) {
        LOG.info("{} takes no new executions: {}; it stays until nothing is pinned to it", text(release), reason);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String shortened(String text) {
        return text.length() > TEXT_LENGTH_MAX ? text.substring(0, TEXT_LENGTH_MAX) : text;
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
