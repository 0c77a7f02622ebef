package io.countersign.deployer;

import io.countersign.core.plan.Sha256;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.Release;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jars that come from files: the new one serves before the old one stops taking executions. Used by one thread. */
final class Deployment {
    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);
    private static final String FOLDER = "deploy/";

    private final ReleaseParts parts;
    private final Publishing publishing;
    private final Map<String, String> digestByFile = new TreeMap<>();

    Deployment(ReleaseParts parts, Publishing publishing) {
        this.parts = parts;
        this.publishing = publishing;
    }

    /** A file is there with these bytes, for the first time or with others than before. */
    void deploy(String fileName, byte[] bytes) {
        String source = FOLDER + fileName;
        OperationJar jar;
        try {
            jar = OperationJar.of(bytes, parts.jarBytesMax());
            activate(jar, source);
        } catch (ReleaseRefusedException e) {
            parts.records().refuse(Sha256.hex(bytes), source, e);
            return;
        }
        Optional<String> before = Optional.ofNullable(digestByFile.put(source, jar.digest()));
        drainEarlier(source, before, "replaced by " + jar.digest() + " from " + source);
    }

    /** A file is no longer there: what it brought takes no new executions, unless another file has the same bytes. */
    void remove(String fileName) {
        String source = FOLDER + fileName;
        Optional<String> before = Optional.ofNullable(digestByFile.remove(source));
        drainEarlier(source, before, "file " + source + " was removed");
    }

    /** Whether a release came, or could come again, from a file in the folder. */
    boolean isFromFile(Release release) {
        return release.source().startsWith(FOLDER) || isInFile(release.digest());
    }

    /** Whether a file in the folder has these bytes now. */
    boolean isInFile(String digest) {
        return digestByFile.containsValue(digest);
    }

    /** No new executions from now on. */
    void drain(Release release, String reason) {
        parts.records().drain(release, reason);
        parts.registry().stopNewExecutions(release.digest());
    }

    private void activate(OperationJar jar, String source) throws ReleaseRefusedException {
        if (parts.bundles().isInstalledElsewhere(jar.symbolicName(), jar.version(), jar.digest())) {
            LOG.info("{} is the jar of a bundle that is installed already ({})", source, jar.digest());
            return;
        }
        Optional<Bundle> installed = parts.bundles().find(jar.digest());
        Bundle bundle =
                installed.isPresent() ? installed.get() : parts.bundles().install(jar);
        boolean activated = false;
        try {
            parts.bundles().start(bundle);
            activate(jar, source, offersOf(bundle));
            activated = true;
        } finally {
            if (!activated && installed.isEmpty()) {
                takeBack(bundle);
            }
        }
    }

    private void activate(OperationJar jar, String source, List<Offer> offers) throws ReleaseRefusedException {
        Optional<Release> known = parts.records().find(jar.digest());
        boolean activeAlready = known.isPresent() && known.get().state() == Release.State.ACTIVE;
        Release release = activeAlready ? known.get() : parts.records().next(jar, source);
        Map<Offer, DeployedOperation> operations = publishing.read(offers, release);
        parts.store().put(jar);
        if (!activeAlready) {
            parts.records().activate(release);
        }
        publishing.publish(operations, release);
    }

    private List<Offer> offersOf(Bundle bundle) throws ReleaseRefusedException {
        List<Offer> offers;
        try {
            offers = parts.offers().await(bundle, parts.calls().limit());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseRefusedException("waiting for its operations was interrupted", e);
        }
        if (offers.isEmpty()) {
            throw new ReleaseRefusedException("it started but registered no usable OperationPlugin service within "
                    + parts.calls().limit().toSeconds() + " s; look for unsatisfied components with scr:list");
        }
        return offers;
    }

    private void takeBack(Bundle bundle) {
        try {
            parts.bundles().uninstall(bundle);
        } catch (ReleaseRefusedException e) {
            LOG.error("{} could not be uninstalled again; uninstall it by hand: {}", bundle, e.getMessage());
        }
    }

    /** Drains what a file brought before, in this life of the node or an earlier one, unless another file brings it too. */
    private void drainEarlier(String source, Optional<String> before, String reason) {
        Set<String> earlier = new TreeSet<>(activeFrom(source));
        before.ifPresent(earlier::add);
        earlier.removeAll(digestByFile.values());
        for (String digest : earlier) {
            parts.records()
                    .find(digest)
                    .filter(release -> release.state() == Release.State.ACTIVE && !isInstalledElsewhere(release))
                    .ifPresent(release -> drain(release, reason));
        }
    }

    private boolean isInstalledElsewhere(Release release) {
        return parts.bundles().isInstalledElsewhere(release.symbolicName(), release.bundleVersion(), release.digest());
    }

    private List<String> activeFrom(String source) {
        return parts.records().list().stream()
                .filter(release -> release.state() == Release.State.ACTIVE
                        && release.source().equals(source))
                .map(Release::digest)
                .toList();
    }
}
