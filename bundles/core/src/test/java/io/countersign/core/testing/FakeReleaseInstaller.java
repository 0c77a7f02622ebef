package io.countersign.core.testing;

import io.countersign.core.access.Caller;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.plan.Sha256;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseChange;
import io.countersign.core.registry.ReleaseRepository;
import io.countersign.core.release.RefusedJar;
import io.countersign.core.release.ReleaseConflictException;
import io.countersign.core.release.ReleaseInstaller;
import io.countersign.core.release.ReleaseTooLargeException;
import io.countersign.core.release.ReleaseUnusableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes rows as an installer does and installs nothing. The text {@code broken} is a jar that cannot serve; any other
 * text is one of the bundle {@code bank.operations}.
 */
public final class FakeReleaseInstaller implements ReleaseInstaller {
    public static final long JAR_BYTES_MAX = 1000;

    /** What {@link #troubles} answers. */
    public final Map<String, String> troubles = new TreeMap<>();

    /** Digests of jars that are no longer kept. */
    public final Set<String> gone = new HashSet<>();

    private final ReleaseRepository releases;
    private final List<RefusedJar> refused = new ArrayList<>();
    private int alignments;

    public FakeReleaseInstaller(ReleaseRepository releases) {
        this.releases = releases;
    }

    @Override
    public long jarBytesMax() {
        return JAR_BYTES_MAX;
    }

    @Override
    public Release install(Caller caller, String fileName, InputStream jar) throws IOException {
        byte[] bytes = jar.readAllBytes();
        if (bytes.length > JAR_BYTES_MAX) {
            throw new ReleaseTooLargeException(JAR_BYTES_MAX);
        }
        String digest = Sha256.hex(bytes);
        if (new String(bytes, StandardCharsets.UTF_8).equals("broken")) {
            refused.add(new RefusedJar("upload/" + fileName, digest, "it is broken", Samples.AT, false));
            throw new ReleaseUnusableException(
                    digest, "upload/" + fileName + " is refused: it is broken", new IOException("broken"));
        }
        Release known = releases.find(digest)
                .orElseGet(() -> Release.first(digest, "bank.operations", "1.0.0", "upload/" + fileName, Samples.AT));
        return takeOver(known, new Release.Drain(Samples.AT, "replaced by " + digest, false));
    }

    @Override
    public Release activate(Caller caller, Release seen, Release.Drain drain) {
        if (gone.contains(seen.digest())) {
            throw new ReleaseUnusableException(seen.digest(), "its jar is missing", new IOException("missing"));
        }
        return takeOver(seen, drain);
    }

    @Override
    public boolean isKept(Release release) {
        return !gone.contains(release.digest());
    }

    @Override
    public void alignSoon() {
        alignments++;
    }

    @Override
    public Map<String, String> troubles() {
        return Map.copyOf(troubles);
    }

    @Override
    public List<RefusedJar> refused() {
        return List.copyOf(refused);
    }

    /** How often {@link #alignSoon} was called. */
    public int alignments() {
        return alignments;
    }

    private Release takeOver(Release seen, Release.Drain drain) {
        Instant at = releases.list().stream()
                .map(release -> release.releasedAt().plusSeconds(1))
                .max(Instant::compareTo)
                .orElse(Samples.AT);
        List<ReleaseChange> changes = new ArrayList<>();
        changes.add(change(seen.activated(at), AuditAction.RELEASE_ACTIVATED));
        releases.list().stream()
                .filter(other -> other.isActive() && !other.digest().equals(seen.digest()))
                .filter(other -> other.symbolicName().equals(seen.symbolicName()))
                .forEach(other -> changes.add(change(other.drained(drain), AuditAction.RELEASE_DEACTIVATED)));
        if (!releases.record(changes)) {
            throw new ReleaseConflictException(seen.digest(), "changed meanwhile");
        }
        return Optional.of(seen.digest()).flatMap(releases::find).orElseThrow();
    }

    private static ReleaseChange change(Release release, AuditAction action) {
        return new ReleaseChange(release, Samples.audit(action, "release:" + release.digest()));
    }
}
