package io.countersign.deployer;

import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.health.HealthCheck;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.registry.ReleaseRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
        service = {ReleaseDeployer.class, HealthCheck.class},
        immediate = true,
        configurationPid = "io.countersign.deployer")
@Designate(ocd = DeployerConfig.class)
public final class ReleaseDeployer implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseDeployer.class);
    private static final int CLOSE_SECONDS = 30;

    private final BundleContext context;
    private final ReleaseParts parts;
    private final Deployment deployment;
    private final Admission admission;
    private final Alignment alignment;
    private final OperationTracker tracker;
    private final SynchronousBundleListener listener = this::changed;
    private final ScheduledThreadPoolExecutor thread;
    private final Map<String, Path> unfinished = new LinkedHashMap<>();
    private volatile boolean aligned;

    @Activate
    public ReleaseDeployer(
            BundleContext context,
            @Reference OperationRegistry registry,
            @Reference ReleaseRepository releases,
            @Reference AuditRepository audits,
            DeployerConfig config) {
        this(context, registry, releases, audits, DeployerSettings.of(config), Clock.systemUTC());
    }

    ReleaseDeployer(
            BundleContext context,
            OperationRegistry registry,
            ReleaseRepository releases,
            AuditRepository audits,
            DeployerSettings settings,
            Clock clock) {
        this.context = context;
        PluginCalls calls = new PluginCalls(settings.startTimeout());
        Offers offers = new Offers(registry);
        AuditTrail trail = new AuditTrail(clock, new Ids());
        this.parts = new ReleaseParts(
                registry,
                offers,
                new ReleaseBundles(context, calls, settings.jarBytesMax()),
                new ReleaseStore(settings.releaseDirectory(), settings.jarBytesMax()),
                new ReleaseRecords(releases, audits, trail, clock, settings.nodeName()),
                calls,
                clock,
                settings.jarBytesMax());
        Publishing publishing = new Publishing(parts);
        this.deployment = new Deployment(parts, publishing);
        this.admission = new Admission(parts, publishing, deployment);
        this.alignment = new Alignment(parts);
        this.tracker =
                new OperationTracker(context, offers, offer -> perform("admitting", () -> admission.admit(offer)));
        this.thread = new ScheduledThreadPoolExecutor(1, body -> new Thread(body, "countersign-releases"));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        long period = settings.alignPeriod().toMillis();
        // guarded, so that no failure hides in the future; closing the thread ends it
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                guarded("aligning releases", this::align), 0, period, TimeUnit.MILLISECONDS);
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

    /** A file of the watched folder is there or has changed; returns at once. */
    void fileAppeared(Path file) {
        perform("deploying " + file, () -> deploy(file));
    }

    /** A file of the watched folder is no longer there; returns at once. */
    void fileGone(Path file) {
        String name = nameOf(file);
        perform("removing " + file, () -> {
            unfinished.remove(name);
            deployment.remove(name);
        });
    }

    /** Does now what happens periodically, and waits for it. */
    void alignNow() throws Exception {
        thread.submit(this::align).get();
    }

    @Deactivate
    void close() throws InterruptedException {
        context.removeBundleListener(listener);
        tracker.close();
        // never interrupted: an interrupt inside a write closes an H2 database for everybody
        thread.shutdown();
        if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn(
                    "The thread of releases has not ended within {} s; what it does is taken up after the restart",
                    CLOSE_SECONDS);
        }
        parts.calls().close();
    }

    private void deploy(Path file) {
        String name = nameOf(file);
        unfinished.put(name, file);
        try {
            deployment.deploy(name, ReleaseStore.read(file, parts.jarBytesMax()));
        } catch (NoSuchFileException e) {
            LOG.info("{} has gone before it was read", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        unfinished.remove(name);
    }

    private void align() {
        for (Path file : new ArrayList<>(unfinished.values())) {
            guarded("deploying " + file, () -> deploy(file)).run();
        }
        parts.offers().waiting().forEach(offer -> guarded("admitting", () -> admission.admit(offer))
                .run());
        alignment.align();
        aligned = true;
    }

    private void changed(BundleEvent event) {
        if (event.getType() == BundleEvent.UNINSTALLED) {
            Bundle bundle = event.getBundle();
            perform("ending the release of " + bundle, () -> admission.uninstalled(bundle));
        }
    }

    private void perform(String what, Runnable body) {
        try {
            thread.execute(guarded(what, body));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is left for the next start", what);
        }
    }

    /** Trouble of the moment (a database that is away) is told, and the next alignment tries again. */
    private static Runnable guarded(String what, Runnable body) {
        return () -> {
            try {
                body.run();
            } catch (RuntimeException e) {
                LOG.error("{} failed and is tried again", what, e);
            }
        };
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
