package io.countersign.reconciliation.reader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.CsvField;
import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.StatementLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

public class CsvStatementReaderTest {
    private static final String HEADER = "Id,Date,Amount,Currency,Text\n";

    @Test
    public void readsThePlainDialect() throws IOException {
        ReadStatement found =
                read(HEADER + "a1,2026-11-22,12.50,usd,coffee\r\n\na2,2026-11-23,-7,JPY,\"x \"\"y\"\", z\"");
        assertEquals(
                """
                2   id=a1 [] v=- b=2026-11-22 1250 USD <> 'coffee' group= fee=-
                4   id=a2 [] v=- b=2026-11-23 -7 JPY <> 'x "y", z' group= fee=-
                """,
                found.linesText());
        assertEquals("", found.rejectsText());
        assertEquals(
                RawDigest.of("a1,2026-11-22,12.50,usd,coffee".getBytes(StandardCharsets.UTF_8)),
                found.lines().get(0).rawDigest());
    }

    @Test
    public void readsAGermanBank() throws IOException {
        CsvDialect german = CsvDialect.builder()
                .delimiter(';')
                .decimalSign(',')
                .groupingSign('.')
                .datePattern("dd.MM.yy")
                .charset(StandardCharsets.ISO_8859_1)
                .preambleLines(2)
                .footerPrefix("Saldo")
                .currency("EUR")
                .column(CsvField.BOOKING_DATE, "Buchungstag")
                .column(CsvField.VALUE_DATE, "Valuta")
                .column(CsvField.COUNTERPARTY, "Empfänger")
                .column(CsvField.REFERENCE, "Kundenreferenz", "Mandat")
                .column(CsvField.AMOUNT, "Betrag")
                .column(CsvField.INDICATOR, "S/H")
                .build();
        byte[] file =
                """
                Umsätze;vom "1. November
                Konto;1
                Buchungstag;Valuta;Empfänger;Kundenreferenz;Mandat;Betrag;S/H
                22.11.26;23.11.26;Müller;E-1;;1.234,56;C
                23.11.26;;Jäger;;M-1;0,01;D

                Saldo;;;;;1.234,55
                """
                        .getBytes(StandardCharsets.ISO_8859_1);
        ReadStatement found = ReadStatement.of(StatementReaders.csv(german), file);
        assertEquals(
                """
                4   id= [E-1] v=2026-11-23 b=2026-11-22 123456 EUR <Müller> '' group= fee=-
                5   id= [M-1] v=- b=2026-11-23 -1 EUR <Jäger> '' group= fee=-
                """,
                found.linesText());
        assertEquals("", found.rejectsText());
    }

    @Test
    public void readsDebitAndCreditColumnsAndMinorUnits() throws IOException {
        CsvDialect dialect = CsvDialect.builder()
                .amountsInMinorUnits()
                .column(CsvField.DEBIT, "out")
                .column(CsvField.CREDIT, "in")
                .column(CsvField.CURRENCY, "cur")
                .column(CsvField.FEE, "fee")
                .column(CsvField.GROUP_KEY, "po")
                .build();
        ReadStatement found = ReadStatement.of(
                StatementReaders.csv(dialect),
                "po,in,out,cur,fee\np1,100,,eur,3\np2,,40,eur,\np3,1,1,eur,\np4,,,eur,\n");
        assertEquals(
                """
                2   id= [] v=- b=- 100 EUR <> '' group=p1 fee=3
                3   id= [] v=- b=- -40 EUR <> '' group=p2 fee=-
                """,
                found.linesText());
        assertEquals("4:4 amount_sign\n5:5 amount_format\n", found.rejectsText());
    }

    @Test
    public void rejectsEachBadRecordWithItsPlaceAndReadsOn() throws IOException {
        ReadStatement found = read(HEADER
                + "ok1,2026-11-22,1.00,USD,a\n"
                + "r3,22.11.2026,1.00,USD,a\n"
                + "r4,2026-11-22,1.234,USD,a\n"
                + "r5,2026-11-22,1.00,XYZ,a\n"
                + "r6,2026-11-22,1.00,USD\n"
                + "r7,2026-11-22,1.00,USD,a,b\n"
                + "r8,2026-11-22,1.00,USD,a\u0000b\n"
                + "\"r9\nsecond line\",2026-11-22,x,USD,a\n"
                + "\"r11\"z,2026-11-22,1.00,USD,a\n"
                + "r12,2026-11-22,1.00,USD,\"never closed\n"
                + "ok13,2026-11-22,1.00,USD,a\n");
        assertEquals(
                """
                3:4 date_format
                4:15 amount_scale
                5:20 currency
                6:20 columns
                7:26 columns
                8:0 nul
                10:25 amount_format
                11:6 quote_misplaced
                12:25 quote_unbalanced
                """,
                found.rejectsText());
        assertEquals(
                List.of("ok1", "ok13"),
                found.lines().stream().map(StatementLine::id).toList());
        assertTrue(
                found.rejects().stream().allMatch(reject -> reject.rawDigest().length() == 64));
        assertEquals(
                "'22.11.2026' is no date of the form yyyy-MM-dd",
                found.rejects().get(0).reason());
    }

