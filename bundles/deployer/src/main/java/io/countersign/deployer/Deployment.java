package io.countersign.deployer;

import io.countersign.core.plan.Sha256;
import io.countersign.core.registry.Release;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jars that come from files: the new one serves before the old one stops taking executions. Used by one thread. */
final class Deployment {
    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);
    private static final String FOLDER = "deploy/";

    /** Stands for the digest of a file that was seen and then removed. */
    private static final String REMOVED = "";

    private final ReleaseParts parts;
    private final TakeOver takeOver;
    private final Map<String, String> digestByFile = new TreeMap<>();

    Deployment(ReleaseParts parts, TakeOver takeOver) {
        this.parts = parts;
        this.takeOver = takeOver;
    }

    /** Where releases of a file come from. */
    static String sourceOf(String fileName) {
        return FOLDER + fileName;
    }

    /**
     * A file is there with these bytes, for the first time or with others than before.
     *
     * @param modifiedAt what the file system says about it
     */
    void deploy(String fileName, byte[] bytes, Instant modifiedAt) {
        String source = sourceOf(fileName);
        try {
            OperationJar jar = OperationJar.of(bytes, parts.settings().jarBytesMax());
            requireMayReturn(jar, source, modifiedAt);
            activate(jar, source);
            digestByFile.put(source, jar.digest());
            parts.refused().forget(source);
        } catch (ReleaseRefusedException e) {
            String digest = Sha256.hex(bytes);
            if (parts.refused().note(source, digest, e, parts.clock().instant())) {
                parts.records().refuse(digest, source, e);
            }
        }
    }

    /** A file is no longer there: what it brought takes no new executions, unless another file has the same bytes. */
    void remove(String fileName) {
        String source = sourceOf(fileName);
        Set<String> earlier = earlierOf(source);
        digestByFile.put(source, REMOVED);
        parts.refused().forget(source);
        earlier.forEach(digest -> drain(digest, "file " + source + " was removed"));
    }

    /** Whether a release came, or could come again, from a file in the folder. */
    boolean isFromFile(Release release) {
        return release.source().startsWith(FOLDER) || isInFile(release.digest());
    }

    /** Whether a file in the folder has these bytes now. */
    boolean isInFile(String digest) {
        return digestByFile.containsValue(digest);
    }

    /** No new executions from now on; nothing happens when it takes none already. */
    void drain(String digest, String reason) {
        Optional<Release> active = parts.records().find(digest).filter(Release::isActive);
        while (active.isPresent() && !parts.records().drain(active.get(), reason)) {
            active = parts.records().find(digest).filter(Release::isActive);
        }
        parts.registry().stopNewExecutions(digest);
    }

    private void activate(OperationJar jar, String source) throws ReleaseRefusedException {
        String reason = "replaced by " + jar.digest() + " from " + source;
        Set<String> earlier = earlierOf(source);
        earlier.remove(jar.digest());
        if (isInstalledElsewhere(jar.symbolicName(), jar.version(), jar.digest())) {
            LOG.info("{} is the jar of a bundle that is installed already ({})", source, jar.digest());
            earlier.forEach(digest -> drain(digest, reason));
            return;
        }
        takeOver.perform(
                jar,
                new TakeOver.Order(
                        parts.records().node(),
                        source,
                        false,
                        known -> true,
                        other -> earlier.contains(other.digest()),
                        parts.records().drainNow(reason)));
    }

    /**
     * A file that only lies there, as at every start, must not undo what came after it: the release was replaced, rolled
     * back or stopped. A file that is put there does bring its release back, unless a person has withdrawn it.
     */
    private void requireMayReturn(OperationJar jar, String source, Instant modifiedAt) throws ReleaseRefusedException {
        Release known = parts.records().find(jar.digest()).orElse(null);
        Release.Drain drain = known == null ? null : known.drain();
        if (known == null || drain == null) {
            return;
        }
        String remedy = "; to let it take new executions again use ops:plugin-start " + jar.digest();
        if (known.state() == Release.State.WITHDRAWN) {
            throw new ReleaseRefusedException("it was " + drain.reason() + " at " + drain.since() + remedy);
        }
        String before = digestByFile.get(source);
        boolean putThere = before != null && !before.equals(jar.digest());
        if (!putThere && !modifiedAt.isAfter(drain.since())) {
            throw new ReleaseRefusedException("the file is older than what ended its release (" + drain.reason()
                    + " at " + drain.since() + ")" + remedy + " or touch the file");
        }
    }

    /** What a file brought before, in this life of the node or an earlier one, and no other file brings too. */
    private Set<String> earlierOf(String source) {
        Map<String, String> others = new HashMap<>(digestByFile);
        Set<String> earlier = new TreeSet<>();
        Optional.ofNullable(others.remove(source)).ifPresent(earlier::add);
        parts.records().list().stream()
                .filter(release -> release.isActive() && release.source().equals(source))
                .forEach(release -> earlier.add(release.digest()));
        earlier.removeAll(others.values());
        earlier.removeIf(digest -> parts.records()
                .find(digest)
                .filter(release -> !isInstalledElsewhere(release.symbolicName(), release.bundleVersion(), digest))
                .isEmpty());
        return earlier;
    }

    private boolean isInstalledElsewhere(String symbolicName, String version, String digest) {
        return parts.bundles().findElsewhere(symbolicName, version, digest).isPresent();
    }
}
