package io.countersign.rest;

import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.core.access.AccessService;
import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.NodeName;
import io.countersign.core.access.QuickAccess;
import io.countersign.core.access.Role;
import io.countersign.core.access.Session;
import io.countersign.core.access.User;
import io.countersign.core.approval.ApprovalService;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.connection.ConfiguredConnections;
import io.countersign.core.connection.Connections;
import io.countersign.core.execution.ExecutionConfig;
import io.countersign.core.execution.ExecutionEngine;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ResolutionService;
import io.countersign.core.file.DirectoryFileStore;
import io.countersign.core.file.FileService;
import io.countersign.core.file.FilesConfig;
import io.countersign.core.inbound.InboundConfig;
import io.countersign.core.inbound.InboundService;
import io.countersign.core.plan.Sha256;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationCatalogue;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseChange;
import io.countersign.core.release.ReleaseService;
import io.countersign.core.release.StaleExecutions;
import io.countersign.core.testing.Configuration;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeBackupRecords;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.FakeFileRepository;
import io.countersign.core.testing.FakeInboundRepository;
import io.countersign.core.testing.FakeReleaseInstaller;
import io.countersign.core.testing.FakeReleaseRepository;
import io.countersign.core.testing.FakeSessionRepository;
import io.countersign.core.testing.FakeStoreIdentityRepository;
import io.countersign.core.testing.FakeUserRepository;
import io.countersign.core.time.SharedClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;

/** A node over fakes of core's ports, served by the Jetty that the distribution runs on; one user for each role. */
final class TestNode implements AutoCloseable {
    static final String RELEASE = "ab".repeat(32);
    static final int QUEUE_MAX = 40;
    static final int MESSAGES_PER_SECOND = 20;
    static final int STREAMS_MAX = 5;
    static final long UPLOAD_BYTES_MAX = 8L * 1024 * 1024;
    static final String PASSWORD = "four unrelated words";

    static final int PLUGIN_THREADS_MAX = 3;

    private static final LivePace PACE =
            new LivePace(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(300));

    /** The log cannot be read, as when the database is down. */
    volatile boolean auditFails;

    final Clock clock = Clock.systemUTC();
    final FakeAuditRepository audit = new FakeAuditRepository();
    final FakeExecutionRepository executions = new FakeExecutionRepository(clock, audit);
    final FakeUserRepository users = new FakeUserRepository(audit);
    final FakeSessionRepository sessions = new FakeSessionRepository(audit);
    final FakeReleaseRepository releases = new FakeReleaseRepository(executions, audit);
    final FakeInboundRepository events = new FakeInboundRepository(executions, audit);
    final FakeReleaseInstaller installer = new FakeReleaseInstaller(releases);
    final OperationRegistry registry = new OperationRegistry();
    final NodeHealth health = new NodeHealth(clock);
    final ApiDoor door = new ApiDoor(health);
    final Path directory;

