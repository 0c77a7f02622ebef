package io.countersign.shell;

import io.countersign.api.json.JsonObject;
import io.countersign.core.access.AccessService;
import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.NodeName;
import io.countersign.core.access.QuickAccess;
import io.countersign.core.access.Role;
import io.countersign.core.access.User;
import io.countersign.core.approval.ApprovalService;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.connection.ConfiguredConnection;
import io.countersign.core.connection.Connections;
import io.countersign.core.execution.ExecutionEngine;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ResolutionService;
import io.countersign.core.file.DirectoryFileStore;
import io.countersign.core.file.FileService;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationCatalogue;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.release.ReleaseService;
import io.countersign.core.release.StaleExecutions;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeBackupRecords;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.FakeFileRepository;
import io.countersign.core.testing.FakeReleaseInstaller;
import io.countersign.core.testing.FakeReleaseRepository;
import io.countersign.core.testing.FakeSessionRepository;
import io.countersign.core.testing.FakeStoreIdentityRepository;
import io.countersign.core.testing.FakeUserRepository;
import io.countersign.core.time.SharedClock;
import io.countersign.shell.signin.CallerPrincipal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.security.auth.Subject;

/** The whole of core on its fakes, with one operation, for commands to call as one person or another. */
final class TestPlatform {
    private static final int HAND_OVERS_MAX = 100;

    final FakeAuditRepository log = new FakeAuditRepository();
    final FakeExecutionRepository repository = new FakeExecutionRepository(Clock.systemUTC(), log);
    final FakeSessionRepository sessions = new FakeSessionRepository(log);
    final FakeUserRepository users = new FakeUserRepository(log, sessions);
    final OperationRegistry registry = new OperationRegistry();
    final Connections connections = new Connections();
    final Caller admin = account("admin", Role.ADMINISTRATOR);
    final Caller maria = account("maria", Role.OPERATOR);
    final Caller anna = account("anna", Role.APPROVER);
    final SharedClock clock = SharedClock.of(Clock.systemUTC());
    final AccessService access = QuickAccess.of(users, sessions, log, clock);
    final OperationCatalogue catalogue = new OperationCatalogue(registry);
    final FakeReleaseRepository releaseRepository = new FakeReleaseRepository(repository, log);
    final FakeReleaseInstaller installer = new FakeReleaseInstaller(releaseRepository);
    final ReleaseService releases;
    final ExecutionEngine engine;
    final ExecutionService executions;
    final ResolutionService resolutions;
    final ApprovalService approvals;
    final FileService files;

    TestPlatform(Path directory) throws IOException {
        FakeFileRepository fileRepository = new FakeFileRepository(repository, log);
        DirectoryFileStore store =
                new DirectoryFileStore(new FakeStoreIdentityRepository(), TestConfigs.files(directory));
        registry.add(DeployedOperation.read(new TransferOperation(), "d".repeat(64), 1));
        connections.addConnection(new ConfiguredConnection(
                Map.of("service.pid", "io.countersign.connection~main", "kind", "bank", "mode", "TEST")));
        engine = new ExecutionEngine(
                registry,
                repository,
                new FakeBackupRecords(repository, log),
                log,
                fileRepository,
                store,
                connections,
                clock,
                NodeName.of("test"),
                TestConfigs.execution(directory));
        executions = new ExecutionService(engine);
        releases = new ReleaseService(
                registry, releaseRepository, installer, engine, new StaleExecutions(repository, clock), log, clock);
        resolutions = new ResolutionService(engine, executions);
        approvals = new ApprovalService(executions, repository, log, clock);
        files = new FileService(fileRepository, store, clock, TestConfigs.files(directory));
    }

    /** Does all work that is due. */
    void work() {
        repository.work().runDue(engine, HAND_OVERS_MAX);
    }

    /** Runs a command as the shell would, and answers what it printed. */
    String run(Caller caller, Supplier<? extends OpsCommand> command) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            OpsCommand made = command.get();
            made.access = access;
            if (made.session == null) {
                made.session = program("");
            }
            Subject subject = new Subject();
            subject.getPrincipals().add(new CallerPrincipal(caller));
            Subject.doAs(subject, (PrivilegedExceptionAction<Object>) () -> String.valueOf(made.execute()));
        } catch (PrivilegedActionException e) {
            throw e.getException();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** A session of a program that hands over the given standard input. */
    static FakeShellSession program(String standardInput) {
        return new FakeShellSession(new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)), false);
    }

    private Caller account(String username, Role role) {
        User user = new User(
                new Ids().next(),
                username,
                username,
                Set.of(role),
                true,
                "node:test",
                Clock.systemUTC().instant());
        users.recordCreation(
                user,
                "no password",
                new AuditTrail(Clock.systemUTC(), new Ids())
                        .entry(Caller.node("test"), AuditAction.USER_CREATED, "user:" + user.id(), JsonObject.empty()));
        return new Caller(user.id(), username, user.roles(), Authentication.SHELL_PASSWORD, "192.0.2.1");
    }
}
