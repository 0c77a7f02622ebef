package io.countersign.deployer;

import io.countersign.core.plan.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;

/** Releases as bundles of this framework; those from the store have the location {@code countersign:<digest>}. */
final class ReleaseBundles {
    private static final String SCHEME = "countersign:";

    private final BundleContext context;
    private final PluginCalls calls;
    private final int jarBytesMax;
    private final Map<Long, Hashed> hashed = new HashMap<>();

    ReleaseBundles(BundleContext context, PluginCalls calls, int jarBytesMax) {
        this.context = context;
        this.calls = calls;
        this.jarBytesMax = jarBytesMax;
    }

    /** The digest in the location of a bundle from the store; empty for bundles that others installed. */
    static Optional<String> digestOf(Bundle bundle) {
        String location = bundle.getLocation();
        return location.startsWith(SCHEME) ? Optional.of(location.substring(SCHEME.length())) : Optional.empty();
    }

    /** The bundle that was installed from the store. */
    Optional<Bundle> find(String digest) {
        return Optional.ofNullable(context.getBundle(SCHEME + digest));
    }

    /** All bundles that were installed from the store. */
    List<Bundle> fromStore() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> digestOf(bundle).isPresent())
                .toList();
    }

    /** The bundle that somebody else, a feature for instance, has installed from this very jar. */
    Optional<Bundle> findElsewhere(String symbolicName, String version, String digest) {
        return others(symbolicName, version).stream()
                .filter(bundle -> foreignDigest(bundle).filter(digest::equals).isPresent())
                .findFirst();
    }

    /** The bytes of the jar a bundle of somebody else runs from. */
    byte[] bytes(Bundle bundle) throws ReleaseRefusedException {
        try {
            return BundleBytes.read(bundle, jarBytesMax);
        } catch (IOException e) {
            throw new ReleaseRefusedException(
                    "its jar can be read neither from the framework's cache nor from " + bundle.getLocation() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Installs a jar beside whatever is there. */
    Bundle install(OperationJar jar) throws ReleaseRefusedException {
        try {
            return context.installBundle(SCHEME + jar.digest(), new ByteArrayInputStream(jar.bytes()));
        } catch (BundleException e) {
            String remedy = e.getType() == BundleException.DUPLICATE_BUNDLE_ERROR
                    ? "; set org.osgi.framework.bsnversion=multiple in etc/custom.properties"
                    : "";
            throw new ReleaseRefusedException("it cannot be installed: " + e.getMessage() + remedy, e);
        }
    }

    void start(Bundle bundle) throws ReleaseRefusedException {
        try {
            calls.call("starting " + bundle, () -> {
                bundle.start();
                return bundle;
            });
        } catch (ReleaseRefusedException e) {
            if (e.getCause() instanceof BundleException cause && cause.getType() == BundleException.RESOLVE_ERROR) {
                throw ReleaseRefusedException.lackingLibrary(
                        e.getMessage() + "; it is tried again when another bundle is installed", cause);
            }
            throw e;
        }
    }

    /** Starts a bundle that should run but could not yet; one that somebody stopped stays stopped. */
    void startAgain(Bundle bundle) throws ReleaseRefusedException {
        boolean waits = bundle.getState() == Bundle.INSTALLED || bundle.getState() == Bundle.RESOLVED;
        if (waits && bundle.adapt(BundleStartLevel.class).isPersistentlyStarted()) {
            start(bundle);
        }
    }

    void uninstall(Bundle bundle) throws ReleaseRefusedException {
        calls.call("uninstalling " + bundle, () -> {
            bundle.uninstall();
            return bundle;
        });
    }

    private List<Bundle> others(String symbolicName, String version) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName())
                        && bundle.getVersion().toString().equals(version)
                        && digestOf(bundle).isEmpty())
                .toList();
    }

    private Optional<String> foreignDigest(Bundle bundle) {
        Hashed known = hashed.get(bundle.getBundleId());
        if (known != null && known.lastModified() == bundle.getLastModified()) {
            return Optional.of(known.digest());
        }
        try {
            String digest = Sha256.hex(bytes(bundle));
            hashed.put(bundle.getBundleId(), new Hashed(bundle.getLastModified(), digest));
            return Optional.of(digest);
        } catch (ReleaseRefusedException e) {
            // a bundle whose bytes nobody can read is not known to be this jar
            return Optional.empty();
        }
    }

    private record Hashed(long lastModified, String digest) {}
}
