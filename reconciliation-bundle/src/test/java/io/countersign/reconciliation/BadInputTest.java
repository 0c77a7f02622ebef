package io.countersign.reconciliation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.testkit.FakeInputFile;
import io.countersign.api.testkit.TestRun;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

/** What is wrong with a file is told with its place; nothing is dropped and nothing crashes. */
public final class BadInputTest {
    private static final String HEADER = "id,date,amount,currency\n";
    private static final String GOOD = HEADER + "a,2026-11-02,1.00,USD\n";
    private static final String SIDE = "{\"csv\": {\"columns\": {\"id\": \"id\", \"value_date\": \"date\","
            + " \"amount\": \"amount\", \"currency\": \"currency\"}, \"recordBytesMax\": 1000}}";

    @Test
    public void rejectsOneLineAndReadsOn() throws Exception {
        assertReject("b,2026-11-02,1.005,USD", "3,14,amount_scale");
        assertReject("b,02.11.2026,1.00,USD", "3,3,date_format");
        assertReject("b,2026-11-31,1.00,USD", "3,3,date_format");
        assertReject("b,2026-11-02,1.00,USX", "3,19,currency");
        assertReject("b,2026-11-02,99999999999999999999,USD", "3,14,amount_range");
        assertReject("b,2026-11-02,1.00", "3,0,columns");
        assertReject("b,2026-11-02,1.00,USD,more", "3,0,columns");
        assertReject("\"b,2026-11-02,1.00,USD", "3,1,quote_unbalanced");
        assertReject("\"b\"x,2026-11-02,1.00,USD", "3,4,quote_misplaced");
        assertReject("b\u0000,2026-11-02,1.00,USD", "3,2,control_character");
        assertReject("b\r,2026-11-02,1.00,USD", "3,2,control_character");
        assertReject("b".repeat(2_000) + ",2026-11-02,1.00,USD", "3,0,record_too_long");
        assertReject("b".repeat(500) + ",2026-11-02,1.00,USD", "3,1,text_too_long");
    }

    @Test
    public void rejectsMixedEncodings() throws Exception {
        byte[] latin = (GOOD + "é,2026-11-02,1.00,USD\nc,2026-11-02,3.00,USD\n").getBytes(StandardCharsets.ISO_8859_1);
        TestRun run = run(SIDE, FakeInputFile.of("left.csv", "text/csv", latin), csv("right.csv", GOOD));

        assertReject(run, "3,1,encoding", 3);
    }

    @Test
    public void countsTheAmountOfALineThatIsRejectedForItsDate() throws Exception {
        TestRun run = run(SIDE, csv("left.csv", GOOD + "b,never,7.00,USD\n"), csv("right.csv", GOOD));
        assertTrue(run.execute(run.plan()).isSuccess());

        JsonObject left = Json.parse(run.outputText("summary.json"))
                .asObject()
                .array("inputs")
                .objects()
                .get(0);
        assertEquals("800", left.array("read").objects().get(0).text("minorUnits"));
        assertEquals("700", left.array("rejectedAmounts").objects().get(0).text("minorUnits"));
    }

    @Test
    public void refusesWhatIsVisiblyTheWrongFileBeforeAnyWork() {
        assertRefused("no column 'date'", SIDE, csv("left.csv", "id,day,amount,currency\na,2026-11-02,1.00,USD\n"));
        assertRefused("two columns 'id'", SIDE, csv("left.csv", "id,id,date,amount,currency\n"));
        assertRefused("is empty", SIDE, csv("left.csv", ""));
        assertRefused("no lines", SIDE, csv("left.csv", HEADER));
        assertRefused("no header", SIDE, csv("left.csv", "\n\n"));
        assertRefused("UTF-16", SIDE, FakeInputFile.of("left.csv", "text/csv", GOOD.getBytes(StandardCharsets.UTF_16)));
        String named = SIDE.replaceFirst("\\{", "{\"fileNameContains\": \"ledger\", ");
        assertRefused("swapped", named, csv("bank.csv", GOOD));
        assertRefused("does not look like camt.053", "{\"format\": \"camt.053\"}", csv("left.csv", GOOD));
        assertRefused("does not look like mt940", "{\"format\": \"mt940\"}", csv("left.csv", GOOD));
    }

