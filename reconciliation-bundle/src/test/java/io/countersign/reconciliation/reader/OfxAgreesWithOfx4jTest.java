package io.countersign.reconciliation.reader;

import static org.junit.Assert.assertEquals;

import com.webcohesion.ofx4j.domain.data.ResponseEnvelope;
import com.webcohesion.ofx4j.domain.data.ResponseMessage;
import com.webcohesion.ofx4j.domain.data.ResponseMessageSet;
import com.webcohesion.ofx4j.domain.data.banking.BankStatementResponseTransaction;
import com.webcohesion.ofx4j.domain.data.common.StatementResponse;
import com.webcohesion.ofx4j.domain.data.common.Transaction;
import com.webcohesion.ofx4j.domain.data.creditcard.CreditCardStatementResponseTransaction;
import com.webcohesion.ofx4j.io.AggregateUnmarshaller;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.Before;
import org.junit.Test;

/**
 * Our reader and ofx4j see the same movements in every well-formed file. ofx4j itself is not used to read: it loses the
 * rest of a file behind a bare ampersand, takes an empty element for an aggregate, overflows the stack on nesting, and
 * tells no line.
 */
public class OfxAgreesWithOfx4jTest {
    private static final int FILES = 60;
    /** Held, or the logging would forget its level. */
    private static final Logger LOGGER = Logger.getLogger("com.webcohesion.ofx4j");

    @Before
    public void silenceOfx4j() {
        LOGGER.setLevel(Level.OFF);
    }

    @Test
    public void agreesOnTheSamples() throws Exception {
        assertAgrees(new String(ReadStatement.sample("bank-v102.ofx"), StandardCharsets.UTF_8));
        // Ofx4j fails on an empty element in XML.
        assertAgrees(new String(ReadStatement.sample("card-v211.ofx"), StandardCharsets.UTF_8).replace("<MEMO/>", ""));
    }

    @Test
    public void agreesOnGeneratedFiles() throws Exception {
        Random random = new Random(20261122);
        for (int i = 0; i < FILES; i++) {
            assertAgrees(file(random, i % 2 == 0));
        }
    }

    private static void assertAgrees(String file) throws Exception {
        List<String> ours = ReadStatement.of(StatementReaders.ofx(), file).lines().stream()
                .map(line -> line.id() + " " + line.amountMinorUnits() + " " + line.bookingDate() + " "
                        + line.counterparty() + " " + line.description())
                .toList();
        assertEquals(ofx4j(file), ours);
    }

    private static List<String> ofx4j(String file) throws Exception {
        ResponseEnvelope envelope =
                new AggregateUnmarshaller<>(ResponseEnvelope.class).unmarshal(new StringReader(file));
        List<String> movements = new ArrayList<>();
        for (ResponseMessageSet set : envelope.getMessageSets()) {
            for (ResponseMessage message : set.getResponseMessages()) {
                StatementResponse statement = null;
                if (message instanceof BankStatementResponseTransaction bank) {
                    statement = bank.getMessage();
                } else if (message instanceof CreditCardStatementResponseTransaction card) {
                    statement = card.getMessage();
                }
                if (statement != null) {
                    statement.getTransactionList().getTransactions().forEach(one -> movements.add(movement(one)));
                }
            }
        }
        return movements;
    }

    private static String movement(Transaction one) {
        String name =
                one.getName() == null && one.getPayee() != null ? one.getPayee().getName() : one.getName();
        return one.getId() + " " + one.getBigDecimalAmount().movePointRight(2).longValueExact() + " "
                + one.getDatePosted().toInstant().atOffset(ZoneOffset.UTC).toLocalDate() + " "
                + Objects.requireNonNullElse(name, "") + " "
                + Objects.requireNonNullElse(one.getMemo(), "");
    }

    private static String file(Random random, boolean sgml) {
        StringBuilder file = new StringBuilder(
                sgml
                        ? "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
                        : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n");
        file.append("<OFX><SIGNONMSGSRSV1><SONRS><STATUS>");
        element(file, sgml, "CODE", "0");
        element(file, sgml, "SEVERITY", "INFO");
        file.append("</STATUS>");
        element(file, sgml, "DTSERVER", "20261122");
        element(file, sgml, "LANGUAGE", "ENG");
        file.append("</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS>");
        element(file, sgml, "TRNUID", "1");
        file.append("<STATUS>");
        element(file, sgml, "CODE", "0");
        element(file, sgml, "SEVERITY", "INFO");
        file.append("</STATUS><STMTRS>");
        element(file, sgml, "CURDEF", "USD");
        file.append("<BANKACCTFROM>");
        element(file, sgml, "BANKID", "1");
        element(file, sgml, "ACCTID", "2");
        element(file, sgml, "ACCTTYPE", "CHECKING");
        file.append("</BANKACCTFROM><BANKTRANLIST>");
        element(file, sgml, "DTSTART", "20261101");
        element(file, sgml, "DTEND", "20261130");
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            transaction(file, sgml, random, i);
        }
        file.append("</BANKTRANLIST><LEDGERBAL>");
        element(file, sgml, "BALAMT", "1.00");
        element(file, sgml, "DTASOF", "20261130");
        return file.append("</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n")
                .toString();
    }

    private static void transaction(StringBuilder file, boolean sgml, Random random, int number) {
        file.append("<STMTTRN>");
        element(file, sgml, "TRNTYPE", random.nextBoolean() ? "DEBIT" : "CREDIT");
        element(file, sgml, "DTPOSTED", "202611" + (10 + random.nextInt(20)) + (random.nextBoolean() ? "120000" : ""));
        element(
                file,
                sgml,
                "TRNAMT",
                (random.nextBoolean() ? "-" : "") + random.nextInt(1_000_000) + "." + (10 + random.nextInt(90)));
        element(file, sgml, "FITID", "F" + number);
        element(file, sgml, "NAME", random.nextBoolean() ? "Plain" : "A &amp; B &lt;c&gt;");
        if (random.nextBoolean()) {
            element(file, sgml, "MEMO", "memo " + random.nextInt(100));
        }
        file.append("</STMTTRN>");
    }

    private static void element(StringBuilder file, boolean sgml, String name, String value) {
        file.append('<').append(name).append('>').append(value);
        file.append(sgml ? "\n" : "</" + name + ">");
    }
}
