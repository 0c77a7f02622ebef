package io.countersign.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.persistence.TestDatabases;
import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Two nodes on one PostgreSQL carry on executions with three payouts each while one after the other is killed and started
 * again. The bank has paid each payout once; every execution ends; the log tells of all of it.
 *
 * <pre>./mvnw -Ptwo-nodes -Dexecutions=1000</pre>
 */
public final class TwoNodesIT {
    private static final int EXECUTIONS = Integer.getInteger("executions", 60);
    private static final int KILLS_MIN = EXECUTIONS < 500 ? 2 : 4;
    private static final Duration KILL_EACH = Duration.ofSeconds(EXECUTIONS < 500 ? 2 : 5);
    private static final Duration PATIENCE = Duration.ofSeconds(60L + EXECUTIONS);
    private static final Duration LOOK_EACH = Duration.ofMillis(50);
    private static final int WORKERS = 6;

    /** So many are on their way at once, that a kill always hits some. */
    private static final int OPEN_MAX = EXECUTIONS < 500 ? 24 : 100;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Account, currency and minor units of what is asked for, and for which execution. */
    private final Map<String, String> wanted = new TreeMap<>();

    private final List<String> executions = new ArrayList<>();
    private final Set<String> approved = new HashSet<>();

    @Test
    public void payEachPayoutOnceWhileOneAfterTheOtherIsKilled() {
        Path directory = folder.getRoot().toPath();
        try (StripeSimulatorProcess stripe = StripeAccounts.bank(directory.resolve("stripe"))) {
            for (int number = 1; number <= EXECUTIONS; number++) {
                stripe.setAvailable(
                        StripeAccounts.account(number),
                        Map.of("aed", 10_000_000L, "bhd", 10_000_000L, "jpy", 10_000_000L));
            }
            PlainNodeOptions options = PlainNodeOptions.of(
                            TestDatabases.postgres("two_nodes", TestDatabases.EMPTY), directory, stripe.base())
                    .withAccounts(EXECUTIONS)
                    .withWorkers(WORKERS);
            try (TwoNodes nodes = new TwoNodes(options)) {
                long begun = System.nanoTime();
                carryOn(nodes);
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                assertPaidOnce(stripe);
                int takenOver = assertLogIsComplete(nodes);
                System.out.println(EXECUTIONS + " executions, " + wanted.size() + " payouts, " + nodes.kills()
                        + " kills, " + takenOver + " executions taken over, " + took.toSeconds() + " s");
                assertTrue("a kill without effect proves nothing", takenOver > 0);
            }
        }
    }

