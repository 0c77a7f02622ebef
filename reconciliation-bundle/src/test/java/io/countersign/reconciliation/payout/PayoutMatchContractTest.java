package io.countersign.reconciliation.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.testkit.FakeInputFile;
import io.countersign.api.testkit.OperationPluginContract;
import io.countersign.api.testkit.TestRun;
import java.util.List;
import org.junit.Test;

public class PayoutMatchContractTest extends OperationPluginContract {
    /** The columns of payouts.csv as stripe.payout writes them. */
    private static final String HEADER =
            "line,account,livemode,currency,exponent,source_type,available_minor_units,available,reserve_minor_units,"
                    + "reserve,requested_minor_units,requested,residue,destination_last4,method,idempotency_key,attempt,"
                    + "payout_id,status,failure_code,failure_message,fee,created,arrival,trace_id,request_id\r\n";

    private static final String PAYOUTS = HEADER
            + row("aed", 2, 125_043, "po_1", "paid", "TRACE-0001")
            + row("bhd", 3, 45_670, "po_2", "paid", "")
            + row("isk", 2, 100_000, "po_3", "paid", "")
            + row("aed", 2, 7, "po_4", "in_transit", "")
            + row("hkd", 2, 500, "", "rejected", "");

    private static final String BANK =
            """
            Date,Amount,Currency,Text
            2026-11-24,1250.43,AED,FT TRACE-0001
            2026-11-25,45.670,BHD,STRIPE PAYMENTS
            2026-11-25,1000,ISK,STRIPE PAYMENTS
            2026-11-25,-9.00,AED,Coffee
            """;

    @Override
    protected TestRun newRun() {
        return run(PAYOUTS, BANK);
    }

    @Override
    protected long changesOutside() {
        return 0;
    }

    @Override
    protected List<JsonObject> invalidParameters() {
        JsonObject valid = Json.object()
                .put("payouts", "file-1")
                .put("statement", "file-2")
                .put("format", "ofx")
                .put("cutoff", "2026-11-30")
                .build();
        return List.of(
                JsonObject.empty(),
                valid.with("cutoff", Json.of("30.11.2026")),
                valid.with("descriptor", Json.of("x")),
                valid.with("format", Json.of("csv")));
    }

    @Test
    public void settlesWhatArrivedAndNamesTheRest() throws Exception {
        TestRun run = run(PAYOUTS, BANK);
        OperationResult result = run.execute(run.plan());
        assertEquals("3 of 5 payouts settled, 0 to be looked at, 0 lines of the bank rejected", result.message());
        assertTrue(result.isSuccess());
        String matches = run.outputText("payout-matches.csv");
        assertTrue(
                matches, matches.contains("settled,trace_id,stripe,AED,125043,2,po_1,TRACE-0001,paid,2026-11-24,,,0,"));
        assertTrue(matches, matches.contains("settled,trace_id,bank,AED,125043,2,,,,2026-11-24,,FT TRACE-0001,0,"));
        assertTrue(matches, matches.contains("settled,amount_and_date,bank,BHD,45670,3,"));
        assertTrue(matches, matches.contains("settled,amount_and_date,stripe,ISK,1000,4,po_3,"));
        assertTrue(matches, matches.contains("in_transit_at_cutoff,,stripe,AED,7,5,po_4,"));
        assertTrue(matches, matches.contains("not_sent,,stripe,HKD,500,6,"));
        assertEquals(10, matches.lines().count());
        JsonObject summary = Json.parse(run.outputText("summary.json")).asObject();
        assertTrue(summary.array("equations").objects().stream().allMatch(equation -> equation.flag("holds")));
        assertEquals(
                "125043",
                summary.object("statuses")
                        .object("settled")
                        .object("bankMinorUnits")
                        .text("AED"));
    }

    @Test
    public void failsWhenALineCannotBeRead() throws Exception {
        TestRun run = run(PAYOUTS, BANK + "2026-11-26,1.234,AED,x\n");
        OperationResult result = run.execute(run.plan());
        assertFalse(result.isSuccess());
        assertEquals(1, result.recordsFailed());
        assertTrue(run.outputText("rejects.csv").contains(",6,12,amount_scale,"));
    }

    @Test
    public void refusesSwappedFilesAndPayoutsItDoesNotUnderstand() {
        assertRefused("payouts_unreadable", BANK, BANK);
        assertRefused("statement_unreadable", PAYOUTS, PAYOUTS);
        assertRefused("payouts_unreadable", PAYOUTS + row("aed", 2, 1, "po_1", "paid", ""), BANK);
        assertRefused("payouts_unreadable", PAYOUTS.replace("2026-11-24", "24.11.2026"), BANK);
        assertRefused("payouts_unreadable", PAYOUTS.replace(",125043,", ",1250.43,"), BANK);
        assertRefused("payouts_unreadable", PAYOUTS.replace(",100000,", ",100001,"), BANK);
        assertRefused("payouts_unreadable", PAYOUTS + "1,2\r\n", BANK);
        assertRefused("payouts_unreadable", PAYOUTS + "\"never closed", BANK);
    }

    private static void assertRefused(String code, String payouts, String bank) {
        TestRun run = run(payouts, bank);
        OperationException refusal = assertThrows(OperationException.class, run::plan);
        assertEquals(refusal.getMessage(), code, refusal.code());
    }

    private static TestRun run(String payouts, String bank) {
        return TestRun.of(new PayoutMatchOperation())
                .input("payouts", FakeInputFile.csv("payouts.csv", payouts))
                .input("statement", FakeInputFile.csv("bank.csv", bank))
                .text("format", "csv")
                .text("cutoff", "2026-11-30")
                .text(
                        "csvColumns",
                        "{\"booking_date\":\"Date\",\"amount\":\"Amount\",\"currency\":\"Currency\",\"description\":\"Text\"}")
                .build();
    }

    private static String row(String currency, int exponent, long amount, String id, String status, String trace) {
        return "1,acct_1,true," + currency + "," + exponent + ",card,0,0,0,0," + amount + ",x,0,4242,standard,k,1," + id
                + "," + status + ",,,,2026-11-22T00:00:00Z," + (id.isEmpty() ? "" : "2026-11-24") + "," + trace
                + ",\r\n";
    }
}
