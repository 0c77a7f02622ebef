package io.countersign.core.execution;

import io.countersign.api.operation.EffectCall;
import io.countersign.core.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One life of the platform, decided by its seed: {@link SimulatedPeople people} ask for things; nodes run, die, lose power
 * and are paused in the middle of anything while others carry on; the bank does its worst; hours pass. Then everything
 * calms down, and the bank's ledger is compared with what the platform believes.
 */
final class Simulation {
    private static final Duration CLAIM_LAPSES = Duration.ofSeconds(12);

    /**
     * The margin before the provider forgets a key. Nobody can take back what a worker sends that stood still for longer
     * between its last look and the network, so nothing is promised then.
     */
    private static final Duration STANDSTILL_MAX = ExecutionSettings.KEY_MEMORY_MARGIN;

    private static final CrashPoint BEFORE_CALL = new CrashPoint(CrashPoint.Moment.BEFORE, SideEffect.CALL);
    private static final int STEPS = 60;
    private static final int CALM_STEPS_MAX = 5_000;
    private static final int TURNS_MAX = 1_000;
    private static final int DEPTH_MAX = 3;

    private final long seed;
    private final SplittableRandom random;
    private final SettableClock clock = new SettableClock();
    private final SimulatedStore store = new SimulatedStore(clock);
    private final Path workDirectory;
    private final SimulatedBank bank;
    private final IntentMark mark = IntentMark.none();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedNode> everMade = new ArrayList<>();
    private final Map<String, SimulatedNode> atWork = new HashMap<>();
    private final List<String> history = new ArrayList<>();
    private final SimulatedPeople people;
    private Instant horizon = Instant.MAX;
    private int depth;
    private boolean powerWasLost;
    private boolean backupWasRestored;
    private boolean calm;

