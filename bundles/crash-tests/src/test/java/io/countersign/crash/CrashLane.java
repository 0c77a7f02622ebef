package io.countersign.crash;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.execution.CrashPoints;
import io.countersign.persistence.DatabaseAddress;
import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases of one database kind one after the other, each on a database and a connected account of its own, so that no
 * other execution passes the deadly point. The process that finishes one case goes on to die in the next.
 */
final class CrashLane implements AutoCloseable {
    static final Duration DEATH_MAX = Duration.ofSeconds(30);
    static final Duration RECOVERY_MAX = Duration.ofSeconds(45);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int SLOW_CALLS = 10;
    static final Map<String, Long> PLENTY = Map.of("aed", 100_000_000L, "bhd", 100_000_000L);

    private final Ground ground;
    private final String name;
    private final StripeSimulatorProcess stripe;
    private final PlainNodeOptions options;
    private final BiConsumer<CrashCase, Verdict> verdicts;
    private int number;

    /**
     * What the lanes of one kind of database share.
     *
     * @param directory of their files
     * @param template the database that all others are copies of
     * @param classes of the nodes
     */
    record Ground(DatabaseKind kind, Path directory, DatabaseAddress template, ClassArchive classes) {
        /** Makes the template, by the first life of a node that finds nothing to do. */
        static Ground prepare(DatabaseKind kind, Path parent, ClassArchive classes) throws IOException {
            Path directory = Files.createDirectories(parent.resolve(kind.word()));
            DatabaseAddress template = kind.make(directory, "crash_template");
            PlainNodeOptions options = PlainNodeOptions.of(template, directory, URI.create("http://127.0.0.1:1"));
            NodeProcess.start(options.named("first-life"), classes).awaitReady().close();
            return new Ground(kind, directory, template, classes);
        }
    }

    /** A case that is under way. */
    private static final class Running {
        private final CrashCase crashCase;
        private final DatabaseAddress database;
        private final int number;
        private @Nullable String id;

        private Running(CrashCase crashCase, DatabaseAddress database, int number) {
            this.crashCase = crashCase;
            this.database = database;
            this.number = number;
        }

        private String key() {
            return "case-" + number;
        }

        private String account() {
            return StripeAccounts.account(number);
        }

        private String connection() {
            return crashCase.fault() == BankFault.LATE_FAILURE
                    ? StripeAccounts.watched(number)
                    : StripeAccounts.connection(number);
        }
    }

    /**
     * Starts a bank.
     *
     * @param name of the lane; no other on the same ground has it
     * @param cases how many there will be, at most
     */
    CrashLane(Ground ground, String name, int cases, BiConsumer<CrashCase, Verdict> verdicts) throws IOException {
        Path directory = Files.createDirectories(ground.directory().resolve(name));
        this.ground = ground;
        this.name = name;
        this.verdicts = verdicts;
        this.stripe = StripeAccounts.bank(directory.resolve("stripe"));
        this.options = PlainNodeOptions.of(ground.template(), ground.directory(), stripe.base())
                .withAccounts(cases);
    }

    /** Runs them all and tells each verdict. */
    void run(List<CrashCase> cases) throws IOException {
        @Nullable Running before = null;
        for (CrashCase crashCase : cases) {
            number++;
            Running running =
                    new Running(crashCase, ground.kind().copy(ground.template(), name + "_" + number), number);
            DatabaseAddress first = before == null ? running.database : before.database;
            try (NodeProcess node = start(first, "life_" + number)) {
                if (before != null) {
                    verdicts.accept(before.crashCase, finish(node, before));
                }
                before = die(node, running) ? running : null;
            }
        }
        if (before != null) {
            try (NodeProcess node = start(before.database, "last_life")) {
                verdicts.accept(before.crashCase, finish(node, before));
            }
        }
    }

    private NodeProcess start(DatabaseAddress database, String life) {
        return NodeProcess.start(options.on(database).named(name + "_" + life), ground.classes())
                .awaitReady();
    }

    /** Runs the case until the process is dead; false, after it has told why, when it does not die as it should. */
    private boolean die(NodeProcess node, Running running) {
        CrashCase crashCase = running.crashCase;
        stripe.disarm();
        stripe.setAvailable(running.account(), PLENTY);
        crashCase.fault().armed(CrashCase.FIRST_CURRENCY).ifPresent(stripe::arm);
        if (crashCase.isCancelled()) {
            stripe.arm(Json.object()
                    .put("kind", "latency")
                    .put("times", SLOW_CALLS)
                    .put("delay_ms", 600)
                    .build());
        }
        try {
            node.arm(crashCase.deadlyPass(), running.database.url());
            live(node, running);
        } catch (NodeDiedException e) {
            // as it should, if it is by the point
        } catch (AssertionError | CommandRefusedException e) {
            verdicts.accept(crashCase, Verdict.of(Verdict.Kind.STUCK, "in the first life: " + e.getMessage()));
            node.kill();
            return false;
        }
        return isDeadByThePoint(node, crashCase);
    }

