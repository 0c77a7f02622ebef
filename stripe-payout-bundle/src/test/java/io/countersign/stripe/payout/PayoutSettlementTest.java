package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.ReturnedEffect;
import io.countersign.api.operation.Settlement;
import io.countersign.api.testkit.FakeConnection;
import io.countersign.api.testkit.TestRun;
import io.countersign.stripe.simulator.Fault;
import io.countersign.stripe.simulator.OpeningBalance;
import java.time.Duration;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.junit.Rule;
import org.junit.Test;

public class PayoutSettlementTest {
    @Rule
    public final SimulatedStripe stripe = new SimulatedStripe(config -> config.openingBalances(OpeningBalance.demo())
            .pending(Duration.ofMinutes(10))
            .transit(Duration.ofDays(1)));

    @Test
    public void followsPayoutsUntilPaidAndFiveBusinessDaysBeyond() throws Exception {
        TestRun run = sent(stripe.run().build());
        assertPending(Duration.ofMinutes(1), run.settle());
        stripe.pass(Duration.ofMinutes(1));
        assertPending(Duration.ofMinutes(5), run.settle());
        assertEquals("nothing final yet", 1, versions(run));
        stripe.pass(Duration.ofDays(1).plusMinutes(15));
        Settlement paid = run.settle();
        assertWatching(Duration.ofHours(1), paid);
        // Seen paid on Tuesday the 7th: watched to the end of Tuesday the 14th.
        assertEquals("2025-01-15T00:00:00Z", paid.state().asObject().text("watchedUntil"));
        assertEquals("written once all are paid", 2, versions(run));
        stripe.pass(Duration.ofDays(5));
        assertWatching(Duration.ofDays(1), run.settle());
        stripe.pass(Duration.ofDays(2));
        Settlement last = run.settle();
        assertEquals(Settlement.Kind.WATCHING, last.kind());
        assertTrue("not beyond the watch", last.nextCheck().compareTo(Duration.ofDays(1)) < 0);
        stripe.pass(Duration.ofDays(1));
        assertEquals(Settlement.Kind.SETTLED, run.settle().kind());
        assertEquals(2, versions(run));
    }

    @Test
    public void rewritesTheFilesWithFinalStatuses() throws Exception {
        TestRun run = sent(stripe.run(quickly()).build());
        stripe.pass(Duration.ofDays(2));
        assertEquals(Settlement.Kind.SETTLED, run.settle().kind());
        for (CSVRecord line : PayoutRunTest.rows(run, "payouts.csv")) {
            assertEquals("paid", line.get("status"));
            assertTrue(line.get("trace_id"), line.get("trace_id").startsWith("SIM"));
            assertEquals("0", line.get("fee").replaceAll("[.0]+", "0"));
        }
        assertEquals("true", PayoutRunTest.rows(run, "legacy.csv").get(0).get("success"));
        assertEquals(
                "settled", Json.parse(run.outputText("result.json")).asObject().text("phase"));
    }

    @Test
    public void keepsTheRequestThatMadeThePayout() throws Exception {
        TestRun run =
                sent(stripe.run(quickly()).text(PayoutForm.CURRENCIES, "aed").build());
        String before = PayoutRunTest.rows(run, "payouts.csv").get(0).get("request_id");
        stripe.pass(Duration.ofDays(2));
        run.settle();
        assertEquals(before, PayoutRunTest.rows(run, "payouts.csv").get(0).get("request_id"));
    }

    @Test
    public void pollsATestConnectionAsItSays() throws Exception {
        TestRun run = sent(stripe.run(quickly()).build());
        assertPending(Duration.ofSeconds(2), run.settle());
        assertPending(Duration.ofSeconds(5), run.settle());
        assertPending(Duration.ofSeconds(60), run.settle());
        assertPending(Duration.ofSeconds(60), run.settle());
    }

    @Test
    public void reportsAPayoutThatFails() throws Exception {
        TestRun run = stripe.run(quickly()).build();
        stripe.simulator()
                .arm(Fault.onPayout(Fault.Kind.FAILURE_BEFORE_PAID)
                        .when("currency", "bhd")
                        .failingWith("account_closed"));
        sent(run);
        stripe.pass(Duration.ofDays(2));
        Settlement settlement = run.settle();
        assertEquals(Settlement.Kind.RETURNED, settlement.kind());
        assertEquals("payout:bhd:card", settlement.effectId().orElseThrow());
        assertEquals("account_closed", settlement.code().orElseThrow());
        CSVRecord bhd = PayoutRunTest.rows(run, "payouts.csv").get(1);
        assertEquals("failed", bhd.get("status"));
        assertEquals("account_closed", bhd.get("failure_code"));
        assertEquals("false", PayoutRunTest.rows(run, "legacy.csv").get(1).get("success"));
        assertEquals(List.of(), run.violations());
    }