    Simulation(long seed, Path workDirectory) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.workDirectory = workDirectory;
        this.bank = new SimulatedBank(clock, random, this::requireJournalled);
        this.people = new SimulatedPeople(this);
    }

    SettableClock clock() {
        return clock;
    }

    SimulatedStore store() {
        return store;
    }

    SimulatedBank bank() {
        return bank;
    }

    /** Outside of the store, and shared by all nodes. */
    IntentMark mark() {
        return mark;
    }

    RandomGenerator random() {
        return random;
    }

    /** Monotonic time of the process: it goes on while a node is paused. */
    long nanoTime() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }

    ExecutionSettings settings() {
        return new ExecutionSettings(
                50,
                16,
                PlaceLimits.none(),
                Duration.ofSeconds(60),
                Duration.ofDays(7),
                Duration.ofMinutes(15),
                workDirectory,
                workDirectory.resolve("mark"),
                1000,
                List.of(Duration.ZERO, Duration.ZERO));
    }

    /** What happened, for whoever looks at a failed seed. */
    List<String> history() {
        return List.copyOf(history);
    }

    /** @throws AssertionError naming the seed when a promise was broken */
    void run() {
        try {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            calmDown();
            new SimulationCheck(store, bank, people.accepted(), powerWasLost, backupWasRestored).check();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + ": " + e.getMessage() + "\n  " + String.join("\n  ", history) + "\nledger "
                            + bank.ledger() + "\njournal " + journal(),
                    e);
        }
    }

    private String journal() {
        return store.audit().entries().stream()
                .filter(entry -> entry.action().word().startsWith("e"))
                .map(entry -> entry.toJson().toText())
                .collect(Collectors.joining("\n  "));
    }

    private void step() {
        bank.deliverLate();
        switch (random.nextInt(10)) {
            case 0 -> people.submit();
            case 1 -> people.approve();
            case 2 -> letTimePass();
            case 3 -> people.resolve();
            case 4 -> {
                if (random.nextInt(4) == 0) {
                    people.cancel();
                }
            }
            case 5 -> {
                if (depth == 0 && random.nextInt(60) == 0) {
                    restoreBackup();
                }
            }
            default -> workOnce(someNode());
        }
    }

    private void letTimePass() {
        Duration step =
                switch (random.nextInt(6)) {
                    case 0 -> Duration.ofMinutes(random.nextInt(1, 30));
                    case 1 -> Duration.ofHours(random.nextInt(1, 30));
                    default -> Duration.ofSeconds(random.nextInt(1, 30));
                };
        note("time passes: " + step);
        pass(step);
    }

    /** Time passes, but not beyond the hour for which a worker may stand still that is about to send. */
    private void pass(Duration step) {
        Instant then = clock.instant().plus(step);
        clock.set(then.isAfter(horizon) ? horizon : then);
        bank.deliverLate();
    }

    /** Does something on a node; answers whether the node survived it. What the platform refuses is refused. */
    boolean onSomeNode(String what, Consumer<SimulatedNode> action) {
        SimulatedNode node = someNode();
        note(node.name + " " + what);
        try {
            action.accept(node);
        } catch (StateConflictException | FenceLostException | UnknownExecutionException e) {
            note(node.name + " refused: " + e.getMessage());
        } catch (RuntimeException e) {
            if (!node.isDead()) {
                throw e;
            }
        }
        return !node.isDead();
    }

    private SimulatedNode someNode() {
        nodes.removeIf(SimulatedNode::isDead);
        if (nodes.isEmpty() || (nodes.size() < 3 && !calm && random.nextInt(30) == 0)) {
            SimulatedNode made = new SimulatedNode("n" + (everMade.size() + 1), this, this::passing);
            everMade.add(made);
            nodes.add(made);
        }
        return nodes.get(random.nextInt(nodes.size()));
    }

    private boolean workOnce(SimulatedNode node) {
        List<WorkItem> due = store.executions().work().due().stream()
                .filter(item -> !atWork.containsKey(keyOf(item)))
                .toList();
        if (due.isEmpty()) {
            return false;
        }
        work(node, due.get(random.nextInt(due.size())));
        return true;
    }

    private void work(SimulatedNode node, WorkItem item) {
        note(node.name + " works on " + keyOf(item) + " in " + stateOf(item.execution()));
        @Nullable SimulatedNode before = atWork.put(keyOf(item), node);
        try {
            store.executions().work().run(item, node.engine);
        } catch (RuntimeException e) {
            // the item stays due
            note(node.name + (node.isDead() ? " is dead" : " failed: " + e));
        } finally {
            if (before == null) {
                atWork.remove(keyOf(item));
            } else {
                atWork.put(keyOf(item), before);
            }
        }
    }

    /** A crash point: here anything may happen. */
    private void passing(SimulatedNode node, CrashPoint point) {
        node.requireAlive();
        if (calm) {
            return;
        }
        int fate = random.nextInt(400);
        if (fate < 6) {
            note(node.name + " dies " + point);
            node.die();
        } else if (fate < 12 && depth < DEPTH_MAX) {
            pause(node, point);
        } else if (fate == 12) {
            losePower();
        }
        node.requireAlive();
    }

    /** The node stands still; beyond the claim's time others take its work. */
    private void pause(SimulatedNode node, CrashPoint point) {
        Duration paused =
                switch (random.nextInt(4)) {
                    case 0 -> Duration.ofSeconds(random.nextInt(1, 9));
                    case 1 -> Duration.ofHours(random.nextInt(1, 30));
                    default -> CLAIM_LAPSES.plusSeconds(random.nextInt(60));
                };
        note(node.name + " is paused " + point + " for " + paused);
        Instant horizonBefore = horizon;
        if (point.equals(BEFORE_CALL)) {
            Instant latest = clock.instant().plus(STANDSTILL_MAX);
            horizon = latest.isBefore(horizon) ? latest : horizon;
        }
        pass(paused);
        if (paused.compareTo(CLAIM_LAPSES) >= 0) {
            atWork.values().removeIf(node::equals);
        }
        nodes.remove(node);
        depth++;
        for (int turns = random.nextInt(12); turns > 0; turns--) {
            step();
        }
        depth--;
        horizon = horizonBefore;
        if (!node.isDead()) {
            note(node.name + " goes on");
            nodes.add(node);
        }
    }

    private void losePower() {
        note("power is lost");
        powerWasLost = true;
        // the paused ones too
        everMade.forEach(SimulatedNode::die);
        atWork.clear();
        try {
            store.losePower(random);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** All nodes are stopped, the database is replaced by an older one, and the nodes are started again. */
    private void restoreBackup() {
        note("a backup is restored");
        powerWasLost = true;
        backupWasRestored = true;
        everMade.forEach(SimulatedNode::die);
        atWork.clear();
        pass(Duration.ofMinutes(5));
        try {
            store.restoreBackup(random);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Nothing goes wrong any more; everything comes to an end. */
    private void calmDown() {
        calm = true;
        note("calm");
        bank.calmDown();
        for (int step = 0; step < CALM_STEPS_MAX; step++) {
            clock.advance(Duration.ofSeconds(70));
            bank.deliverLate();
            people.approve();
            people.resolve();
            for (int turns = 0; workOnce(someNode()); turns++) {
                if (turns == TURNS_MAX) {
                    throw new AssertionError("work does not come to an end");
                }
            }
            if (people.accepted().values().stream().allMatch(this::hasEnded)) {
                return;
            }
            Optional<Instant> next = store.executions().work().nextDueAt();
            next.filter(clock.instant()::isBefore).ifPresent(clock::set);
        }
        throw new AssertionError("executions do not come to an end");
    }

    private boolean hasEnded(ExecutionId id) {
        return store.executions()
                .find(id)
                .map(execution -> execution.state().isEnd())
                .orElse(powerWasLost);
    }

    /** Intent before call: money moves for an effect only while the journal has it open and its item locked. */
    private void requireJournalled(EffectCall call) {
        boolean open = store.executions().openEffects(List.of(call.effect().lockKey())).stream()
                .anyMatch(effect -> effect.execution().text().equals(call.executionId())
                        && effect.name().equals(call.effect().id()));
        if (!open) {
            throw new AssertionError("money moves for effect " + call.effect().id() + " of " + call.executionId()
                    + ", which is not open in the journal");
        }
    }

    private String stateOf(ExecutionId id) {
        return store.executions().find(id).map(found -> found.state().name()).orElse("nothing");
    }

    private static String keyOf(WorkItem item) {
        return item.execution() + ":" + item.kind() + ":" + item.token();
    }

    private void note(String what) {
        history.add(clock.instant() + " " + what);
    }
}
