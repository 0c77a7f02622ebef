package io.countersign.reconciliation.reader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.reconciliation.statement.StatementReader;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.Test;

/** Files made to crash a reader, to fill its memory, or to make it fetch something. */
public class HostileStatementsTest {
    private static final String ROOT = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">";
    private static final long LARGE = 4L << 20;

    @Test
    public void refusesADocumentTypeBeforeAnythingElse() throws IOException {
        for (String doctype : List.of(
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE a SYSTEM \"http://localhost:1/a.dtd\">",
                "<!doctype a>")) {
            assertEquals("doctype", camt("<?xml version=\"1.0\"?>" + doctype + ROOT + "&x;</Document>"));
        }
        String ofx = "<?xml version=\"1.0\"?><!DOCTYPE OFX SYSTEM \"x\"><OFX></OFX>";
        assertEquals("doctype", codes(StatementReaders.ofx(), ofx));
    }

    @Test
    public void refusesEntitiesThatNobodyDefined() throws IOException {
        assertEquals("xml_malformed", camt(ROOT + "<BkToCstmrStmt>&x;</BkToCstmrStmt></Document>"));
    }

    @Test
    public void refusesXmlThatEndsOrBreaksAndSaysThatTheRestIsMissing() throws IOException {
        String sample = new String(ReadStatement.sample("camt053-v02.xml"), StandardCharsets.UTF_8);
        ReadStatement cut =
                ReadStatement.of(StatementReaders.camt053(), sample.substring(0, sample.indexOf("<!-- a batch")));
        assertEquals(1, cut.lines().size());
        assertTrue(cut.rejects().get(0).restUnread());
        assertEquals("xml_malformed", camt(sample.replaceFirst("</Ntry>", "</Entry>")));
        assertEquals("xml_malformed", camt(sample.replaceFirst("BOOK", "BO\u0000OK")));
        assertEquals("xml_malformed", camt("no xml at all"));
        assertEquals("empty_file", camt("  \n"));
        assertEquals("empty_file", camt(ROOT + "<BkToCstmrStmt/></Document>"));
    }

    @Test
    public void refusesXmlInMixedOrUnknownEncodings() throws IOException {
        byte[] sample = new String(ReadStatement.sample("camt053-v02.xml"), StandardCharsets.UTF_8)
                .replaceFirst("Grace", "Gr\u00e4ce")
                .getBytes(StandardCharsets.ISO_8859_1);
        ReadStatement mixed = ReadStatement.of(StatementReaders.camt053(), sample);
        assertEquals("encoding", mixed.rejects().get(0).code());
        assertEquals("encoding", camt("<?xml version=\"1.0\" encoding=\"IBM037\"?>" + ROOT + "</Document>"));
        byte[] utf16 = (ROOT + "</Document>").getBytes(StandardCharsets.UTF_16);
        assertEquals(
                "xml_malformed",
                ReadStatement.of(StatementReaders.camt053(), utf16)
                        .rejects()
                        .get(0)
                        .code());
    }

