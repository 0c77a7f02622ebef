package io.countersign.deployer;

import io.countersign.core.access.Caller;
import io.countersign.core.access.NodeName;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.health.HealthCheck;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseRepository;
import io.countersign.core.release.RefusedJar;
import io.countersign.core.release.ReleaseInstaller;
import io.countersign.core.release.StaleExecutions;
import io.countersign.core.time.SharedClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the operations of this node: what comes with files, with features and from other nodes. Everything that touches
 * rows, the store or bundles happens on one thread, one after the other; code of plug-ins never runs on it.
 */
@Component(
        service = {ReleaseDeployer.class, ReleaseInstaller.class, HealthCheck.class},
        immediate = true,
        configurationPid = "io.countersign.deployer")
@Designate(ocd = DeployerConfig.class)
public final class ReleaseDeployer implements ReleaseInstaller, HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseDeployer.class);

    private final BundleContext context;
    private final ReleaseParts parts;
    private final Deployment deployment;
    private final Orders orders;
    private final Admission admission;
    private final Alignment alignment;
    private final Pruning pruning;
    private final OperationTracker tracker;
    private final SynchronousBundleListener listener = this::changed;
    private final ReleaseThread thread = new ReleaseThread();
    private final Map<String, Path> files = new TreeMap<>();
    private final Map<String, Path> unfinished = new LinkedHashMap<>();
    private final AtomicBoolean tryingAgain = new AtomicBoolean();
    private volatile boolean aligned;

    @Activate
    public ReleaseDeployer(
            BundleContext context,
            @Reference OperationRegistry registry,
            @Reference ReleaseRepository releases,
            @Reference AuditRepository audits,
            @Reference StaleExecutions stale,
            @Reference SharedClock clock,
            @Reference NodeName node,
            DeployerConfig config) {
        this(context, registry, releases, audits, stale, DeployerSettings.of(config), clock, node);
    }

    ReleaseDeployer(
            BundleContext context,
            OperationRegistry registry,
            ReleaseRepository releases,
            AuditRepository audits,
            StaleExecutions stale,
            DeployerSettings settings,
            Clock clock,
            NodeName node) {
        this.context = context;
        PluginCalls calls = new PluginCalls(settings.startTimeout());
        Offers offers = new Offers(registry);
        AuditTrail trail = new AuditTrail(clock, new Ids());
        this.parts = new ReleaseParts(
                registry,
                offers,
                new ReleaseBundles(context, calls, settings.jarBytesMax()),
                new ReleaseStore(settings.releaseDirectory(), settings.jarBytesMax()),
                new ReleaseRecords(releases, audits, trail, clock, node.caller()),
                new RefusedJars(),
                stale,
                calls,
                clock,
                settings);
        Publishing publishing = new Publishing(parts);
        TakeOver takeOver = new TakeOver(parts, publishing);
        this.deployment = new Deployment(parts, takeOver);
        this.orders = new Orders(parts, takeOver);
        this.admission = new Admission(parts, publishing, deployment);
        this.alignment = new Alignment(parts, admission);
        this.pruning = new Pruning(parts);
        this.tracker = new OperationTracker(
                context, offers, offer -> thread.perform("admitting", () -> admission.admit(offer)));
        thread.repeat("aligning releases", this::align, settings.alignPeriod());
        context.addBundleListener(listener);
        tracker.open();
    }

    @Override
    public String name() {
        return "releases";
    }

    @Override
    public Result check() {
        if (!aligned) {
            return new Result(false, "the releases of this node are not restored yet; look for errors in the log");
        }
        Map<String, String> troubles = alignment.troubles();
        return troubles.isEmpty()
                ? new Result(true, "every release serves")
                : new Result(true, "releases that do not serve here: " + troubles);
    }

    @Override
    public long jarBytesMax() {
        return parts.settings().jarBytesMax();
    }

    @Override
    public Release install(Caller caller, String fileName, InputStream jar) throws IOException {
        Path incoming = parts.store().receive(jar);
        try {
            byte[] bytes = ReleaseStore.read(incoming, parts.settings().jarBytesMax());
            return thread.ask(() -> orders.install(caller, fileName, bytes));
        } finally {
            parts.store().delete(incoming);
        }
    }

    @Override
    public Release activate(Caller caller, Release seen, Release.Drain drain) {
        return thread.ask(() -> orders.activate(caller, seen, drain));
    }

    @Override
    public boolean isKept(Release release) {
        return parts.store().has(release.digest());
    }

    @Override
    public void alignSoon() {
        thread.perform("aligning releases", this::align);
    }

    @Override
    public Map<String, String> troubles() {
        return alignment.troubles();
    }

    @Override
    public List<RefusedJar> refused() {
        return parts.refused().list();
    }

    /** A file of the watched folder is there or has changed; returns at once. */
    void fileAppeared(Path file) {
        thread.perform("deploying " + file, () -> {
            files.put(nameOf(file), file);
            deploy(file);
        });
    }

    /** A file of the watched folder is no longer there; returns at once. */
    void fileGone(Path file) {
        String name = nameOf(file);
        thread.perform("removing " + file, () -> {
            files.remove(name);
            unfinished.remove(name);
            deployment.remove(name);
        });
    }

    /** Does now what happens periodically, and waits for it. */
    void alignNow() throws Exception {
        thread.await(this::align);
    }

    @Deactivate
    void close() throws InterruptedException {
        context.removeBundleListener(listener);
        tracker.close();
        thread.close();
        parts.calls().close();
    }

    private void deploy(Path file) {
        String name = nameOf(file);
        unfinished.put(name, file);
        try {
            Instant modifiedAt = Files.getLastModifiedTime(file).toInstant();
            deployment.deploy(name, ReleaseStore.read(file, parts.settings().jarBytesMax()), modifiedAt);
        } catch (NoSuchFileException e) {
            LOG.info("{} has gone before it was read", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        unfinished.remove(name);
    }

    private void align() {
        for (Path file : new ArrayList<>(unfinished.values())) {
            ReleaseThread.guarded("deploying " + file, () -> deploy(file)).run();
        }
        parts.offers().waiting().forEach(offer -> ReleaseThread.guarded("admitting", () -> admission.admit(offer))
                .run());
        alignment.align();
        pruning.prune();
        aligned = true;
    }

    private void changed(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (event.getType() == BundleEvent.UNINSTALLED) {
            thread.perform("ending the release of " + bundle, () -> admission.uninstalled(bundle));
        }
        boolean comes = (event.getType() & (BundleEvent.INSTALLED | BundleEvent.RESOLVED | BundleEvent.UPDATED)) != 0;
        // our own bundles come and go with each attempt
        if (comes && ReleaseBundles.digestOf(bundle).isEmpty() && tryingAgain.compareAndSet(false, true)) {
            thread.perform("trying refused jars again", this::tryAgain);
        }
    }

    /** What lacked a library may find it now. */
    private void tryAgain() {
        tryingAgain.set(false);
        for (Path file : List.copyOf(files.values())) {
            if (parts.refused().isTryingAgain(Deployment.sourceOf(nameOf(file)))) {
                deploy(file);
            }
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
