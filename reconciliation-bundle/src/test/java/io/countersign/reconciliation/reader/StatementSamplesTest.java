package io.countersign.reconciliation.reader;

import static org.junit.Assert.assertEquals;

import io.countersign.reconciliation.statement.StatementReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

/** Files as banks send them, and every line they must become. */
public class StatementSamplesTest {

    @Test
    public void readsCamt053Version02() throws IOException {
        assertFound(
                StatementReaders.camt053(),
                "camt053-v02.xml",
                """
                19 DE02120300000000202051 2026-226 id=2026112200000001 [STRIPE-PO-1, M1, 2026112200000001, 1] v=2026-11-22 b=2026-11-22 50000 EUR <STRIPE PAYMENTS EUROPE> 'Payout November & more' group= fee=-
                52 DE02120300000000202051 2026-226 id= [SAL-1, 2026112200000002] v=2026-11-23 b=2026-11-22 -10000 EUR <Ada> '' group=2026112200000002 fee=-
                57 DE02120300000000202051 2026-226 id= [SAL-2, 2026112200000002] v=2026-11-23 b=2026-11-22 -2345 EUR <Grace> '' group=2026112200000002 fee=-
                65 DE02120300000000202051 2026-226 id= [] v=2026-11-22 b=2026-11-22 1000 EUR <> 'RETURN OF DIRECT DEBIT' group= fee=125 reversal
                """,
                """
                10 OPENING DE02120300000000202051 2026-226 2026-11-21 100000 EUR
                14 CLOSING DE02120300000000202051 2026-226 2026-11-22 138655 EUR
                """,
                "");
    }

    @Test
    public void readsCamt053Version08() throws IOException {
        assertFound(
                StatementReaders.camt053(),
                "camt053-v08.xml",
                """
                24 0012345678 S8 id=BANK-1 [E2E-1, 8a562c67-ca16-48ba-b074-65581be6f001, TX-1, BANK-1, RF18539007547034] v=2026-11-22 b=2026-11-22 -45670 BHD <Bahrain Supplies W.L.L.> 'Invoice 7' group= fee=200
                """,
                """
                8 OPENING 0012345678 S8 2026-11-22 0 BHD
                20 CLOSING 0012345678 S8 2026-11-22 -45670 BHD
                """,
                "53:0 not_booked\n");
    }

    @Test
    public void readsEveryCamt053VersionFrom02To13AndNoOther() throws IOException {
        String v8 = new String(ReadStatement.sample("camt053-v08.xml"), StandardCharsets.UTF_8);
        String expected = ReadStatement.of(StatementReaders.camt053(), v8).linesText();
        for (int version = 2; version <= 13; version++) {
            String other = v8.replace("camt.053.001.08", String.format("camt.053.001.%02d", version));
            assertEquals(
                    expected,
                    ReadStatement.of(StatementReaders.camt053(), other).linesText());
        }
        for (String other : List.of("camt.053.001.01", "camt.053.001.14", "camt.052.001.08", "pain.001.001.09")) {
            ReadStatement found = ReadStatement.of(StatementReaders.camt053(), v8.replace("camt.053.001.08", other));
            assertEquals(other, "", found.linesText());
            assertEquals(other, "xml_unexpected", found.rejects().get(0).code());
        }
    }

    @Test
    public void readsMt940InItsEnvelopeWithGermanSubfieldsAndCodes() throws IOException {
        assertFound(
                StatementReaders.mt940(StandardCharsets.UTF_8),
                "mt940-envelope.sta",
                """
                6 12030000/202051 226/1 id=2026112200000001 [STRIPE-PO-1, 2026112200000001] v=2026-12-31 b=2027-01-02 50000 EUR <STRIPE PAYMENTS EUROPE> 'Payout November' group= fee=-
                9 12030000/202051 226/1 id= [] v=2026-12-31 b=- -12345 EUR <> 'plain words of the bank over two lines' group= fee=150
                13 12030000/202051 226/1 id=R1 [R1] v=2026-12-31 b=2026-12-31 1000 EUR <> '' group= fee=- reversal
                14 12030000/202051 226/1 id= [INV-9, REVERSED] v=2026-12-31 b=2026-12-31 -550 EUR <Example B.V.> 'Reversal of payment' group= fee=- reversal
                """,
                """
                5 OPENING 12030000/202051 226/1 2026-12-31 100000 EUR
                16 CLOSING 12030000/202051 226/1 2026-12-31 138105 EUR
                """,
                "");
    }

    @Test
    public void readsMt940WithoutEnvelopeAndRejectsWhatIsNone() throws IOException {
        assertFound(
                StatementReaders.mt940(StandardCharsets.UTF_8),
                "mt940-plain.sta",
                """
                8 517852257 19321/1 id= [] v=2011-05-13 b=2011-05-13 1000 JPY <QASD JGRED> 'Dit zijn de omschrijvingsregels' group= fee=-
                """,
                """
                7 OPENING 517852257 19321/1 2011-05-13 -9000 JPY
                10 CLOSING 517852257 19321/1 2011-05-13 -8000 JPY
                15 OPENING 517852257 19322/1 2011-05-13 -8000 JPY
                """,
                """
                16:1 amount_scale
                17:1 date_format
                18:1 movement_format
                19:0 closing_balance_missing
                """);
    }

    @Test
    public void readsOfxInSgml() throws IOException {
        assertFound(
                StatementReaders.ofx(),
                "bank-v102.ofx",
                """
                39 999988 20261101-20261130 id=20261122-1 [R-1] v=2026-11-23 b=2026-11-22 123456 USD <STRIPE> 'TRANSFER ST-A1B2C3 AT&T' group= fee=-
                49 999988 20261101-20261130 id=00003 [1025] v=- b=2026-11-24 -20000 USD <Landlord> '' group= fee=-
                """,
                "65 CLOSING 999988 20261101-20261130 2026-11-30 103456 USD\n",
                "");
    }

    @Test
    public void readsOfxInXml() throws IOException {
        assertFound(
                StatementReaders.ofx(),
                "card-v211.ofx",
                """
                15 4111 20261101-20261130 id=c1 [] v=- b=2026-11-10 -4560 CAD <Café Zoë> '' group= fee=-
                23 4111 20261101-20261130 id=c2 [] v=- b=2026-11-11 -1000 EUR <Abroad> '' group= fee=-
                """,
                "32 CLOSING 4111 20261101-20261130 2026-11-30 -4560 CAD\n",
                "");
    }

    private static void assertFound(
            StatementReader reader, String sample, String lines, String balances, String rejects) throws IOException {
        ReadStatement found = ReadStatement.of(reader, ReadStatement.sample(sample));
        assertEquals(lines, found.linesText());
        assertEquals(balances, found.balancesText());
        assertEquals(rejects, found.rejectsText());
    }
}
