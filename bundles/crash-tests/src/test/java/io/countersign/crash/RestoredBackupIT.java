package io.countersign.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.persistence.DatabaseAddress;
import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The database is restored from a backup that was made before 22 payouts: 20 of executions that were approved and queued
 * by then, so that they are sent again if nothing stops them; two of one that waited for its approval. One more execution
 * was queued by then and never paid anything.
 */
public final class RestoredBackupIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int QUEUED = 10;
    private static final int AWAITING_APPROVAL = QUEUED + 1;
    private static final int UNPAYABLE = QUEUED + 2;
    private static final int PAYOUTS = 2 * (QUEUED + 1);
    private static final Duration BEYOND_KEY_MEMORY = Duration.ofHours(25);
    private static final Map<String, Long> NOTHING = Map.of("aed", 0L, "bhd", 0L);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void nothingIsPaidAgainOnH2() throws IOException {
        nothingIsPaidAgain(DatabaseKind.H2);
    }

    @Test
    public void nothingIsPaidAgainOnPostgres() throws IOException {
        nothingIsPaidAgain(DatabaseKind.POSTGRESQL);
    }

    private void nothingIsPaidAgain(DatabaseKind kind) throws IOException {
        Path directory = folder.getRoot().toPath();
        try (StripeSimulatorProcess stripe = StripeAccounts.bank(directory.resolve("stripe"))) {
            PlainNodeOptions marking = PlainNodeOptions.of(kind.make(directory, "restored"), directory, stripe.base())
                    .withAccounts(UNPAYABLE)
                    .withIntentMark(true);
            List<String> ids = submitAndQueue(marking, stripe);
            DatabaseAddress backup = kind.copy(marking.database(), "backup");
            pay(marking, stripe, ids);
            assertEquals(PAYOUTS, payouts(stripe));

            rememberedKeysProtectWithoutTheMark(marking.on(kind.copy(backup, "restored_1")), stripe, ids);
            stripe.advance(BEYOND_KEY_MEMORY);
            theMarkProtects(marking.on(kind.copy(backup, "restored_2")), stripe, ids);
            nothingElseProtects(marking.on(kind.copy(backup, "restored_3")), stripe, ids);
        }
    }

    /** Up to the backup: all are planned, and all but one are approved and wait for their operation. */
    private static List<String> submitAndQueue(PlainNodeOptions options, StripeSimulatorProcess stripe) {
        List<String> ids = new ArrayList<>();
        try (NodeProcess node = NodeProcess.start(options).awaitReady()) {
            for (int number = 1; number <= options.accounts(); number++) {
                stripe.setAvailable(StripeAccounts.account(number), CrashLane.PLENTY);
                ids.add(node.submit("item-" + number, StripeAccounts.connection(number), CrashCase.AMOUNTS));
            }
            ids.forEach(id -> node.awaitState(id, "AWAITING_APPROVAL"::equals, PATIENCE));
            node.withdraw();
            for (int number = 1; number <= options.accounts(); number++) {
                if (number != AWAITING_APPROVAL) {
                    node.approve(of(ids, number));
                    node.awaitState(of(ids, number), "QUEUED"::equals, PATIENCE);
                }
            }
        }
        return ids;
    }

    /** What happens after the backup and is forgotten with the restored one. */
    private static void pay(PlainNodeOptions options, StripeSimulatorProcess stripe, List<String> ids) {
        stripe.setAvailable(StripeAccounts.account(UNPAYABLE), NOTHING);
        try (NodeProcess node = NodeProcess.start(options).awaitReady()) {
            node.approve(of(ids, AWAITING_APPROVAL));
            for (int number = 1; number <= AWAITING_APPROVAL; number++) {
                node.awaitState(of(ids, number), "COMPLETED"::equals, PATIENCE);
            }
            node.awaitState(of(ids, UNPAYABLE), "STALE"::equals, PATIENCE);
        }
    }

    /** They are sent again under the keys they were sent under, which the bank still remembers. */
    private static void rememberedKeysProtectWithoutTheMark(
            PlainNodeOptions options, StripeSimulatorProcess stripe, List<String> ids) {
        long before = sent(stripe);
        try (NodeProcess node = NodeProcess.start(options.withIntentMark(false)).awaitReady()) {
            for (int number = 1; number <= QUEUED; number++) {
                node.awaitState(of(ids, number), "COMPLETED"::equals, PATIENCE);
            }
        }
        assertEquals("all were sent again", before + 2 * QUEUED, sent(stripe));
        assertEquals("and none was paid", PAYOUTS, payouts(stripe));
    }

    /** The bank has forgotten all keys: only the look-up that comes first keeps them from being paid again. */
    private static void theMarkProtects(PlainNodeOptions options, StripeSimulatorProcess stripe, List<String> ids) {
        stripe.setAvailable(StripeAccounts.account(UNPAYABLE), CrashLane.PLENTY);
        long before = sent(stripe);
        try (NodeProcess node = NodeProcess.start(options).awaitReady()) {
            node.approve(of(ids, AWAITING_APPROVAL));
            for (int number = 1; number <= AWAITING_APPROVAL; number++) {
                node.awaitState(of(ids, number), "COMPLETED"::equals, PATIENCE);
                assertEquals(Optional.empty(), differences(node, stripe, ids, number));
                assertEquals(List.of("APPLIED", "APPLIED"), effectStates(node, of(ids, number)));
            }
            node.awaitState(of(ids, UNPAYABLE), "NEEDS_ATTENTION"::equals, PATIENCE);
            assertEquals(List.of("UNKNOWN", "UNKNOWN"), effectStates(node, of(ids, UNPAYABLE)));
        }
        assertEquals("nothing was sent", before, sent(stripe));
        assertEquals(PAYOUTS, payouts(stripe));
    }

    /** What the mark is good for: without it all that was queued is paid a second time. */
    private static void nothingElseProtects(PlainNodeOptions options, StripeSimulatorProcess stripe, List<String> ids) {
        try (NodeProcess node = NodeProcess.start(options.withIntentMark(false)).awaitReady()) {
            for (int number = 1; number <= QUEUED; number++) {
                node.awaitState(of(ids, number), "COMPLETED"::equals, PATIENCE);
                assertTrue(BankBooks.of(stripe, StripeAccounts.account(number))
                        .doubles()
                        .isPresent());
            }
        }
    }

    private static String of(List<String> ids, int number) {
        return ids.get(number - 1);
    }

    private static Optional<String> differences(
            NodeProcess node, StripeSimulatorProcess stripe, List<String> ids, int number) {
        return BankBooks.of(stripe, StripeAccounts.account(number)).differences(node.report(of(ids, number)));
    }

    private static List<String> effectStates(NodeProcess node, String id) {
        return node.report(id).array("effects").objects().stream()
                .map(effect -> effect.text("state"))
                .toList();
    }

    private static long payouts(StripeSimulatorProcess stripe) {
        return stripe.ledger().stream()
                .map(entry -> entry.text("type"))
                .filter("payout.created"::equals)
                .count();
    }

    /** Requests for payouts that reached the bank. */
    private static long sent(StripeSimulatorProcess stripe) {
        return stripe.requests().stream().filter(RestoredBackupIT::isPayout).count();
    }

    private static boolean isPayout(JsonObject request) {
        return request.text("method").equals("POST") && request.text("path").equals("/v1/payouts");
    }
}
