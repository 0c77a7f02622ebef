package io.countersign.core.release;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.NodeName;
import io.countersign.core.access.PermissionDeniedException;
import io.countersign.core.access.Role;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.connection.Connections;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionConfig;
import io.countersign.core.execution.ExecutionEngine;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.file.FileStore;
import io.countersign.core.plan.Sha256;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseChange;
import io.countersign.core.registry.UnknownOperationException;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeBackupRecords;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.FakeFileRepository;
import io.countersign.core.testing.FakeReleaseInstaller;
import io.countersign.core.testing.FakeReleaseRepository;
import io.countersign.core.testing.Samples;
import io.countersign.core.testing.SettableClock;
import io.countersign.core.time.SharedClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public final class ReleaseServiceTest {
    private static final Caller MARIA = caller("maria", Role.ADMINISTRATOR);
    private static final Caller OLIVIA = caller("olivia", Role.OPERATOR);

    private final SettableClock clock = new SettableClock();
    private final FakeAuditRepository audit = new FakeAuditRepository();
    private final FakeExecutionRepository executions = new FakeExecutionRepository(clock, audit);
    private final FakeReleaseRepository releases = new FakeReleaseRepository(executions, audit);
    private final FakeReleaseInstaller installer = new FakeReleaseInstaller(releases);
    private final OperationRegistry registry = new OperationRegistry();
    private final ExecutionEngine engine = new ExecutionEngine(
            registry,
            executions,
            new FakeBackupRecords(executions, audit),
            audit,
            new FakeFileRepository(executions, audit),
            nothing(FileStore.class),
            new Connections(),
            SharedClock.of(clock),
            NodeName.of("test"),
            nothing(ExecutionConfig.class));
    private final ReleaseService service = new ReleaseService(
            registry,
            releases,
            installer,
            engine,
            new StaleExecutions(executions, SharedClock.of(clock)),
            audit,
            SharedClock.of(clock));

    @Test
    public void goingBackTwiceGoesBackTwoReleases() throws IOException {
        String one = install("one");
        String two = install("two");
        String three = install("three");

        assertEquals(
                two, service.rollback(MARIA, three, "it miscounts").release().digest());
        assertEquals(one, service.rollback(MARIA, two, "").release().digest());

        assertEquals(Release.State.ACTIVE, state(one));
        assertEquals(Release.State.DRAINING, state(two));
        assertTrue(row(three).isHeld());
        assertEquals("rolled back to " + two + " by maria: it miscounts", reason(three));
        assertThrows("nothing is left", ReleaseConflictException.class, () -> service.rollback(MARIA, one, ""));
        assertThrows("not the one that serves", ReleaseConflictException.class, () -> service.rollback(MARIA, two, ""));
    }

    @Test
    public void aRollbackLeadsNeitherToWhatWasWithdrawnNorToAJarThatIsGone() throws IOException {
        String one = install("one");
        String two = install("two");
        String three = install("three");
        String four = install("four");
        service.withdraw(MARIA, three, "");
        installer.gone.add(two);

        assertEquals(one, service.rollback(MARIA, four, "").release().digest());
    }

    @Test
    public void startingAnEarlierReleaseReplacesTheNewer() throws IOException {
        String one = install("one");
        String two = install("two");

        assertEquals(one, service.start(MARIA, one, "").release().digest());

        assertEquals(Release.State.DRAINING, state(two));
        assertEquals(
                "one can go back from it",
                two,
                service.rollback(MARIA, one, "").release().digest());
    }

    @Test
    public void stoppingLetsFinishWhatIsPinned() throws IOException {
        String one = install("one");
        ExecutionId running = executionIn(ExecutionState.RUNNING, one);
        offer(one);

        ReleaseStatus stopped = service.stop(MARIA, one, "month end");

        assertEquals(Release.State.DRAINING, stopped.release().state());
        assertEquals("stopped by maria: month end", reason(one));
        assertEquals(1, stopped.running());
        assertEquals(Optional.empty(), registry.newest("bank.count"));
        assertEquals(1, installer.alignments());
        assertEquals(ExecutionState.RUNNING, state(running));
        assertThrows(ReleaseConflictException.class, () -> service.stop(MARIA, one, ""));
    }

    @Test
    public void withdrawingMakesStaleWhatHasNotStarted() throws IOException {
        String one = install("one");
        String other = install("other");
        ExecutionId awaiting = executionIn(ExecutionState.AWAITING_APPROVAL, one);
        ExecutionId queued = executionIn(ExecutionState.QUEUED, one);
        ExecutionId running = executionIn(ExecutionState.RUNNING, one);
        ExecutionId elsewhere = executionIn(ExecutionState.QUEUED, other);

        ReleaseStatus withdrawn = service.withdraw(MARIA, one, "");

        assertEquals(Release.State.WITHDRAWN, withdrawn.release().state());
        assertEquals(0, withdrawn.waiting());
        assertEquals(1, withdrawn.running());
        for (ExecutionId ended : List.of(awaiting, queued)) {
            assertEquals(ExecutionState.STALE, state(ended));
            assertEquals(
                    "release_withdrawn",
                    Optional.ofNullable(execution(ended).failure())
                            .orElseThrow()
                            .code());
            assertTrue(audit.actions("execution:" + ended).contains(AuditAction.EXECUTION_STALE));
        }
        assertEquals(ExecutionState.RUNNING, state(running));
        assertEquals(ExecutionState.QUEUED, state(elsewhere));
        assertThrows(ReleaseConflictException.class, () -> service.withdraw(MARIA, one, ""));
    }

    @Test
    public void moreThanAPageOfWaitingExecutionsIsMadeStale() throws IOException {
        String one = install("one");
        for (int i = 0; i < 450; i++) {
            executionIn(ExecutionState.AWAITING_APPROVAL, one);
        }

        assertEquals(0, service.withdraw(MARIA, one, "").waiting());
    }

    @Test
    public void whoeverWasOvertakenByAnotherNodeWritesNothing() throws IOException {
        String one = install("one");
        Release seen = row(one);
        releases.record(List.of(new ReleaseChange(
                seen.drained(new Release.Drain(Samples.AT, "elsewhere", false)),
                Samples.audit(AuditAction.RELEASE_DEACTIVATED, one))));

        assertThrows(
                ReleaseConflictException.class,
                () -> installer.activate(MARIA, seen, new Release.Drain(Samples.AT, "late", true)));
        assertEquals("elsewhere", reason(one));
    }

    @Test
    public void onlyWhoMayReleaseChangesAnything() throws IOException {
        String one = install("one");
        int before = audit.entries().size();

        assertThrows(PermissionDeniedException.class, () -> service.stop(OLIVIA, one, ""));
        assertThrows(PermissionDeniedException.class, () -> service.start(OLIVIA, one, ""));
        assertThrows(PermissionDeniedException.class, () -> service.rollback(OLIVIA, one, ""));
        assertThrows(PermissionDeniedException.class, () -> service.withdraw(OLIVIA, one, ""));
        assertThrows(
                PermissionDeniedException.class,
                () -> service.install(OLIVIA, "x.jar", new ByteArrayInputStream(new byte[1])));

        assertEquals(Release.State.ACTIVE, state(one));
        assertEquals(
                List.of(
                        AuditAction.REQUEST_REFUSED,
                        AuditAction.REQUEST_REFUSED,
                        AuditAction.REQUEST_REFUSED,
                        AuditAction.REQUEST_REFUSED,
                        AuditAction.REQUEST_REFUSED),
                audit.entries().subList(before, audit.entries().size()).stream()
                        .map(entry -> entry.action())
                        .toList());
    }

    @Test
    public void aReleaseIsFoundByTheBeginningOfItsDigestOrByItsOperation() throws IOException {
        String one = install("one");
        String two = install("two");
        offer(two);

        assertEquals(one, service.digestOf(OLIVIA, one.substring(0, 8)));
        assertEquals(two, service.digestOf(OLIVIA, "bank.count"));
        assertThrows(UnknownOperationException.class, () -> service.digestOf(OLIVIA, "bank.other"));
        String ambiguous = assertThrows(UnknownReleaseException.class, () -> service.digestOf(OLIVIA, ""))
                .getMessage();
        assertEquals("2 releases begin with ''; type more digits", ambiguous);
        assertThrows(UnknownReleaseException.class, () -> service.get(OLIVIA, "0".repeat(64)));
    }

    @Test
    public void theOverviewShowsTroubleRefusalsAndTheLatestOfWhatHasEnded() throws IOException {
        String first = install("0");
        for (int i = 1; i <= 250; i++) {
            install(Integer.toString(i));
        }
        retireAll();
        String last = install("last");
        ExecutionId settling = executionIn(ExecutionState.SETTLING, first);
        installer.troubles.put(last, "it lacks a library");
        assertThrows(ReleaseUnusableException.class, () -> install("broken"));

        ReleaseOverview overview = service.overview(OLIVIA);

        assertEquals(202, overview.releases().size());
        assertEquals(
                "something settles", first, overview.releases().get(0).release().digest());
        assertEquals(1, overview.releases().get(0).settling());
        ReleaseStatus newest = overview.releases().get(201);
        assertEquals(last, newest.release().digest());
        assertEquals("it lacks a library", newest.trouble());
        assertEquals("upload/x.jar", overview.refused().get(0).source());
        assertEquals(0, overview.abandonedThreads());
        assertEquals(ExecutionState.SETTLING, state(settling));
    }

    private void retireAll() {
        for (Release release : releases.list()) {
            Release.Drain drain = new Release.Drain(Samples.AT, "replaced", false);
            Release ended = release.isActive() ? release.drained(drain) : release;
            releases.record(List.of(new ReleaseChange(
                    ended.retired(), Samples.audit(AuditAction.RELEASE_DEACTIVATED, release.digest()))));
        }
    }

    private String install(String jar) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(jar.getBytes(StandardCharsets.UTF_8));
        String digest = service.install(MARIA, "x.jar", bytes).release().digest();
        assertEquals(Sha256.hex(jar.getBytes(StandardCharsets.UTF_8)), digest);
        return digest;
    }

    private void offer(String digest) {
        registry.add(DeployedOperation.read(new Count(), digest, 1));
    }

    /** An execution that is pinned to the release and has come to the state. */
    private ExecutionId executionIn(ExecutionState state, String digest) {
        ExecutionId id = Samples.submitted(executions);
        long fence = executions.recordClaim(id, ExecutionState.PLANNING, null);
        executions.recordPlan(
                Samples.plan(id, digest),
                Samples.change(id, ExecutionState.PLANNING, ExecutionState.AWAITING_APPROVAL)
                        .fence(fence)
                        .build(),
                Samples.audit(AuditAction.EXECUTION_PLANNED, id));
        List<ExecutionState> way = List.of(
                ExecutionState.AWAITING_APPROVAL,
                ExecutionState.QUEUED,
                ExecutionState.RUNNING,
                ExecutionState.SETTLING);
        for (int i = 0; way.get(i) != state; i++) {
            executions.recordChange(
                    Samples.change(id, way.get(i), way.get(i + 1)).build(),
                    Samples.audit(AuditAction.EXECUTION_STARTED, id));
        }
        return id;
    }

    private Release row(String digest) {
        return releases.find(digest).orElseThrow();
    }

    private String reason(String digest) {
        return Objects.requireNonNull(row(digest).drain()).reason();
    }

    private Release.State state(String digest) {
        return row(digest).state();
    }

    private ExecutionState state(ExecutionId id) {
        return execution(id).state();
    }

    private Execution execution(ExecutionId id) {
        return executions.find(id).orElseThrow();
    }

    private static Caller caller(String name, Role role) {
        return new Caller(name, name, Set.of(role), Authentication.SESSION, "");
    }

    /** Annotations answer their defaults; anything else fails when it is used. */
    private static <T> T nothing(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> method.getDefaultValue()));
    }

    private static final class Count implements OperationPlugin {
        @Override
        public String name() {
            return "bank.count";
        }

        @Override
        public String version() {
            return "1.0.0";
        }

        @Override
        public String description() {
            return "Counts.";
        }

        @Override
        public ParameterSchema schema() {
            return ParameterSchema.of();
        }

        @Override
        public Plan plan(PlanContext context) {
            return Plan.readOnly();
        }
    }
}