    private boolean isDeadByThePoint(NodeProcess node, CrashCase crashCase) {
        try {
            int code = node.awaitEnd(DEATH_MAX);
            if (code == CrashPoints.EXIT_CODE) {
                return true;
            }
            verdicts.accept(crashCase, Verdict.of(Verdict.Kind.NOT_REACHED, "it died otherwise, with " + code));
        } catch (AssertionError e) {
            verdicts.accept(
                    crashCase,
                    Verdict.of(Verdict.Kind.NOT_REACHED, "it lives on, and its states are " + node.states()));
            node.kill();
        }
        return false;
    }

    /** What people do while it is alive; they stop in the middle when it dies. */
    private static void live(NodeProcess node, Running running) {
        CrashCase crashCase = running.crashCase;
        String id = node.submit(running.key(), running.connection(), CrashCase.AMOUNTS);
        running.id = id;
        node.awaitState(id, "AWAITING_APPROVAL"::equals, DEATH_MAX);
        if (crashCase.isHeldUp()) {
            node.withdraw();
        }
        node.approve(id);
        if (crashCase.isCancelled()) {
            awaitFirstIntent(node, id);
            node.cancel(id);
        }
        if (crashCase.isProposed()) {
            node.awaitState(id, "NEEDS_ATTENTION"::equals, DEATH_MAX);
            node.propose(id, nameOfFirst(node, id));
        }
    }

    private static void awaitFirstIntent(NodeProcess node, String id) {
        long deadline = System.nanoTime() + DEATH_MAX.toNanos();
        while (stateOfFirst(node.report(id)).equals("PLANNED") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private static String stateOfFirst(JsonObject report) {
        return report.array("effects").objects().get(0).text("state");
    }

    private static String nameOfFirst(NodeProcess node, String id) {
        return node.report(id).array("effects").objects().get(0).text("name");
    }

    /** The next process: people go on where they were, and what was begun comes to its end. */
    private Verdict finish(NodeProcess node, Running running) {
        try {
            String id = node.submit(running.key(), running.connection(), CrashCase.AMOUNTS);
            if (running.id != null && !running.id.equals(id)) {
                return Verdict.of(Verdict.Kind.LOST, "execution " + running.id + " was accepted and is gone");
            }
            running.id = id;
            node.awaitState(id, state -> !state.equals("PLANNING"), RECOVERY_MAX);
            if ("AWAITING_APPROVAL".equals(node.state(id))) {
                node.approve(id);
            }
            if (running.crashCase.isProposed()) {
                resolve(node, id);
            }
            return judge(node, running, awaitEnd(node, running.crashCase, id));
        } catch (AssertionError | CommandRefusedException | NodeDiedException e) {
            return BankBooks.of(stripe, running.account())
                    .doubles()
                    .map(doubles -> Verdict.of(Verdict.Kind.DOUBLE, doubles))
                    .orElseGet(() -> Verdict.of(Verdict.Kind.STUCK, e.getMessage() + "; " + lastWords(node, running)));
        }
    }

    private static String lastWords(NodeProcess node, Running running) {
        try {
            return running.id == null
                    ? "it was never accepted"
                    : node.report(running.id).toText();
        } catch (NodeDiedException | CommandRefusedException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Two people say that it was not applied; believed only when nothing can still be on its way. */
    private static void resolve(NodeProcess node, String id) {
        long deadline = System.nanoTime() + RECOVERY_MAX.toNanos();
        String effect = nameOfFirst(node, id);
        node.propose(id, effect);
        while (true) {
            try {
                node.consent(id, effect);
                return;
            } catch (CommandRefusedException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    private static JsonObject awaitEnd(NodeProcess node, CrashCase crashCase, String id) {
        node.awaitState(id, crashCase.ends()::contains, RECOVERY_MAX);
        long deadline = System.nanoTime() + RECOVERY_MAX.toNanos();
        JsonObject report = node.report(id);
        // a cancelled execution stays so when what it had sent comes back
        while (crashCase.fault() == BankFault.LATE_FAILURE
                && stateOfFirst(report).equals("APPLIED")) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("its payout does not come back: " + report.toText());
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            report = node.report(id);
        }
        return report;
    }

    private Verdict judge(NodeProcess node, Running running, JsonObject report) {
        BankBooks books = BankBooks.of(stripe, running.account());
        Optional<Verdict> bad = books.doubles()
                .map(doubles -> Verdict.of(Verdict.Kind.DOUBLE, doubles))
                .or(() -> books.differences(report).map(difference -> Verdict.of(Verdict.Kind.LOST, difference)));
        if (bad.isPresent()) {
            return bad.get();
        }
        if (node.states().size() != 1) {
            return Verdict.of(Verdict.Kind.LOST, "one submission became several executions: " + node.states());
        }
        return AuditTrailCheck.of(report)
                .map(missing -> Verdict.of(Verdict.Kind.TRAIL, missing))
                .or(() -> faultThatNeverCame(running))
                .orElseGet(Verdict::ok);
    }

    private Optional<Verdict> faultThatNeverCame(Running running) {
        return running.crashCase
                .fault()
                .kind()
                .filter(kindOfFault -> stripe.requests().stream()
                        .filter(request ->
                                request.findText("stripe_account").orElse("").equals(running.account()))
                        .noneMatch(request -> request.array("faults").texts().contains(kindOfFault)))
                .map(kindOfFault -> Verdict.of(Verdict.Kind.NOT_HIT, "no call was hit by " + kindOfFault));
    }

    @Override
    public void close() {
        stripe.close();
    }
}