    @Test
    public void readsXmlInTheEncodingItDeclares() throws IOException {
        String latin = new String(ReadStatement.sample("camt053-v02.xml"), StandardCharsets.UTF_8)
                .replaceFirst("UTF-8", "ISO-8859-1")
                .replaceFirst("Grace", "Gr\u00e4ce");
        ReadStatement found = ReadStatement.of(StatementReaders.camt053(), latin.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("", found.rejectsText());
        assertEquals("Gr\u00e4ce", found.lines().get(2).counterparty());
    }

    @Test(timeout = 30_000)
    public void refusesNestingWithoutEnd() throws IOException {
        String inHeader = ROOT + "<BkToCstmrStmt><GrpHdr>";
        assertEquals("xml_too_deep", camt(new RepeatingInputStream(inHeader, "<a>", LARGE, "")));
        String inEntry = ROOT + "<BkToCstmrStmt><Stmt><Ntry>";
        assertEquals("xml_too_deep", camt(new RepeatingInputStream(inEntry, "<a>", LARGE, "")));
        String sgml = "OFXHEADER:100\n\n<OFX>";
        assertEquals("too_deep", codes(StatementReaders.ofx(), new RepeatingInputStream(sgml, "<PAYEE>", LARGE, "")));
        assertEquals(
                "unexpected_end", codes(StatementReaders.ofx(), new RepeatingInputStream(sgml, "<a>", 1 << 20, "")));
    }

    @Test(timeout = 60_000)
    public void holdsNoTagCommentTextOrFieldOfAnySize() throws IOException {
        String inStatement = ROOT + "<BkToCstmrStmt><Stmt>";
        assertEquals("markup_too_long", camt(new RepeatingInputStream(ROOT + "<a b=\"", "x", LARGE, "")));
        assertEquals("markup_too_long", camt(new RepeatingInputStream(ROOT + "<!--", " >", LARGE, "")));
        assertEquals("markup_too_long", camt(new RepeatingInputStream(ROOT + "<?a ", " >", LARGE, "")));
        assertEquals("markup_too_long", camt(new RepeatingInputStream(inStatement + "<Id><![CDATA[", " >", LARGE, "")));
        assertEquals("part_too_large", camt(new RepeatingInputStream(inStatement + "<Id>", "x", LARGE, "")));
        assertEquals(
                "line_too_long outside_field closing_balance_missing",
                codes(
                        StatementReaders.mt940(StandardCharsets.UTF_8),
                        new RepeatingInputStream(":20:A\n:61:", "x", LARGE, "\nmore")));
        assertEquals(
                "field_too_long closing_balance_missing",
                codes(
                        StatementReaders.mt940(StandardCharsets.UTF_8),
                        new RepeatingInputStream(":20:A\n:86:a\n", "x\n", 1 << 20, "")));
        String transaction = "OFXHEADER:100\n<OFX><CURDEF>USD<STMTTRN><TRNAMT>1.00<DTPOSTED>20261122";
        assertEquals(
                "too_long",
                codes(
                        StatementReaders.ofx(),
                        new RepeatingInputStream(transaction + "<NAME>", "x", LARGE / 4, "</STMTTRN></OFX>")));
        assertEquals(
                "too_long",
                codes(
                        StatementReaders.ofx(),
                        new RepeatingInputStream(transaction + "<NAME", "x", LARGE / 4, "></STMTTRN></OFX>")));
    }

    @Test
    public void readsTransactionsBehindADamagedOne() throws IOException {
        String sample = new String(ReadStatement.sample("bank-v102.ofx"), StandardCharsets.UTF_8);
        assertOfx(sample.replaceFirst("<TRNAMT>1234.56", "<TRNAMT>1234.567"), "39:0 amount_scale");
        assertOfx(sample.replaceFirst("<TRNAMT>1234.56", ""), "39:0 element_missing");
        assertOfx(sample.replaceFirst("<TRNAMT>1234.56", "<TRNAMT>1<TRNAMT>2"), "43:18 element_twice");
        assertOfx(sample.replaceFirst("</STMTTRN>", ""), "39:0 transaction_unclosed");
        assertOfx(sample.replaceFirst("20261122120000.000", "22.11.2026"), "39:0 date_format");
        assertOfx(sample.replaceFirst("STRIPE", "ST\u0000IPE"), "39:0 nul");
        assertOfx(sample.replaceFirst("<STMTTRN>", "<XMTTRN>"), "43:9 outside_transaction 48:1 transaction_unopened");
    }

    @Test
    public void takesEmptyElementsAndBareAmpersandsAsBanksWriteThem() throws IOException {
        String sample = new String(ReadStatement.sample("bank-v102.ofx"), StandardCharsets.UTF_8);
        ReadStatement found = ReadStatement.of(
                StatementReaders.ofx(),
                sample.replaceFirst("<NAME>STRIPE", "<NAME>").replaceFirst("AT&amp;T", "AT&T a < b &unknown;"));
        assertEquals("", found.rejectsText());
        assertEquals(
                "TRANSFER ST-A1B2C3 AT&T a < b &unknown;", found.lines().get(0).description());
    }

    @Test
    public void rejectsAFieldThatMt940DoesNotKnow() throws IOException {
        String sample = new String(ReadStatement.sample("mt940-envelope.sta"), StandardCharsets.UTF_8);
        ReadStatement found = ReadStatement.of(
                StatementReaders.mt940(StandardCharsets.UTF_8),
                sample.replaceFirst(":61:2612310102", ":71:2612310102"));
        assertEquals("6:1 tag_unknown\n", found.rejectsText());
        assertEquals(3, found.lines().size());
    }

    @Test
    public void saysWhenTheBankAnswersWithAnError() throws IOException {
        assertEquals(
                "status_error",
                codes(StatementReaders.ofx(), "OFXHEADER:100\n<OFX><STATUS><CODE>2000<SEVERITY>ERROR</STATUS></OFX>"));
    }

    @Test
    public void stopsWhenCancelled() throws IOException {
        assertStops(StatementReaders.csv(CsvStatementReaderTest.plain()), "Id,Date,Amount,Currency,Text\n", "x\n");
        assertStops(StatementReaders.camt053(), ROOT + "<BkToCstmrStmt><GrpHdr>", "<a/>\n");
        assertStops(StatementReaders.mt940(StandardCharsets.UTF_8), ":20:A\n", ":61:\n");
        assertStops(StatementReaders.ofx(), "<OFX>", "<STMTTRN></STMTTRN>");
    }

    @Test
    public void passesAFaultOfTheDiskOn() {
        for (StatementReader reader : List.of(
                StatementReaders.csv(CsvStatementReaderTest.plain()),
                StatementReaders.camt053(),
                StatementReaders.mt940(StandardCharsets.UTF_8),
                StatementReaders.ofx())) {
            InputStream failing =
                    new FilterInputStream(new ByteArrayInputStream(ROOT.getBytes(StandardCharsets.UTF_8))) {
                        private int reads;

                        @Override
                        public int read() throws IOException {
                            throw new IOException("disk");
                        }

                        @Override
                        public int read(byte[] buffer, int offset, int length) throws IOException {
                            if (++reads > 1) {
                                throw new IOException("disk");
                            }
                            return super.read(buffer, offset, length);
                        }
                    };
            IOException fault =
                    assertThrows(IOException.class, () -> reader.read("file", failing, new ReadStatement(), () -> {}));
            assertFalse(String.valueOf(fault.getMessage()), !"disk".equals(fault.getMessage()));
        }
    }

    private static void assertStops(StatementReader reader, String begin, String repeated) {
        InputStream endless = new RepeatingInputStream(begin, repeated, Long.MAX_VALUE / 2, "");
        int[] calls = new int[1];
        assertThrows(
                CancellationException.class,
                () -> reader.read("file", endless, new ReadStatement(), () -> {
                    if (++calls[0] > 10) {
                        throw new CancellationException();
                    }
                }));
    }

    private static void assertOfx(String text, String rejects) throws IOException {
        ReadStatement found = ReadStatement.of(StatementReaders.ofx(), text);
        assertEquals(rejects, found.rejectsText().strip().replace('\n', ' '));
        assertEquals("00003", found.lines().get(0).id());
        assertEquals(1, found.lines().size());
    }

    private static String camt(String text) throws IOException {
        return codes(StatementReaders.camt053(), text);
    }

    private static String camt(InputStream stream) throws IOException {
        return codes(StatementReaders.camt053(), stream);
    }

    private static String codes(StatementReader reader, String text) throws IOException {
        return codes(reader, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String codes(StatementReader reader, InputStream stream) throws IOException {
        return String.join(
                " ",
                ReadStatement.of(reader, stream).rejects().stream()
                        .map(reject -> reject.code())
                        .toList());
    }
}
