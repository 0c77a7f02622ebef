package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.ExecutionStoppedException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Plan;
import io.countersign.api.testkit.JournalEntry;
import io.countersign.api.testkit.TestRun;
import io.countersign.stripe.simulator.Fault;
import io.countersign.stripe.simulator.RecordedRequest;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.Rule;
import org.junit.Test;

public class PayoutRunTest {
    @Rule
    public final SimulatedStripe stripe = new SimulatedStripe();

    @Test
    public void sendsSixPayouts() throws Exception {
        TestRun run = stripe.run().build();
        stripe.pass(Duration.ofMinutes(3));
        Plan plan = run.plan();
        stripe.pass(Duration.ofMinutes(2));
        OperationResult result = run.execute(plan);
        assertTrue(result.message(), result.isSuccess());
        assertEquals(6, result.recordsSuccessful());
        assertEquals(Money.ofMinor(45_670, "BHD"), result.amounts().get("BHD"));
        assertEquals(Long.valueOf(120), result.counts().get("planToApplySeconds"));
        assertEquals(Long.valueOf(6), result.counts().get("calls"));
        assertEquals(Long.valueOf(0), result.counts().get("retries"));
        assertEquals(Long.valueOf(2), result.counts().get("skipped"));
        assertEquals(6, stripe.payoutsCreated());
        assertEquals(125_043, stripe.sentMinorUnits("aed"));
        assertEquals(45_670, stripe.sentMinorUnits("bhd"));
        assertEquals(0, stripe.sentMinorUnits("usd"));
    }

    @Test
    public void sendsKeyAndMetadataWithEachPayout() throws Exception {
        TestRun run = stripe.run().build();
        run.execute(run.plan());
        Set<String> keys = new HashSet<>();
        for (RecordedRequest call : stripe.payoutCalls()) {
            String effectId = call.parameters().get("metadata[" + PayoutCreateHandler.METADATA_EFFECT + "]");
            assertNotNull(effectId);
            assertEquals(
                    run.executionId(),
                    call.parameters().get("metadata[" + PayoutCreateHandler.METADATA_EXECUTION + "]"));
            assertEquals(run.journal(effectId).orElseThrow().idempotencyKey(), call.idempotencyKey());
            keys.add(String.valueOf(call.idempotencyKey()));
        }
        assertEquals(6, keys.size());
    }

    @Test
    public void paysOnceWhenTheAnswerIsLost() throws Exception {
        for (Fault.Kind kind : List.of(Fault.Kind.RESET_AFTER_COMMIT, Fault.Kind.RESET_BEFORE_COMMIT)) {
            stripe.restart();
            TestRun run = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
            Plan plan = run.plan();
            stripe.simulator().arm(Fault.onPayout(kind));
            assertTrue(run.execute(plan).isSuccess());
            List<RecordedRequest> calls = stripe.payoutCalls();
            assertEquals("one send and one replay, no hidden one", 2, calls.size());
            assertEquals(calls.get(0).idempotencyKey(), calls.get(1).idempotencyKey());
            assertEquals(calls.get(0).parameters(), calls.get(1).parameters());
            assertEquals(1, stripe.payoutsCreated());
            assertEquals(125_043, stripe.sentMinorUnits("aed"));
        }
    }

    @Test
    public void paysOnceWhenTheAnswerTakesTooLong() throws Exception {
        TestRun run = stripe.run(stripe.connection().build(), Duration.ofSeconds(2))
                .text(PayoutForm.CURRENCIES, "aed")
                .build();
        Plan plan = run.plan();
        stripe.simulator().arm(Fault.onPayout(Fault.Kind.TIMEOUT_AFTER_COMMIT));
        assertTrue(run.execute(plan).isSuccess());
        assertEquals(2, stripe.payoutCalls().size());
        assertEquals(1, stripe.payoutsCreated());
    }

    @Test
    public void waitsOutRateLimitsAndConflicts() throws Exception {
        TestRun run = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
        Plan plan = run.plan();
        stripe.simulator().arm(Fault.onPayout(Fault.Kind.RATE_LIMIT));
        stripe.simulator().arm(Fault.onPayout(Fault.Kind.CONFLICT).fromCall(2));
        assertTrue(run.execute(plan).isSuccess());
        assertEquals(3, stripe.payoutCalls().size());
        assertEquals(1, stripe.payoutsCreated());
    }

    @Test
    public void findsThePayoutBehindAStored500() throws Exception {
        TestRun run = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
        Plan plan = run.plan();
        stripe.simulator().arm(Fault.onPayout(Fault.Kind.STORED_500_AFTER_COMMIT));
        assertTrue(run.execute(plan).isSuccess());
        assertEquals(
                "sent, and replayed once until it is seen to be stored",
                2,
                stripe.payoutCalls().size());
        assertEquals(1, stripe.payoutsCreated());
        assertTrue(run.outputText("payouts.csv"), run.outputText("payouts.csv").contains(",po_"));
    }

    @Test
    public void neverCallsAStored500Done() throws Exception {
        TestRun run = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
        Plan plan = run.plan();
        stripe.simulator().arm(Fault.onPayout(Fault.Kind.STORED_500));
        assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
        assertEquals(
                JournalEntry.State.UNKNOWN,
                run.journal("payout:aed:card").orElseThrow().state());
        assertEquals(0, stripe.payoutsCreated());
    }

