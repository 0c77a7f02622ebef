package io.countersign.deployer;

import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.NodeName;
import io.countersign.core.access.Role;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseChange;
import io.countersign.core.release.StaleExecutions;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.SettableClock;
import io.countersign.core.time.SharedClock;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.launch.Framework;

/** A node with a real framework; its rows and its store survive a restart, its bundle cache may be lost. */
final class TestNode extends ExternalResource {
    static final String OPERATION = "sample.count";
    static final Duration DRAIN_DEADLINE = Duration.ofHours(2);
    static final Duration RETENTION = Duration.ofDays(30);

    /** May do what people do with releases. */
    static final Caller PERSON =
            new Caller("7", "maria", Set.of(Role.ADMINISTRATOR), Authentication.SHELL_PASSWORD, "");

    private static final long DEADLINE_NANOS = 20_000_000_000L;
    private static final int JAR_BYTES_MAX = 100_000;

    final SettableClock clock = new SettableClock();
    final FakeAuditRepository audits = new FakeAuditRepository();
    final FakeExecutionRepository executions = new FakeExecutionRepository(clock, audits);
    final PinnableReleases releases = new PinnableReleases(executions, audits);
    private final TemporaryFolder root;
    private OperationRegistry registry = new OperationRegistry();
    private @Nullable Framework framework;
    private @Nullable ReleaseDeployer deployer;

    TestNode(TemporaryFolder root) {
        this.root = root;
    }

    @Override
    protected void before() throws Exception {
        Files.createDirectories(folder());
        startFramework();
        startDeployer();
    }

    @Override
    protected void after() {
        try {
            stop();
        } catch (Exception e) {
            throw new AssertionError("the node does not stop", e);
        }
    }

