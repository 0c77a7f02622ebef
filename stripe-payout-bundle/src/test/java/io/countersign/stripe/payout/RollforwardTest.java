package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.stripe.model.BalanceTransaction;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Plan;
import io.countersign.api.testkit.FakeConnection;
import io.countersign.api.testkit.FakeInputFile;
import io.countersign.api.testkit.TestRun;
import io.countersign.api.testkit.TestRunBuilder;
import io.countersign.stripe.simulator.Fault;
import io.countersign.stripe.simulator.OpeningBalance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVRecord;
import org.junit.Rule;
import org.junit.Test;

/** A month of payouts with the real SDK against the simulator, from the snapshots that payout runs write. */
public class RollforwardTest {
    @Rule
    public final SimulatedStripe stripe = new SimulatedStripe(config -> config.openingBalances(OpeningBalance.demo()));

    @Test
    public void aPayoutRunLeavesASnapshot() throws Exception {
        JsonObject snapshot = Json.parse(snapshotAfterPaying("aed")).asObject();
        assertEquals(SimulatedStripe.ACCOUNT, snapshot.text("account"));
        assertFalse(snapshot.flag("livemode"));
        assertTrue(snapshot.flag("still"));
        assertTrue(snapshot.object("newestTransaction").text("id").startsWith("txn_"));
        Map<String, String> available = new TreeMap<>();
        snapshot.array("balances")
                .objects()
                .forEach(line -> available.put(line.text("currency"), line.text("availableMinorUnits")));
        assertEquals("after the payout", "0", available.get("aed"));
        assertEquals("45678", available.get("bhd"));
    }

    @Test
    public void everyMinorUnitIsAccountedFor() throws Exception {
        String opening = snapshotAfterPaying("aed");
        stripe.pass(Duration.ofDays(3));
        stripe.setBalance("aed", "card", 70_000);
        stripe.simulator()
                .arm(Fault.onPayout(Fault.Kind.FAILURE_AFTER_PAID)
                        .when("currency", "aed")
                        .after(Duration.ofDays(1)));
        snapshotAfterPaying("aed");
        stripe.pass(Duration.ofDays(5));
        stripe.setBalance("thb", "card", 1);
        String closing = snapshotAfterPaying("bhd");

        TestRun run = rollforward(opening, closing).build();
        Plan plan = run.plan();
        assertTrue(plan.isReadOnly());
        OperationResult result = run.execute(plan);
        assertTrue(result.message(), result.isSuccess());

        assertEquals("0", net(run, "aed", "opening", ""));
        assertEquals("70000", net(run, "aed", "activity", "other_adjustment"));
        assertEquals("-70000", net(run, "aed", "payouts", "payout"));
        assertEquals("70000", net(run, "aed", "payouts", "payout_reversal"));
        assertEquals("70000", net(run, "aed", "expected", ""));
        assertEquals("70000", net(run, "aed", "closing", ""));
        assertEquals("0", net(run, "aed", "remainder", "none"));
        assertEquals("-45670", net(run, "bhd", "payouts", "payout"));
        assertEquals("8", net(run, "bhd", "closing", ""));
        assertEquals("0", net(run, "usd", "remainder", "none"));
        JsonObject summary = Json.parse(run.outputText("summary.json")).asObject();
        assertTrue(summary.flag("holds"));
        assertEquals(List.of(), run.violations());
    }

    @Test
    public void whatDoesNotAddUpIsALineWithAName() throws Exception {
        String opening = snapshotAfterPaying("aed");
        String closing = snapshotAfterPaying("thb").replace("\"45678\"", "\"45500\"");

        TestRun run = rollforward(opening, closing).build();
        OperationResult result = run.execute(run.plan());

        assertFalse("never hidden", result.isSuccess());
        assertEquals(List.of("BHD: -178 minor units are unexplained"), result.errors());
        assertEquals("-178", net(run, "bhd", "remainder", "unexplained"));
        assertEquals("45678", net(run, "bhd", "expected", ""));
        assertEquals("0", net(run, "aed", "remainder", "none"));
        JsonObject summary = Json.parse(run.outputText("summary.json")).asObject();
        assertFalse(summary.flag("holds"));
        assertEquals(1, summary.array("remainders").size());
        assertEquals(1, result.recordsFailed());
    }

    @Test
    public void pagesThroughAllThatLiesBetween() throws Exception {
        String opening = snapshotAfterPaying("aed");
        for (int i = 1; i <= 250; i++) {
            stripe.setBalance("usd", "card", 50_000 + i);
        }
        String closing = snapshotAfterPaying("thb");
        TestRun run = rollforward(opening, closing).build();
        OperationResult result = run.execute(run.plan());
        assertTrue(result.message(), result.isSuccess());
        assertEquals(Long.valueOf(251), result.counts().get("transactions"));
        assertEquals("250", net(run, "usd", "activity", "other_adjustment"));
    }

    @Test
    public void sameSnapshotsHaveNothingBetweenThem() throws Exception {
        String opening = snapshotAfterPaying("aed");
        String closing = opening.replaceFirst("\"readAt\":\"[^\"]*\"", "\"readAt\":\"2031-01-01T00:00:00Z\"");
        TestRun run = rollforward(opening, closing).build();
        assertTrue(run.execute(run.plan()).isSuccess());
        assertEquals("0", net(run, "aed", "remainder", "none"));
    }