    @Test
    public void findsAPayoutBehindManyPages() throws Exception {
        stripe.setBalance("aed", "card", 1_000_000);
        TestRun run = stripe.run()
                .text(PayoutForm.CURRENCIES, "aed")
                .text(PayoutForm.MAXIMUM_PER_PAYOUT, "aed=10.00")
                .build();
        Plan plan = run.plan();
        run.crashAfterCall("payout:aed:card");
        assertThrows(Error.class, () -> run.execute(plan));
        for (int i = 0; i < 120; i++) {
            stripe.payOut("aed", 2_000);
        }
        stripe.pass(Duration.ofHours(25));
        assertTrue(run.execute(plan).isSuccess());
        assertEquals(121, stripe.payoutsCreated());
    }

    @Test
    public void goesOnAfterARefusalAndCountsExactly() throws Exception {
        TestRun run = stripe.run().build();
        Plan plan = run.plan();
        stripe.setBalance("bhd", "card", 100);
        OperationResult result = run.execute(plan);
        assertFalse(result.isSuccess());
        assertEquals("5 of 6 payouts sent, 1 not", result.message());
        assertEquals(6, result.recordsProcessed());
        assertEquals(5, result.recordsSuccessful());
        assertEquals(1, result.recordsFailed());
        assertFalse(result.amounts().containsKey("BHD"));
        assertTrue(result.errors().toString(), result.errors().get(0).contains("balance_insufficient"));
        CSVRecord bhd = rows(run, "payouts.csv").get(1);
        assertEquals("rejected", bhd.get("status"));
        assertEquals("balance_insufficient", bhd.get("failure_code"));
        CSVRecord legacy = rows(run, "legacy.csv").get(1);
        assertEquals("false", legacy.get("success"));
        assertEquals("rejected", legacy.get("payout_status"));
    }

    @Test
    public void paysWhatIsLeftWhenLessMayBePaid() throws Exception {
        TestRun run = stripe.run()
                .text(PayoutForm.CURRENCIES, "aed,bhd,thb")
                .text(PayoutForm.ON_SHRINK, "reduce")
                .build();
        Plan plan = run.plan();
        stripe.setBalance("bhd", "card", 12_345);
        stripe.setBalance("thb", "card", 3);
        OperationResult result = run.execute(plan);
        assertEquals(125_043, stripe.sentMinorUnits("aed"));
        assertEquals(12_340, stripe.sentMinorUnits("bhd"));
        assertEquals(0, stripe.sentMinorUnits("thb"));
        assertEquals("2 of 3 payouts sent, 1 not", result.message());
        assertEquals(Money.ofMinor(12_340, "BHD"), result.amounts().get("BHD"));
        assertEquals("12.340", rows(run, "payouts.csv").get(1).get("requested"));
        assertEquals("not_sent", rows(run, "payouts.csv").get(2).get("status"));
    }

    @Test
    public void enteringAgainDecidesTheSameReduction() throws Exception {
        TestRun run = stripe.run()
                .text(PayoutForm.CURRENCIES, "aed,bhd")
                .text(PayoutForm.ON_SHRINK, "reduce")
                .build();
        Plan plan = run.plan();
        stripe.setBalance("bhd", "card", 12_345);
        run.crashAfterCall("payout:bhd:card");
        assertThrows(Error.class, () -> run.execute(plan));
        assertTrue(run.execute(plan).isSuccess());
        assertEquals(List.of(), run.violations());
        assertEquals(12_340, stripe.sentMinorUnits("bhd"));
    }

    @Test
    public void writesTheFilesOfTheOldScriptAndMore() throws Exception {
        TestRun run = stripe.run().build();
        Plan plan = run.plan();
        run.execute(plan);
        assertEquals(
                List.of(
                        "line",
                        "account",
                        "livemode",
                        "currency",
                        "exponent",
                        "source_type",
                        "available_minor_units",
                        "available",
                        "reserve_minor_units",
                        "reserve",
                        "requested_minor_units",
                        "requested",
                        "residue",
                        "destination_last4",
                        "method",
                        "idempotency_key",
                        "attempt",
                        "payout_id",
                        "status",
                        "failure_code",
                        "failure_message",
                        "failure_balance_transaction",
                        "fee",
                        "created",
                        "arrival",
                        "trace_id",
                        "request_id"),
                rows(run, "payouts.csv").get(0).getParser().getHeaderNames());
        CSVRecord bhd = rows(run, "payouts.csv").get(1);
        assertEquals("2", bhd.get("line"));
        assertEquals("3", bhd.get("exponent"));
        assertEquals("45678", bhd.get("available_minor_units"));
        assertEquals("45.678", bhd.get("available"));
        assertEquals("45670", bhd.get("requested_minor_units"));
        assertEquals("0.008", bhd.get("residue"));
        assertEquals("pending", bhd.get("status"));
        assertEquals("1", bhd.get("attempt"));
        assertTrue(bhd.get("payout_id"), bhd.get("payout_id").startsWith("po_"));
        assertTrue(bhd.get("request_id"), bhd.get("request_id").startsWith("req_"));
        CSVRecord legacy = rows(run, "legacy.csv").get(1);
        assertEquals(
                List.of("currency", "amount", "payout_status", "payout_id", "payout_response", "success"),
                legacy.getParser().getHeaderNames());
        assertEquals("45.670", legacy.get("amount"));
        assertEquals("accepted is not paid", "", legacy.get("success"));
        assertEquals(
                bhd.get("payout_id"),
                Json.parse(legacy.get("payout_response")).asObject().text("id"));
        assertEquals(plan.toJson(), Json.parse(run.outputText("plan.json")));
        JsonObject result = Json.parse(run.outputText("result.json")).asObject();
        assertEquals("sent", result.text("phase"));
        assertEquals(6, result.array("payouts").size());
    }

    static List<CSVRecord> rows(TestRun run, String file) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(run.outputText(file)), format)) {
            return parser.getRecords();
        }
    }
}