    private final AuditTrail trail = new AuditTrail(clock, new Ids());
    private final Caller setUp = Caller.node("test");
    private final ExecutionEngine engine;
    private final ApiServices services;
    private final Server jetty = new Server();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "test-worker");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ApiServer api;
    private @Nullable ScheduledFuture<?> working;

    TestNode() throws IOException {
        directory = Files.createTempDirectory("countersign-rest-");
        System.setProperty("karaf.data", directory.toString());
        for (Role role : Role.values()) {
            addUser(role.word(), Set.of(role));
        }
        addUser("second-operator", Set.of(Role.OPERATOR));
        Connections connections = ConfiguredConnections.of(
                Map.of("service.pid", "io.countersign.connection~main", "kind", "bank", "mode", "TEST"),
                Map.of("service.pid", "io.countersign.connection~broken", "kind", "bank"));
        FilesConfig filesConfig = Configuration.of(
                FilesConfig.class,
                Map.of("directory", directory.resolve("files").toString(), "uploadBytesMax", UPLOAD_BYTES_MAX));
        DirectoryFileStore store = new DirectoryFileStore(new FakeStoreIdentityRepository(), filesConfig);
        FakeFileRepository files = new FakeFileRepository(executions, audit);
        engine = new ExecutionEngine(
                registry,
                executions,
                new FakeBackupRecords(executions, audit),
                audit,
                files,
                store,
                connections,
                SharedClock.of(Clock.systemUTC()),
                NodeName.of("test"),
                Configuration.of(
                        ExecutionConfig.class,
                        Map.of(
                                "intentMarkFile",
                                directory.resolve("newest-intent").toString(),
                                "queueMax",
                                QUEUE_MAX,
                                "pluginThreadsMax",
                                PLUGIN_THREADS_MAX,
                                "absenceGapSeconds",
                                1,
                                "workDirectory",
                                directory.resolve("work").toString())));
        ExecutionService service = new ExecutionService(engine);
        InboundService inbound = new InboundService(
                engine,
                connections,
                events,
                audit,
                SharedClock.of(Clock.systemUTC()),
                Configuration.of(InboundConfig.class, Map.of("senderPerSecond", MESSAGES_PER_SECOND)));
        services = new ApiServices(
                QuickAccess.of(users, sessions, audit, Clock.systemUTC()),
                new OperationCatalogue(registry),
                new ReleaseService(
                        registry,
                        releases,
                        installer,
                        engine,
                        new StaleExecutions(executions, SharedClock.of(Clock.systemUTC())),
                        audit,
                        SharedClock.of(Clock.systemUTC())),
                service,
                new ApprovalService(service, executions, audit, SharedClock.of(Clock.systemUTC())),
                new ResolutionService(engine, service),
                new FileService(files, store, SharedClock.of(Clock.systemUTC()), filesConfig),
                connections,
                new FailingAudit(),
                inbound,
                health);
        deploy();
        startJetty();
        up();
    }

    private void deploy() {
        registry.add(DeployedOperation.read(new TransferOperation(), RELEASE, 1));
        registry.add(DeployedOperation.read(new ReportOperation(), RELEASE, 1));
        assertTrue(releases.record(List.of(new ReleaseChange(
                Release.first(RELEASE, "bank.operations", "1.0.0", "deploy/bank.jar", clock.instant()),
                trail.entry(setUp, AuditAction.RELEASE_ACTIVATED, "release:" + RELEASE, JsonObject.empty())))));
    }

    private void startJetty() {
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(door);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/api/*");
        context.addServlet(holder, "/health/*");
        context.addServlet(holder, "/hooks/*");
        jetty.setHandler(context);
        try {
            jetty.start();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty does not start", e);
        }
    }

    /** Brings the API up, as the container does when everything it needs is there. */
    void up() {
        ApiServer started = new ApiServer(services, clock, STREAMS_MAX, PACE);
        api = started;
        door.bindServer(started);
    }

    /** Takes the API down, as the container does when something it needs goes. */
    void down() {
        ApiServer running = api;
        if (running != null) {
            door.unbindServer(running);
            running.stop();
            api = null;
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + ((ServerConnector) jetty.getConnectors()[0]).getLocalPort() + path);
    }

    /** A caller for each role, named like the role; {@code second-operator} is another one. */
    Client as(String username) {
        return new Client(this, tokenOf(username));
    }

    Client anonymous() {
        return new Client(this, "");
    }

    /** The token of a user whose session is always open. */
    static String tokenOf(String username) {
        return (username + "-".repeat(43)).substring(0, 43);
    }

    /** Does due work on this thread until there is none. */
    void work() {
        executions.work().runDue(engine, 100);
    }

    /** Does work, due or not, until the condition holds. */
    void workUntil(BooleanSupplier condition) {
        Instant deadline = clock.instant().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            if (clock.instant().isAfter(deadline)) {
                throw new AssertionError("still not so after much work; left are "
                        + executions.work().items());
            }
            executions.work().items().forEach(item -> executions.work().run(item, engine));
        }
    }

    /** Does due work on another thread from now on. */
    void keepWorking() {
        working = worker.scheduleWithFixedDelay(this::work, 0, 10, TimeUnit.MILLISECONDS);
    }

    void addUser(String username, Set<Role> roles) {
        Instant now = clock.instant();
        User user = new User(Sha256.hex(username).substring(0, 32), username, username, roles, true, "test", now);
        users.recordCreation(
                user, "none", trail.entry(setUp, AuditAction.USER_CREATED, "user:" + user.id(), JsonObject.empty()));
        openSession(username, now.plus(Duration.ofHours(1)));
    }

    void openSession(String username, Instant expiresAt) {
        User user = users.findByUsername(username).orElseThrow();
        Instant now = clock.instant();
        sessions.recordSignIn(
                new Session(Sha256.hex(tokenOf(username)), user.id(), "", now, now, expiresAt),
                trail.entry(setUp, AuditAction.SESSION_STARTED, "user:" + user.id(), JsonObject.empty()));
    }

    AccessService access() {
        return services.access();
    }

    Caller caller(String username) {
        User user = users.findByUsername(username).orElseThrow();
        return new Caller(user.id(), username, user.roles(), Authentication.SESSION, "");
    }

    @Override
    public void close() {
        if (working != null) {
            working.cancel(true);
        }
        worker.shutdownNow();
        down();
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty does not stop", e);
        }
    }

    private final class FailingAudit implements AuditRepository {
        @Override
        public void record(AuditEntry entry) {
            audit.record(entry);
        }

        @Override
        public List<StoredEntry> list(String subject, String action, long beforeNumber, int limit) {
            if (auditFails) {
                throw new IllegalStateException("no connection to jdbc:postgresql://db.example.com");
            }
            return audit.list(subject, action, beforeNumber, limit);
        }
    }
}