    @Test
    public void filesThatDoNotJoinAreRefused() throws Exception {
        String opening = snapshotAfterPaying("aed");
        stripe.pass(Duration.ofDays(1));
        String closing = snapshotAfterPaying("thb");

        assertRefused("snapshots_not_joined", closing, opening);
        assertRefused("snapshots_not_joined", opening.replace(SimulatedStripe.ACCOUNT, "acct_1Other"), closing);
        assertRefused(
                "snapshot_of_other_account",
                opening.replace(SimulatedStripe.ACCOUNT, "acct_1Other"),
                closing.replace(SimulatedStripe.ACCOUNT, "acct_1Other"));
        assertRefused("snapshot_invalid", "{}", closing);
        assertRefused("snapshot_invalid", "nonsense", closing);
        assertRefused("snapshot_invalid", opening.replace("\"currency\":\"aed\"", "\"currency\":\"bhd\""), closing);
        assertRefused("snapshot_invalid", opening.replaceFirst("\"\\d+\"", "\"1.5\""), closing);
        assertRefused(
                "stripe_mode_mismatch",
                opening.replace("\"livemode\":false", "\"livemode\":true"),
                closing.replace("\"livemode\":false", "\"livemode\":true"));

        String foreign = opening.replaceFirst("txn_[A-Za-z0-9]+", "txn_elsewhere");
        TestRun run = rollforward(foreign, closing).build();
        Plan plan = run.plan();
        OperationException thrown = assertThrows(OperationException.class, () -> run.execute(plan));
        assertEquals("snapshots_not_joined", thrown.code());
    }

    @Test
    public void aBalanceThatMovedWhileItWasReadNamesTheRemainder() {
        Rollforward moved = new Rollforward(snapshot(true, 100), snapshot(false, 130));
        moved.add(transaction("charge", "payments", 20, 1));
        assertEquals(11, moved.remainder("aed"));
        assertEquals("balance_moved_while_it_was_read", moved.remainderName("aed"));
    }

    @Test
    public void feesCategoriesAndOtherBalancesAreKeptApart() {
        Rollforward rollforward = new Rollforward(snapshot(true, 100), snapshot(true, 119));
        rollforward.add(transaction("charge", "payments", 20, 1));
        rollforward.add(transaction("charge", "issuing", 500, 0));
        rollforward.add(transaction("", "", 0, 0));
        List<String> lines = rollforward.lines("aed").stream()
                .map(line -> line.kind() + " " + line.name() + " " + line.netMinorUnits())
                .toList();
        assertEquals(
                List.of(
                        "opening  100",
                        "activity charge 19",
                        "activity without_category 0",
                        "expected  119",
                        "closing  119",
                        "remainder none 0",
                        "not_counted issuing:charge 500"),
                lines);
    }

    private static BalanceSnapshot snapshot(boolean still, long available) {
        return new BalanceSnapshot(
                "acct_1",
                false,
                Instant.EPOCH,
                still,
                null,
                Map.of("aed", new BalanceSnapshot.Amounts(available - 10, 10)));
    }

    private static BalanceTransaction transaction(String category, String balance, long amount, long fee) {
        BalanceTransaction transaction = new BalanceTransaction();
        transaction.setCurrency("aed");
        transaction.setReportingCategory(category);
        transaction.setBalanceType(balance.isEmpty() ? null : balance);
        transaction.setAmount(amount);
        transaction.setFee(fee);
        transaction.setNet(amount - fee);
        return transaction;
    }

    private void assertRefused(String code, String opening, String closing) {
        OperationException thrown = assertThrows(
                OperationException.class,
                () -> rollforward(opening, closing).build().plan());
        assertEquals(thrown.getMessage(), code, thrown.code());
    }

    private String snapshotAfterPaying(String currency) throws Exception {
        stripe.pass(Duration.ofMinutes(1));
        TestRun run = stripe.run()
                .executionId(Long.toHexString(0x1000_0000_0000_0000L
                                + stripe.clock().instant().getEpochSecond())
                        .repeat(2))
                .text(PayoutForm.CURRENCIES, currency)
                .build();
        assertTrue(run.execute(run.plan()).isSuccess());
        return run.outputText("balances.json");
    }

    private TestRunBuilder rollforward(String opening, String closing) {
        FakeConnection connection = stripe.connection().build();
        return TestRun.of(new StripeRollforwardOperation(Duration.ofSeconds(5), Duration.ofSeconds(10)))
                .clock(stripe.clock())
                .connection(PayoutForm.CONNECTION, connection)
                .input(StripeRollforwardOperation.OPENING, file("opening.json", opening))
                .input(StripeRollforwardOperation.CLOSING, file("closing.json", closing));
    }

    private static FakeInputFile file(String name, String json) {
        return FakeInputFile.of(name, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static String net(TestRun run, String currency, String line, String name) throws Exception {
        List<CSVRecord> found = PayoutRunTest.rows(run, "rollforward.csv").stream()
                .filter(row -> row.get("currency").equals(currency))
                .filter(row -> row.get("line").equals(line))
                .filter(row -> row.get("name").equals(name))
                .toList();
        assertEquals(currency + " " + line + " " + name + " in " + run.outputText("rollforward.csv"), 1, found.size());
        return found.get(0).get("net_minor_units");
    }
}