    void startFramework() throws Exception {
        Framework started = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage", cache().toString(),
                        "org.osgi.framework.bsnversion", "multiple",
                        "org.osgi.framework.system.packages.extra",
                                "io.countersign.api.operation,io.countersign.api.json,io.countersign.api.money",
                        "felix.fileinstall.dir", folder().toString(),
                        "felix.fileinstall.poll", "50",
                        "felix.fileinstall.tmpdir", path("tmp").toString(),
                        "felix.fileinstall.noInitialDelay", "true",
                        "felix.fileinstall.log.level", "1"));
        started.start();
        framework = started;
    }

    void startDeployer() throws Exception {
        registry = new OperationRegistry();
        DeployerSettings settings = new DeployerSettings(
                path("releases"),
                JAR_BYTES_MAX,
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                DRAIN_DEADLINE,
                Duration.ofMinutes(1),
                RETENTION);
        deployer = new ReleaseDeployer(
                context(),
                registry,
                releases,
                audits,
                new StaleExecutions(executions, SharedClock.of(clock)),
                settings,
                clock,
                NodeName.of("node-1"));
        settle();
    }

    void stop() throws Exception {
        if (deployer != null) {
            deployer.close();
            deployer = null;
        }
        if (framework != null) {
            framework.stop();
            framework.waitForStop(TimeUnit.SECONDS.toMillis(10));
            framework = null;
        }
    }

    void restart() throws Exception {
        stop();
        startFramework();
        startDeployer();
    }

    /** As {@code karaf clean} does. */
    void loseCache() throws IOException {
        try (var files = Files.walk(cache())) {
            files.map(Path::toFile).sorted((one, other) -> other.compareTo(one)).forEach(File::delete);
        }
    }

    ReleaseDeployer deployer() {
        return Objects.requireNonNull(deployer, "not started");
    }

    BundleContext context() {
        return Objects.requireNonNull(framework, "not started").getBundleContext();
    }

    /** Everything that was asked for has been done, and what followed from it. */
    void settle() throws Exception {
        deployer().alignNow();
        deployer().alignNow();
    }

    void drop(String fileName, SampleJar jar) throws Exception {
        drop(fileName, jar.bytes());
    }

    void drop(String fileName, byte[] bytes) throws Exception {
        Path file = folder().resolve(fileName);
        Files.write(file, bytes);
        deployer().fileAppeared(file);
        settle();
    }

    /** Leaves a file lying there, with nobody touching it since. */
    void dropOld(String fileName, SampleJar jar) throws Exception {
        Path file = folder().resolve(fileName);
        Files.write(file, jar.bytes());
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        deployer().fileAppeared(file);
        settle();
    }

    /** As a person does over the API. */
    Release upload(SampleJar jar) throws Exception {
        Release installed = deployer().install(PERSON, "sample.jar", new ByteArrayInputStream(jar.bytes()));
        settle();
        return installed;
    }

    /** What a person does with {@code ops:plugin-start} or, drained by person, with {@code ops:rollback}. */
    Release activate(SampleJar jar, boolean drainedByPerson) throws Exception {
        Release activated = deployer().activate(PERSON, row(jar), drain("replaced", drainedByPerson));
        settle();
        return activated;
    }

    /** What {@code ops:plugin-stop} writes. */
    void stop(SampleJar jar) throws Exception {
        write(row(jar).drained(drain("stopped by maria", true)));
        settle();
    }

    /** What {@code ops:plugin-withdraw} writes. */
    void withdraw(SampleJar jar) throws Exception {
        write(row(jar).withdrawn(drain("withdrawn by maria", true)));
        settle();
    }

    /** Writes as another node would. */
    void write(Release release) {
        AuditEntry entry = AuditEntry.of(
                "0".repeat(32),
                clock.instant(),
                Caller.node("node-2"),
                AuditAction.RELEASE_DEACTIVATED,
                "release:elsewhere",
                JsonObject.empty());
        assertTrue("written", releases.record(List.of(new ReleaseChange(release, entry))));
    }

    Release row(SampleJar jar) {
        return releases.find(jar.digest()).orElseThrow();
    }

    Release.Drain drain(String reason, boolean byPerson) {
        return new Release.Drain(clock.instant(), reason, byPerson);
    }

    void delete(String fileName) throws Exception {
        Path file = folder().resolve(fileName);
        Files.delete(file);
        deployer().fileGone(file);
        settle();
    }

    /** As a feature would. */
    Bundle installFeature(String version, SampleJar jar) throws Exception {
        Bundle bundle = context().installBundle("mvn:sample/sample/" + version, new ByteArrayInputStream(jar.bytes()));
        bundle.start();
        settle();
        return bundle;
    }

    OperationRegistry registry() {
        return registry;
    }

    Optional<String> newestDigest() {
        return registry.newest(OPERATION).map(DeployedOperation::releaseDigest);
    }

    boolean serves(SampleJar jar) {
        return registry.find(OPERATION, jar.digest()).isPresent();
    }

    Release.State state(SampleJar jar) {
        return releases.find(jar.digest()).orElseThrow().state();
    }

    List<AuditAction> actions(SampleJar jar) {
        return audits.actions("release:" + jar.digest());
    }

    /** What the log says about the last refusal. */
    String refusal() {
        return audits.list("", AuditAction.RELEASE_REFUSED.word(), Long.MAX_VALUE, 1).stream()
                .map(stored -> stored.entry().object("details").text("reason"))
                .findFirst()
                .orElse("nothing was refused");
    }

    /** Locations of all bundles but the framework's. */
    List<String> locations() {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> bundle.getBundleId() != 0)
                .map(Bundle::getLocation)
                .toList();
    }

    Path folder() {
        return path("deploy");
    }

    Path stored(SampleJar jar) {
        return path("releases").resolve(jar.digest() + ".jar");
    }

    /** Waits for what other threads do. */
    static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.call()) {
            assertTrue("in time: " + what, System.nanoTime() < deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private Path cache() {
        return path("cache");
    }

    private Path path(String name) {
        return root.getRoot().toPath().resolve(name);
    }
}