    /** Submits, approves and kills until every execution has ended. */
    private void carryOn(TwoNodes nodes) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long nextKill = System.nanoTime() + KILL_EACH.toNanos();
        Map<String, String> states = nodes.states();
        while (!haveEnded(states)) {
            assertTrue("not ended in time: " + open(states), System.nanoTime() < deadline);
            approveAll(nodes, states);
            submitMore(nodes, states);
            if (System.nanoTime() > nextKill && nodes.areReady() && states.containsValue("RUNNING")) {
                nodes.killNext();
                System.out.println("kill " + nodes.kills() + ": "
                        + (executions.size() - open(states).size()) + " of " + EXECUTIONS + " executions have ended");
                nextKill = System.nanoTime() + KILL_EACH.toNanos();
            }
            LockSupport.parkNanos(LOOK_EACH.toNanos());
            states = nodes.states();
        }
        assertTrue("only " + nodes.kills() + " kills", nodes.kills() >= KILLS_MIN);
        for (Map.Entry<String, String> ended : states.entrySet()) {
            assertEquals("of execution " + ended.getKey(), "COMPLETED", ended.getValue());
        }
    }

    private boolean haveEnded(Map<String, String> states) {
        return executions.size() == EXECUTIONS && open(states).isEmpty();
    }

    private List<String> open(Map<String, String> states) {
        return executions.stream()
                .filter(id -> !isEnd(states.getOrDefault(id, "PLANNING")))
                .toList();
    }

    private static boolean isEnd(String state) {
        return switch (state) {
            case "PLANNING", "AWAITING_APPROVAL", "QUEUED", "RUNNING", "RESOLVING", "SETTLING" -> false;
            default -> true;
        };
    }

    /** A few at a time, and the last ones only when there were kills enough. */
    private void submitMore(TwoNodes nodes, Map<String, String> states) {
        int allowed = nodes.kills() >= KILLS_MIN ? EXECUTIONS : EXECUTIONS * (nodes.kills() + 1) / (KILLS_MIN + 1);
        int open = open(states).size();
        while (executions.size() < allowed && open++ < OPEN_MAX) {
            submit(nodes, executions.size() + 1);
        }
    }

    private void submit(TwoNodes nodes, int number) {
        String id = nodes.ask(node -> node.submit("n" + number, StripeAccounts.connection(number), amounts(number)));
        executions.add(id);
        String account = StripeAccounts.account(number);
        wanted.put(account + " aed " + (1000 + number), id);
        wanted.put(account + " bhd " + (10_000 + 10 * number), id);
        wanted.put(account + " jpy " + (100 + number), id);
    }

    /** Each execution pays other amounts. */
    private static String amounts(int number) {
        int fils = 10_000 + 10 * number;
        return "aed=" + (1000 + number) / 100 + "." + padded((1000 + number) % 100, 2)
                + ",bhd=" + fils / 1000 + "." + padded(fils % 1000, 3)
                + ",jpy=" + (100 + number);
    }

    private static String padded(int number, int digits) {
        String text = Integer.toString(number);
        return "0".repeat(digits - text.length()) + text;
    }

    private void approveAll(TwoNodes nodes, Map<String, String> states) {
        for (String id : executions) {
            if ("AWAITING_APPROVAL".equals(states.get(id)) && approved.add(id)) {
                nodes.ask(node -> {
                    try {
                        node.approve(id);
                    } catch (CommandRefusedException e) {
                        // the node that died over it had written it down
                        assertTrue(
                                String.valueOf(e.getMessage()),
                                String.valueOf(e.getMessage()).contains("does not wait"));
                    }
                    return true;
                });
            }
        }
    }

    private void assertPaidOnce(StripeSimulatorProcess stripe) {
        Map<String, String> paid = new TreeMap<>();
        Map<String, Integer> times = new HashMap<>();
        for (JsonObject entry : stripe.ledger()) {
            if (entry.text("type").equals("payout.created")) {
                JsonObject payout = entry.object("payout");
                String line = entry.text("account") + " " + payout.text("currency") + " " + payout.integer("amount");
                paid.put(line, payout.object("metadata").text("countersign_execution"));
                times.merge(line, 1, Integer::sum);
            }
        }
        assertEquals(wanted, paid);
        times.values().removeIf(count -> count == 1);
        assertEquals("paid more than once", Map.of(), times);
    }

    /** Answers how many executions were taken over from a dead node. */
    private int assertLogIsComplete(TwoNodes nodes) {
        int takenOver = 0;
        for (String id : executions) {
            JsonObject report = nodes.ask(node -> node.report(id));
            List<JsonObject> effects = report.array("effects").objects();
            assertEquals(3, effects.size());
            for (JsonObject effect : effects) {
                assertEquals(id, "APPLIED", effect.text("state"));
                assertEquals("never a second key", 1, effect.integer("attempt"));
            }
            Map<String, Integer> told = new HashMap<>();
            List<JsonObject> trail = report.array("audit").objects();
            for (JsonObject line : trail) {
                told.merge(line.text("action") + line.findText("effect").orElse(""), 1, Integer::sum);
            }
            List<String> once = new ArrayList<>(List.of(
                    "execution.submitted",
                    "execution.planned",
                    "execution.approved",
                    "execution.started",
                    "execution.settling",
                    "execution.completed"));
            for (JsonObject effect : effects) {
                once.add("effect.intent" + effect.text("name"));
                once.add("effect.applied" + effect.text("name"));
            }
            for (String action : once) {
                assertEquals(action + " of " + id + ": " + trail, Integer.valueOf(1), told.get(action));
            }
            assertEquals("execution.submitted", trail.get(0).text("action"));
            assertEquals("execution.completed", trail.get(trail.size() - 1).text("action"));
            takenOver += told.containsKey("execution.taken-over") ? 1 : 0;
        }
        return takenOver;
    }
}