    @Test
    public void readsNoEntitiesOfXml() {
        String bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                + "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">&e;</Document>";
        TestRun run = run("{\"format\": \"camt.053\"}", csv("left.xml", bomb), csv("right.csv", GOOD));

        OperationException refusal = assertThrows(OperationException.class, () -> run.execute(run.plan()));
        assertEquals("file_refused", refusal.code());
    }

    @Test
    public void matchesAStatementInMt940WithTheLedgerAndChecksItsBalances() throws Exception {
        String statement =
                """
                :20:S1
                :25:ACC
                :28C:1/1
                :60F:C261101EUR10,00
                :61:2611021102C5,00NTRFref-1
                :61:2611031103D2,50NTRFref-2
                :62F:C261103EUR12,50
                -
                """;
        String ledger = HEADER + "ref-1,2026-11-02,5.00,EUR\nref-2,2026-11-03,-2.50,EUR\n";
        String passes = "[{\"type\": \"reference\", \"left\": \"id\", \"right\": \"reference\", \"businessDays\": 1}]";
        String mt940 = "{\"format\": \"mt940\"}";
        for (boolean right : new boolean[] {true, false}) {
            String told = right ? statement : statement.replace("EUR12,50", "EUR99,50");
            TestRun run = TestRun.of(new ReconciliationOperation())
                    .input("left", csv("ledger.csv", ledger))
                    .input("right", csv("bank.sta", told))
                    .text("configuration", configuration(SIDE, mt940, passes))
                    .build();
            OperationResult result = run.execute(run.plan());

            assertEquals(result.errors().toString(), right, result.isSuccess());
            assertEquals(
                    right, Json.parse(run.outputText("summary.json")).asObject().flag("proven"));
            assertTrue(run.outputText("matched.csv").contains("\n2,5,reference,confirmed,EUR,500,500,0,,ref-1\n"));
        }
    }

    private static void assertReject(String line, String place) throws Exception {
        TestRun run = run(SIDE, csv("left.csv", GOOD + line + "\nc,2026-11-02,3.00,USD\n"), csv("right.csv", GOOD));
        assertReject(run, place, 3);
    }

    /** The line before and the line behind are read as if nothing had happened. */
    private static void assertReject(TestRun run, String place, int lines) throws Exception {
        OperationResult result = run.execute(run.plan());

        assertTrue(place + ": " + result.errors(), result.isSuccess());
        List<String> rejects = run.outputText("rejects.csv").lines().skip(1).toList();
        assertEquals(rejects.toString(), 1, rejects.size());
        assertTrue(rejects.get(0), rejects.get(0).contains(",left,left.csv," + place + ","));
        JsonObject left = Json.parse(run.outputText("summary.json"))
                .asObject()
                .array("inputs")
                .objects()
                .get(0);
        assertEquals(lines, left.integer("lines"));
        assertEquals(1, left.integer("matched"));
        assertEquals(1, left.integer("broken"));
        assertEquals(1, left.integer("rejected"));
        assertTrue(run.outputText("breaks.csv").contains(",parse_reject," + place.split(",", -1)[2] + ",3,"));
    }

    private static void assertRefused(String reason, String side, FakeInputFile left) {
        OperationException refusal =
                assertThrows(reason, OperationException.class, () -> run(side, left, csv("right.csv", GOOD))
                        .plan());
        assertEquals("file_refused", refusal.code());
        assertTrue(
                String.valueOf(refusal.getMessage()),
                String.valueOf(refusal.getMessage()).contains(reason));
    }

    private static TestRun run(String leftSide, FakeInputFile left, FakeInputFile right) {
        return TestRun.of(new ReconciliationOperation())
                .input("left", left)
                .input("right", right)
                .text("configuration", configuration(leftSide, SIDE, "[{\"type\": \"key\", \"columns\": \"id\"}]"))
                .build();
    }

    private static String configuration(String left, String right, String passes) {
        return "{\"left\": " + left + ", \"right\": " + right + ", \"passes\": " + passes + "}";
    }

    private static FakeInputFile csv(String name, String text) {
        return FakeInputFile.csv(name, text);
    }
}