    @Test
    public void reportsAPayoutThatFailsAfterItWasPaid() throws Exception {
        TestRun run = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
        stripe.simulator()
                .arm(Fault.onPayout(Fault.Kind.FAILURE_AFTER_PAID)
                        .after(Duration.ofDays(3))
                        .failingWith("no_account"));
        sent(run);
        stripe.pass(Duration.ofDays(2));
        assertEquals(
                "completed meanwhile", Settlement.Kind.WATCHING, run.settle().kind());
        assertEquals("paid", PayoutRunTest.rows(run, "payouts.csv").get(0).get("status"));
        stripe.pass(Duration.ofDays(3));
        Settlement settlement = run.settle();
        assertEquals(Settlement.Kind.RETURNED, settlement.kind());
        assertEquals("no_account", settlement.code().orElseThrow());
        assertEquals("nothing else is left to look at", Duration.ZERO, settlement.nextCheck());
        CSVRecord line = PayoutRunTest.rows(run, "payouts.csv").get(0);
        assertEquals("failed", line.get("status"));
        String transaction = settlement.returnedEffects().get(0).details().text("failureBalanceTransaction");
        assertTrue(transaction, transaction.startsWith("txn_"));
        assertEquals(transaction, line.get("failure_balance_transaction"));
        assertTrue(run.logLines().toString(), run.logLines().toString().contains(transaction));
    }

    @Test
    public void severalComeBackInOneLookAndTheOthersAreWatchedOn() throws Exception {
        TestRun run =
                stripe.run(quickly()).text(PayoutForm.CURRENCIES, "aed,bhd,thb").build();
        for (String currency : List.of("aed", "thb")) {
            stripe.simulator()
                    .arm(Fault.onPayout(Fault.Kind.FAILURE_BEFORE_PAID)
                            .when("currency", currency)
                            .failingWith("account_closed"));
        }
        sent(run);
        stripe.pass(Duration.ofDays(2));
        Settlement settlement = run.settle();
        assertEquals(
                List.of("payout:aed:card", "payout:thb:card"),
                settlement.returnedEffects().stream()
                        .map(ReturnedEffect::effectId)
                        .toList());
        assertEquals(Duration.ofSeconds(2), settlement.nextCheck());

        assertEquals(Settlement.Kind.SETTLED, run.settle().kind());
        List<String> statuses = PayoutRunTest.rows(run, "payouts.csv").stream()
                .map(line -> line.get("status"))
                .toList();
        assertEquals("those that came back stay in the files", List.of("failed", "paid", "failed"), statuses);
        assertEquals(List.of(), run.violations());
    }

    @Test
    public void triesAgainWhenStripeDoesNotAnswer() throws Exception {
        TestRun run = sent(stripe.run(quickly()).build());
        stripe.simulator()
                .arm(Fault.on(Fault.Kind.STORED_500, "GET", "/v1/payouts/*").times(6));
        stripe.pass(Duration.ofDays(2));
        OperationException unseen = assertThrows(OperationException.class, run::settle);
        assertEquals("the platform looks again in a minute", "payouts_unseen", unseen.code());
        assertTrue(run.logLines().toString(), run.logLines().toString().contains("tried again"));
        assertEquals(Settlement.Kind.SETTLED, run.settle().kind());
    }

    @Test
    public void callsAPersonAfterTenDays() throws Exception {
        stripe.setBalance("aed", "card", 125_043);
        TestRun run = sent(stripe.run().text(PayoutForm.CURRENCIES, "aed").build());
        run.settle();
        stripe.simulator()
                .arm(Fault.on(Fault.Kind.STORED_500, "GET", "/v1/payouts/*").times(100));
        stripe.pass(Duration.ofDays(9));
        assertEquals(
                "payouts_unseen",
                assertThrows(OperationException.class, run::settle).code());
        stripe.pass(Duration.ofDays(2));
        OperationException overdue = assertThrows(OperationException.class, run::settle);
        assertEquals("payouts_overdue", overdue.code());
        assertTrue(Said.by(overdue), Said.by(overdue).contains("po_"));
    }

    @Test
    public void aRefusedPayoutStaysRefusedInTheFinalFiles() throws Exception {
        TestRun run =
                stripe.run(quickly()).text(PayoutForm.CURRENCIES, "aed,bhd").build();
        var plan = run.plan();
        stripe.setBalance("bhd", "card", 0);
        run.execute(plan);
        stripe.pass(Duration.ofDays(2));
        assertEquals(Settlement.Kind.SETTLED, run.settle().kind());
        assertEquals("paid", PayoutRunTest.rows(run, "payouts.csv").get(0).get("status"));
        assertEquals(
                "not_applied", PayoutRunTest.rows(run, "payouts.csv").get(1).get("status"));
    }

    private FakeConnection quickly() {
        return stripe.connection()
                .property(PollSchedule.POLL_SECONDS, "2,5,60")
                .property(PollSchedule.WATCH_SECONDS, "0")
                .build();
    }

    private static long versions(TestRun run) {
        return run.outputs().getOrDefault("payouts.csv", List.of()).size();
    }

    private static TestRun sent(TestRun run) throws Exception {
        assertTrue(run.execute(run.plan()).isSuccess());
        return run;
    }

    private static void assertPending(Duration next, Settlement settlement) {
        assertEquals(Settlement.Kind.PENDING, settlement.kind());
        assertEquals(next, settlement.nextCheck());
    }

    private static void assertWatching(Duration next, Settlement settlement) {
        assertEquals(Settlement.Kind.WATCHING, settlement.kind());
        assertEquals(next, settlement.nextCheck());
    }
}
