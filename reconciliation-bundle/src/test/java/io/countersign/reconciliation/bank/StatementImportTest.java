package io.countersign.reconciliation.bank;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.testkit.FakeInputFile;
import io.countersign.api.testkit.TestRun;
import io.countersign.api.testkit.TestRunBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class StatementImportTest {
    static final String MT940 =
            """
            :20:A
            :25:ACC/1
            :28C:1/1
            :60F:C261120EUR100,00
            :61:2611211121C50,00NTRFREF-1//BANK-1
            :86:first
            :61:2611211121D20,00NTRFREF-2
            :86:same words
            :61:2611211121D20,00NTRFREF-2
            :86:same words
            :62F:C261121EUR110,00
            -
            """;

    private static final String NEXT = MT940.replace(":28C:1/1", ":28C:2/1")
            .replace("C261120EUR100,00", "C261121EUR110,00")
            .replace("C261121EUR110,00\n-", "C261122EUR120,00\n-")
            .replace("2611211121", "2611221122")
            .replace("BANK-1", "BANK-2");

    @Test
    public void writesEachLineInOneShape() throws Exception {
        Imported first = mt940(MT940, Map.of());
        assertTrue(first.result.message(), first.result.isSuccess());
        assertEquals(
                "3 lines imported, 0 known already, 0 rejected, 0 breaks between balances", first.result.message());
        List<String> rows = first.text("canonical.csv").lines().toList();
        assertEquals(String.join(",", CanonicalFile.COLUMNS), rows.get(0));
        assertTrue(
                rows.get(1),
                rows.get(1)
                        .matches("[0-9a-f]{32},ACC/1,1/1,5,BANK-1,REF-1\\|BANK-1,2026-11-21,2026-11-21,5000,50.00,EUR,"
                                + ",first,,,false,[0-9a-f]{64},[0-9a-f]{64}"));
        assertEquals("two equal lines are two movements", 4, rows.size());
        assertFalse(rows.get(2).substring(0, 32).equals(rows.get(3).substring(0, 32)));
        assertTrue(first.text("statements.csv").contains("ACC/1,1/1,EUR,2026-11-20,10000,2026-11-21,11000,3,1000,"));
        assertEquals("code,account,statement,currency,expected,found,reason\r\n", first.text("breaks.csv"));
        assertEquals(
                "{\"EUR\":\"1000\"}",
                first.result.data().object("newSumMinorUnits").toText());
    }

    @Test
    public void importsNothingTwice() throws Exception {
        Imported first = mt940(MT940, Map.of());
        Imported again = mt940(MT940, first.previous());
        assertEquals(
                "0 lines imported, 3 known already, 0 rejected, 0 breaks between balances", again.result.message());
        assertEquals(first.text("canonical.csv"), again.text("canonical.csv"));
        assertEquals(first.text("statements.csv"), again.text("statements.csv"));
        assertTrue(again.result.isSuccess());
    }

    @Test
    public void knowsAMovementAgainInAnotherFormat() throws Exception {
        Imported first = csv("Date,Amount,Id\n2026-11-21,50.00,BANK-1\n2026-11-21,-1.00,BANK-2\n", Map.of());
        Imported again =
                csv("Amount;Id;Date\n-1.00;BANK-2;2026-11-21\n7.00;BANK-3;2026-11-22\n", first.previous(), ";");
        assertEquals(
                "1 lines imported, 1 known already, 0 rejected, 1 breaks between balances", again.result.message());
        assertTrue(again.text("canonical.csv").startsWith(first.text("canonical.csv")));
        assertTrue(again.text("breaks.csv"), again.text("breaks.csv").contains("overlap,"));
    }

    @Test
    public void goesOnFromTheClosingBalanceBefore() throws Exception {
        Imported first = mt940(MT940, Map.of());
        Imported second = mt940(NEXT, first.previous());
        assertEquals(
                "3 lines imported, 0 known already, 0 rejected, 0 breaks between balances", second.result.message());
        assertEquals(7, second.text("canonical.csv").lines().count());
        assertEquals(3, second.text("statements.csv").lines().count());
    }

    @Test
    public void reportsAGapBetweenStatements() throws Exception {
        Imported first = mt940(MT940, Map.of());
        String later = NEXT.replace("C261121EUR110,00", "C261121EUR130,00").replace("EUR120,00", "EUR140,00");
        Imported second = mt940(later, first.previous());
        assertTrue(second.text("breaks.csv"), second.text("breaks.csv").contains("gap,ACC/1,2/1,EUR,11000,13000,"));
        assertTrue("a gap is told, nothing of this file is missing", second.result.isSuccess());
    }

    @Test
    public void reportsAStatementThatStartsInsideTheOneBefore() throws Exception {
        Imported first = mt940(MT940, Map.of());
        String wider = MT940.replace(":28C:1/1", ":28C:9/1").replace("C261120EUR100,00", "C261101EUR100,00");
        Imported second = mt940(wider, first.previous());
        List<String> breaks = second.text("breaks.csv").lines().skip(1).toList();
        assertTrue(breaks.toString(), breaks.get(0).startsWith("overlap,ACC/1,9/1,EUR,11000,10000,"));
        assertTrue(breaks.toString(), breaks.get(1).startsWith("overlap,ACC/1,9/1,EUR,0,3,"));
        assertEquals(first.text("canonical.csv"), second.text("canonical.csv"));
    }

    @Test
    public void reportsWhatTheBalancesDoNotExplain() throws Exception {
        Imported wrong = mt940(MT940.replace("EUR110,00", "EUR110,01"), Map.of());
        assertFalse(wrong.result.isSuccess());
        assertTrue(
                wrong.text("breaks.csv"),
                wrong.text("breaks.csv").contains("balance_equation,ACC/1,1/1,EUR,11000,11001,"));
        Imported cut = mt940(MT940.substring(0, MT940.indexOf(":62F:")), Map.of());
        assertFalse(cut.result.isSuccess());
        assertTrue(cut.text("rejects.csv").contains("day,10,0,closing_balance_missing,"));
        assertTrue(cut.text("breaks.csv").contains("closing_missing,"));
    }

    @Test
    public void keepsWhatCanBeReadAndListsTheRest() throws Exception {
        Imported found = csv("Date,Amount,Id\n2026-11-21,50.001,B1\n2026-11-21,1.00,=B2\n", Map.of());
        assertFalse(found.result.isSuccess());
        assertEquals(2, found.result.recordsProcessed());
        assertEquals(1, found.result.recordsFailed());
        assertTrue(found.text("rejects.csv"), found.text("rejects.csv").contains("day,2,12,amount_scale,"));
        assertTrue("formulas are harmless", found.text("canonical.csv").contains(",'=B2,"));
    }

    @Test
    public void refusesAWrongFileBeforeWorkStarts() {
        assertRefused("statement_unreadable", "ofx", MT940);
        assertRefused("statement_unreadable", "camt053", MT940);
        assertRefused("statement_unreadable", "mt940", "<Document/>");
        assertRefused("statement_unreadable", "camt053", "<!DOCTYPE a><Document/>");
        assertRefused("statement_unreadable", "mt940", "");
        TestRun swapped = run("mt940", MT940, Map.of("previousLines", "statements".getBytes(StandardCharsets.UTF_8)))
                .build();
        assertEquals(
                "previous_unreadable",
                assertThrows(OperationException.class, swapped::plan).code());
    }

    private static void assertRefused(String code, String format, String text) {
        TestRun run = run(format, text, Map.of()).build();
        assertEquals(
                code, assertThrows(format, OperationException.class, run::plan).code());
    }

    private static Imported mt940(String text, Map<String, byte[]> previous) throws Exception {
        return Imported.of(run("mt940", text, previous).build());
    }

    private static Imported csv(String text, Map<String, byte[]> previous) throws Exception {
        return csv(text, previous, ",");
    }

    private static Imported csv(String text, Map<String, byte[]> previous, String delimiter) throws Exception {
        return Imported.of(run("csv", text, previous)
                .text("csvColumns", "{\"booking_date\":\"Date\",\"amount\":\"Amount\",\"id\":\"Id\"}")
                .text("csvCurrency", "EUR")
                .text("csvDelimiter", delimiter.equals(";") ? "semicolon" : "comma")
                .build());
    }

    private static TestRunBuilder run(String format, String text, Map<String, byte[]> previous) {
        TestRunBuilder run = TestRun.of(new StatementImportOperation())
                .input("statement", FakeInputFile.of("day", "text/plain", text.getBytes(StandardCharsets.UTF_8)))
                .text("format", format);
        previous.forEach((parameter, bytes) -> run.input(parameter, FakeInputFile.of(parameter, "text/csv", bytes)));
        return run;
    }

    private record Imported(TestRun run, OperationResult result) {
        static Imported of(TestRun run) throws Exception {
            return new Imported(run, run.execute(run.plan()));
        }

        String text(String output) {
            return run.outputText(output);
        }

        Map<String, byte[]> previous() {
            return Map.of(
                    "previousLines", text("canonical.csv").getBytes(StandardCharsets.UTF_8),
                    "previousStatements", text("statements.csv").getBytes(StandardCharsets.UTF_8));
        }
    }
}
