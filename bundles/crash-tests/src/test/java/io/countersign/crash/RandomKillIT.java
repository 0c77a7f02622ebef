package io.countersign.crash;

import static org.junit.Assert.assertEquals;

import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * {@code kill -9} of a node that takes submissions and pays at the same time, right after it has acknowledged one: what
 * was acknowledged is there afterwards, and is paid once. The system property {@code countersign.killSeed} repeats a run.
 */
public final class RandomKillIT {
    private static final int SUBMISSIONS_MIN = 12;
    private static final int SUBMISSIONS_MAX = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<Integer, String> acknowledged = new TreeMap<>();
    private final Set<String> approved = new HashSet<>();

    @Test
    public void whatWasAcknowledgedOnH2SurvivesAndIsPaidOnce() throws IOException {
        survives(DatabaseKind.H2);
    }

    @Test
    public void whatWasAcknowledgedOnPostgresSurvivesAndIsPaidOnce() throws IOException {
        survives(DatabaseKind.POSTGRESQL);
    }

    private void survives(DatabaseKind kind) throws IOException {
        long seed = Long.getLong("countersign.killSeed", System.nanoTime());
        int last = SUBMISSIONS_MIN + new Random(seed).nextInt(SUBMISSIONS_MAX - SUBMISSIONS_MIN);
        System.out.println(kind.word() + " is killed after " + last + " submissions, -Dcountersign.killSeed=" + seed);
        Path directory = folder.getRoot().toPath();
        try (StripeSimulatorProcess stripe = StripeAccounts.bank(directory.resolve("stripe"))) {
            for (int number = 1; number <= last; number++) {
                stripe.setAvailable(StripeAccounts.account(number), CrashLane.PLENTY);
            }
            PlainNodeOptions options = PlainNodeOptions.of(kind.make(directory, "killed"), directory, stripe.base())
                    .withAccounts(last);
            loadAndKill(options, last);
            try (NodeProcess node = NodeProcess.start(options).awaitReady()) {
                requireAllThere(node);
                for (Map.Entry<Integer, String> one : acknowledged.entrySet()) {
                    finish(node, stripe, one.getKey(), one.getValue());
                }
                assertEquals(new HashSet<>(acknowledged.values()), node.states().keySet());
            }
        }
    }

    private void loadAndKill(PlainNodeOptions options, int last) {
        try (NodeProcess node = NodeProcess.start(options).awaitReady()) {
            for (int number = 1; number <= last; number++) {
                acknowledged.put(number, submit(node, number));
                node.states().forEach((id, state) -> {
                    if (state.equals("AWAITING_APPROVAL") && approved.add(id)) {
                        node.approve(id);
                    }
                });
            }
            node.kill();
        }
    }

    /** The same key answers the same execution, if it is still known. */
    private void requireAllThere(NodeProcess node) {
        Map<Integer, String> found = new TreeMap<>();
        acknowledged.keySet().forEach(number -> found.put(number, submit(node, number)));
        assertEquals("what was acknowledged, and what is there", acknowledged, found);
    }

    private static void finish(NodeProcess node, StripeSimulatorProcess stripe, int number, String id) {
        node.awaitState(id, state -> !state.equals("PLANNING"), PATIENCE);
        if ("AWAITING_APPROVAL".equals(node.state(id))) {
            node.approve(id);
        }
        node.awaitState(id, "COMPLETED"::equals, PATIENCE);
        BankBooks books = BankBooks.of(stripe, StripeAccounts.account(number));
        assertEquals(Optional.empty(), books.doubles());
        assertEquals(Optional.empty(), books.differences(node.report(id)));
    }

    private static String submit(NodeProcess node, int number) {
        return node.submit("item-" + number, StripeAccounts.connection(number), CrashCase.AMOUNTS);
    }
}
