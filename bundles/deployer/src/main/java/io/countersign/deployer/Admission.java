package io.countersign.deployer;

import io.countersign.core.access.Caller;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.Release;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;

/** Services that come by themselves: from releases that are started again, and from bundles that a feature installed. */
final class Admission {
    private final ReleaseParts parts;
    private final Publishing publishing;
    private final Deployment deployment;
    private final Map<Long, String> digestByBundle = new HashMap<>();

    Admission(ReleaseParts parts, Publishing publishing, Deployment deployment) {
        this.parts = parts;
        this.publishing = publishing;
        this.deployment = deployment;
    }

    /** Publishes what a service offers; nothing happens when it was published, refused or has gone. */
    void admit(Offer offer) {
        if (!parts.offers().isWaiting(offer)) {
            return;
        }
        Optional<String> digest = ReleaseBundles.digestOf(offer.bundle());
        try {
            if (digest.isPresent()) {
                admitFromStore(offer, digest.get());
            } else {
                admitForeign(offer);
            }
        } catch (ReleaseRefusedException e) {
            parts.offers().refuse(offer);
            String location = offer.bundle().getLocation();
            String named = digest.orElse("of " + location);
            if (parts.refused().note(location, named, e, parts.clock().instant())) {
                parts.records().refuse(named, location, e);
            }
        }
    }

    /** A bundle of somebody else is no longer installed: its release ends with it. */
    void uninstalled(Bundle bundle) {
        parts.refused().forget(bundle.getLocation());
        Optional.ofNullable(digestByBundle.remove(bundle.getBundleId()))
                .ifPresent(digest -> end(digest, "its bundle " + bundle.getLocation() + " was uninstalled"));
    }

    /** A release without a row is only just being deployed, or a leftover that is removed. */
    private void admitFromStore(Offer offer, String digest) throws ReleaseRefusedException {
        Optional<Release> release = parts.records().find(digest);
        if (release.isPresent()) {
            DeployedOperation operation = publishing.read(offer, release.get());
            publishing.publish(Map.of(offer, operation), release.get());
        }
    }

    private void admitForeign(Offer offer) throws ReleaseRefusedException {
        Bundle bundle = offer.bundle();
        OperationJar jar =
                OperationJar.of(parts.bundles().bytes(bundle), parts.settings().jarBytesMax());
        Optional<Release> known = parts.records().find(jar.digest());
        boolean current = known.isPresent()
                && (known.get().isActive() || known.get().isHeld() || isSuperseded(known.get(), bundle));
        Release release = current ? known.get() : parts.records().next(jar, bundle.getLocation(), known);
        DeployedOperation operation = publishing.read(offer, release);
        parts.store().put(jar);
        if (!current) {
            activate(release);
        }
        publishing.publish(Map.of(offer, operation), release);
        parts.refused().forget(bundle.getLocation());
        Optional.ofNullable(digestByBundle.put(bundle.getBundleId(), jar.digest()))
                .filter(before -> !before.equals(jar.digest()))
                .ifPresent(before -> end(before, "its bundle was updated to " + jar.digest()));
        if (release.isActive()) {
            endUpgraded(release);
        }
    }

    private void activate(Release release) {
        Caller node = parts.records().node();
        if (!parts.records()
                .takeOver(node, Optional.of(release), List.of(), parts.records().drainNow("replaced"))) {
            throw new IllegalStateException(
                    "release " + release.digest() + " was changed by another node; the next alignment looks again");
        }
    }

    /** A bundle that was here before a newer release of its name came must not come back to life with a restart. */
    private boolean isSuperseded(Release release, Bundle bundle) {
        return parts.records().list().stream()
                .filter(other -> other.state() == Release.State.ACTIVE)
                .filter(other -> other.symbolicName().equals(release.symbolicName()))
                .anyMatch(other -> other.releasedAt().toEpochMilli() > bundle.getLastModified());
    }

    /** Ends the releases of earlier versions whose bundles are gone: a new distribution was unpacked over old data. */
    private void endUpgraded(Release release) {
        for (Release other : parts.records().list()) {
            boolean earlier = other.state() == Release.State.ACTIVE
                    && !deployment.isFromFile(other)
                    && other.symbolicName().equals(release.symbolicName())
                    && !other.digest().equals(release.digest());
            if (earlier && !isStillInstalled(other)) {
                deployment.drain(other.digest(), "replaced by " + release.digest() + " from " + release.source());
            }
        }
    }

    private boolean isStillInstalled(Release other) {
        return parts.bundles()
                .findElsewhere(other.symbolicName(), other.bundleVersion(), other.digest())
                .isPresent();
    }

    private void end(String digest, String reason) {
        if (!digestByBundle.containsValue(digest) && !deployment.isInFile(digest)) {
            deployment.drain(digest, reason);
        }
    }
}
