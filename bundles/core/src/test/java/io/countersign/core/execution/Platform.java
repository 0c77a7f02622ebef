package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.testkit.FakeConnection;
import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Role;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeBackupRecords;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.FakeFileRepository;
import io.countersign.core.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;

/** The whole engine on fakes: one node to begin with, a bank, people, and time that tests move. */
final class Platform extends ExternalResource {
    static final Caller ANN = person("ann", Role.OPERATOR);
    static final Caller BOB = person("bob", Role.APPROVER);
    static final Caller CAROL = person("carol", Role.APPROVER);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int HAND_OVERS_MAX = 500;

    final SettableClock clock = new SettableClock();
    final SettableClock machineClock = new SettableClock();
    final FakeAuditRepository audit = new FakeAuditRepository();
    final FakeExecutionRepository executions = new FakeExecutionRepository(clock, audit);
    final FakeBackupRecords backups = new FakeBackupRecords(executions, audit);
    final FakeFileRepository files = new FakeFileRepository(executions, audit);
    final MemoryFileStore fileStore = new MemoryFileStore();
    final Bank bank = new Bank();
    final Set<String> connections = new CopyOnWriteArraySet<>(List.of("main", "other"));
    private final List<Node> nodes = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();
    private final AtomicLong nanosAhead = new AtomicLong();
    private final Path workDirectory = newDirectory();
    private final Path markDirectory = newDirectory();
    private final Path markFile = markDirectory.resolve("newest-intent");
    private PlaceLimits placeLimits = PlaceLimits.none();
    Node node = newNode("n1");

    @Override
    protected void after() {
        nodes.forEach(Node::close);
        workers.forEach(Thread::interrupt);
        for (Path directory : List.of(workDirectory, markDirectory)) {
            try (Stream<Path> left = Files.walk(directory)) {
                left.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("countersign-work");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As {@code operationConcurrencyMax} is configured for the nodes that are started from now on. */
    void limit(String operationConcurrencyMax) {
        placeLimits = PlaceLimits.parse(operationConcurrencyMax);
    }

    /** A further node, or the next start of one that died. */
    Node newNode(String name) {
        Node added = new Node(this, name);
        if (!nodes.isEmpty()) {
            added.plugin.items = nodes.get(0).plugin.items;
        }
        nodes.add(added);
        return added;
    }

    ExecutionSettings settings() {
        return new ExecutionSettings(
                5,
                16,
                placeLimits,
                Duration.ofSeconds(60),
                Duration.ofDays(7),
                Duration.ofMinutes(15),
                workDirectory,
                markFile,
                1000,
                List.of(Duration.ofMillis(1), Duration.ofMillis(2)));
    }

    /** A condition: that the node has looked so many times whether it is to stop. */
    BooleanSupplier heartbeats(int more) {
        AtomicInteger left = new AtomicInteger(more);
        node.afterVerb("heartbeat", left::decrementAndGet);
        return () -> left.get() <= 0;
    }

    /** Of the newest intent, in a file that is not part of the database. */
    IntentMark mark() {
        return IntentMark.open(markFile);
    }

    Path workDirectory() {
        return workDirectory;
    }

    Optional<Connection> connection(String name, String kind) {
        return connections.contains(name) && kind.equals("bank")
                ? Optional.of(FakeConnection.builder(name, kind).build())
                : Optional.empty();
    }

    long nanoTime() {
        return System.nanoTime() + nanosAhead.get();
    }

    /** Monotonic time leaps, as when the process was paused. */
    void leap(Duration time) {
        nanosAhead.addAndGet(time.toNanos());
    }

    static Caller person(String name, Role role) {
        return new Caller("u-" + name, name, Set.of(role), Authentication.SESSION, "192.0.2.1");
    }

    static SubmitRequest request() {
        return request(Json.object().put("account", "main").build());
    }

    static SubmitRequest request(JsonObject parameters) {
        return new SubmitRequest(BankPlugin.NAME, parameters, "as every month", null, null);
    }

    ExecutionId submit() {
        return node.service.submit(ANN, request()).id();
    }

    /** Submits, plans and approves, so that a worker's next turn runs it. */
    ExecutionId approved() {
        ExecutionId id = submit();
        work();
        approve(id);
        return id;
    }

    ExecutionId approved(String... items) {
        node.plugin.items = List.of(items);
        return approved();
    }

    void approve(ExecutionId id) {
        String digest = String.valueOf(execution(id).planDigest());
        node.approvals.decide(BOB, id, Decision.Kind.APPROVED, digest, "");
    }

    /** Hands out all work that is due now. */
    void work() {
        executions.work().runDue(node.engine, HAND_OVERS_MAX);
    }

    /** Lets time pass and hands out what becomes due, at most at every second. */
    void workFor(Duration time) {
        Instant end = clock.instant().plus(time);
        work();
        while (clock.instant().isBefore(end)) {
            Instant next = executions.work().nextDueAt().filter(end::isAfter).orElse(end);
            clock.set(next.isAfter(clock.instant()) ? next : clock.instant());
            work();
        }
    }

    /** Hands out all work on a thread of its own. */
    Thread workAside() {
        Thread worker = new Thread(this::work, "test-worker");
        worker.setDaemon(true);
        worker.start();
        workers.add(worker);
        return worker;
    }

    Execution execution(ExecutionId id) {
        return executions.find(id).orElseThrow();
    }

    ExecutionState state(ExecutionId id) {
        return execution(id).state();
    }

    Failure failure(ExecutionId id) {
        return Optional.ofNullable(execution(id).failure()).orElseThrow();
    }

    Effect effect(ExecutionId id, String name) {
        return executions.effects(id).stream()
                .filter(effect -> effect.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<EffectState> effectStates(ExecutionId id) {
        return executions.effects(id).stream().map(Effect::state).toList();
    }

    List<AuditAction> actions(ExecutionId id) {
        return audit.actions(EngineParts.subject(id));
    }

    /** What the log tells of the node itself. */
    List<AuditAction> actionsOfNode() {
        return audit.actions("node:" + node.name);
    }

    /** Every event of every execution is numbered from 1 without a gap. */
    void assertEventsGapless(ExecutionId id) {
        List<ExecutionEvent> events = executions.events(id, 0, 10_000);
        for (int i = 0; i < events.size(); i++) {
            assertEquals(i + 1L, events.get(i).number());
        }
        assertEquals(execution(id).eventNumber(), events.size());
    }

    /** Polls until it holds; fails after a deadline. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        if (!pollFor(PATIENCE, condition)) {
            throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Polls until it holds or the time is over; answers whether it holds. */
    static boolean pollFor(Duration time, BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return condition.getAsBoolean();
    }

    /** Like {@link #await}, where no interrupt can be let through. */
    static void awaitQuietly(String what, BooleanSupplier condition) {
        try {
            await(what, condition);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void join(Thread worker) throws InterruptedException {
        worker.join(PATIENCE.toMillis());
        if (worker.isAlive()) {
            throw new AssertionError("the worker is still at it");
        }
    }
}