    @Test
    public void rejectsTextInAnotherEncodingLineByLine() throws IOException {
        byte[] mixed = (HEADER + "1,2026-11-22,1.00,USD,é\n2,2026-11-22,1.00,USD,\u00ff\n3,2026-11-22,1.00,USD,é\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] broken = new String(mixed, StandardCharsets.ISO_8859_1)
                .replace("\u00c3\u00bf", "\u00ff")
                .getBytes(StandardCharsets.ISO_8859_1);
        ReadStatement found = ReadStatement.of(StatementReaders.csv(plain()), broken);
        assertEquals("3:0 encoding\n", found.rejectsText());
        assertEquals(2, found.lines().size());
    }

    @Test
    public void refusesAFileWithAnotherHeader() throws IOException {
        assertEquals("1:1 header and the rest\n", read("a,b\n1,2\n").rejectsText());
        assertEquals(
                "1:1 header and the rest\n",
                read("Id,Date,Amount,Amount,Currency,Text\n").rejectsText());
        assertEquals("1:0 empty_file and the rest\n", read("").rejectsText());
        assertEquals("1:4 header and the rest\n", read("Id,\"Date\n").rejectsText());
        Reject utf16 = ReadStatement.of(StatementReaders.csv(plain()), HEADER.getBytes(StandardCharsets.UTF_16))
                .rejects()
                .get(0);
        assertEquals("encoding", utf16.code());
    }

    @Test
    public void skipsTheByteOrderMark() throws IOException {
        assertEquals(1, read("\ufeff" + HEADER + "a,2026-11-22,1,USD,x").lines().size());
    }

    @Test
    public void rejectsWhatStandsBehindTheFooter() throws IOException {
        CsvDialect dialect = plainBuilder().footerPrefix("Total").build();
        ReadStatement found = ReadStatement.of(
                StatementReaders.csv(dialect), HEADER + "a,2026-11-22,1,USD,x\nTotal,1\n\nb,2026-11-22,1,USD,x\n");
        assertEquals(1, found.lines().size());
        assertEquals("5:0 after_footer\n", found.rejectsText());
    }

    @Test(timeout = 20_000)
    public void holdsNoMoreOfALineThanItsLimit() throws IOException {
        CsvDialect dialect = plainBuilder().recordBytesMax(1024).build();
        long manyBytes = 24L << 20;
        InputStream endless =
                new RepeatingInputStream(HEADER + "a,2026-11-22,1,USD,", "x", manyBytes, "\nb,2026-11-22,1,USD,y\n");
        ReadStatement found = ReadStatement.of(StatementReaders.csv(dialect), endless);
        assertEquals("2:0 record_too_long\n", found.rejectsText());
        assertEquals(64, found.rejects().get(0).rawDigest().length());
        assertEquals("b", found.lines().get(0).id());
        assertEquals(3, found.lines().get(0).line());
    }

    /** Lines that each open a quote when read alone and keep it open when read behind another would be read again and again. */
    @Test(timeout = 20_000)
    public void readsAFileMadeToBeReadAgainAndAgainInReasonableTime() throws IOException {
        for (String line : new String[] {"x\"y,\"\n", "\"\"\"\n", "\"\n", "\"a\"\"\",\"\n", ",\"\n"}) {
            InputStream hostile = new RepeatingInputStream(HEADER, line, 64L << 10, "");
            ReadStatement found = ReadStatement.of(StatementReaders.csv(plain()), hostile);
            assertTrue(line, found.rejects().size() > 500);
        }
    }

    static CsvDialect plain() {
        return plainBuilder().build();
    }

    private static CsvDialect.Builder plainBuilder() {
        return CsvDialect.builder()
                .column(CsvField.ID, "Id")
                .column(CsvField.BOOKING_DATE, "Date")
                .column(CsvField.AMOUNT, "Amount")
                .column(CsvField.CURRENCY, "Currency")
                .column(CsvField.DESCRIPTION, "Text");
    }

    private static ReadStatement read(String text) throws IOException {
        return ReadStatement.of(StatementReaders.csv(plain()), text);
    }
}
