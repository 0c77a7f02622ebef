package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.reader.GuardedXmlText.RefusedXmlException;
import io.countersign.reconciliation.statement.ShownText;
import io.countersign.reconciliation.statement.StatedBalance;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.StatementReader;
import io.countersign.reconciliation.statement.StatementSink;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads bank to customer statements, camt.053.001 of ISO 20022 in the versions 02 to 13. One entry is held at a time.
 * What differs between versions is where a few texts stand; both places are looked at.
 */
final class Camt053StatementReader implements StatementReader {
    private static final Pattern NAMESPACE =
            Pattern.compile("urn:iso:std:iso:20022:tech:xsd:camt\\.053\\.001\\.(\\d{2})");
    private static final int VERSION_MIN = 2;
    private static final int VERSION_MAX = 13;

    @Override
    public void read(String file, InputStream bytes, StatementSink sink, Runnable cancellation) throws IOException {
        Findings findings = new Findings(file, sink, cancellation);
        GuardedXmlText text;
        try {
            text = GuardedXmlText.of(bytes, cancellation);
        } catch (UnreadableTextException e) {
            findings.rejectRest(1, 1, e.code(), e.reason());
            return;
        }
        new Reading(text, findings).run();
    }

    /** The JDK's own parser, whatever else is deployed beside us; it resolves nothing. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /** The reading of one file. */
    private static final class Reading {
        private final GuardedXmlText text;
        private final Findings findings;
        private boolean anyStatement;
        private String account = "";
        private String statement = "";
        private boolean opened;

        Reading(GuardedXmlText text, Findings findings) {
            this.text = text;
            this.findings = findings;
        }

        void run() throws IOException {
            CamtNodes nodes;
            try {
                nodes = new CamtNodes(factory().createXMLStreamReader(text));
            } catch (XMLStreamException e) {
                broken(1, 1, e);
                return;
            }
            try {
                while (nodes.next() != XMLStreamConstants.END_DOCUMENT) {
                    if (nodes.isStart()) {
                        element(nodes);
                    }
                }
                if (!anyStatement) {
                    findings.rejectRest(1, 0, "empty_file", "the file has no element Stmt; it is no camt.053");
                }
            } catch (UnreadableTextException e) {
                findings.rejectRest(nodes.line(), nodes.column(), e.code(), e.reason());
            } catch (XMLStreamException e) {
                broken(nodes.line(), nodes.column(), e);
            }
        }

        private void element(CamtNodes nodes) throws IOException, XMLStreamException, UnreadableTextException {
            int depth = nodes.depth();
            String name = nodes.name();
            if (depth == 1) {
                requireVersion(name, nodes.namespace());
            } else if (depth == 2 && !name.equals("BkToCstmrStmt")) {
                throw new UnreadableTextException(
                        "xml_unexpected", "the document holds " + ShownText.of(name) + " instead of BkToCstmrStmt");
            } else if (depth == 3 && name.equals("Stmt")) {
                anyStatement = true;
                account = "";
                statement = "";
                opened = false;
            } else if (depth == 3) {
                nodes.skip();
            } else if (depth == 4) {
                partOfStatement(nodes, name);
            }
        }

        private void partOfStatement(CamtNodes nodes, String name)
                throws IOException, XMLStreamException, UnreadableTextException {
            switch (name) {
                case "Id" -> statement = nodes.read().text();
                case "Acct" -> account = nodes.read().text("Id/IBAN", "Id/Othr/Id");
                case "Bal" -> balance(nodes.read());
                case "Ntry" -> entry(nodes.read());
                default -> nodes.skip();
            }
        }

        private void balance(XmlNode balance) throws IOException {
            String type = balance.text("Tp/CdOrPrtry/Cd");
            StatedBalance.Kind kind =
                    switch (type) {
                        case "OPBD", "PRCD" -> StatedBalance.Kind.OPENING;
                        case "CLBD" -> StatedBalance.Kind.CLOSING;
                        // Interim, available and forward balances tell nothing about the lines of this statement.
                        default -> null;
                    };
            // Some banks state the previous closing balance and the opening balance, which are the same.
            if (kind == null || (kind == StatedBalance.Kind.OPENING && opened)) {
                return;
            }
            try {
                XmlNode amount = CamtAmounts.amount(balance);
                LocalDate date = CamtAmounts.date(balance, "Dt");
                if (date == null) {
                    throw new UnreadableTextException("date_format", "the balance " + type + " has no date");
                }
                long signed = CamtAmounts.signed(amount, balance.text("CdtDbtInd"));
                opened |= kind == StatedBalance.Kind.OPENING;
                findings.balance(
                        new StatedBalance(balance.line(), kind, account, statement, date, signed, amount.currency()));
            } catch (UnreadableTextException e) {
                findings.reject(balance.line(), 0, e, balance.digest());
            }
        }

        private void entry(XmlNode entry) throws IOException {
            try {
                for (StatementLine line : new CamtEntry(account, statement, entry).lines()) {
                    findings.line(line);
                }
            } catch (UnreadableTextException e) {
                findings.reject(entry.line(), 0, e, entry.digest());
            }
        }

        private static void requireVersion(String root, @Nullable String namespace) throws UnreadableTextException {
            Matcher version = NAMESPACE.matcher(namespace == null ? "" : namespace);
            int number = version.matches() ? Integer.parseInt(version.group(1)) : 0;
            if (!root.equals("Document") || number < VERSION_MIN || number > VERSION_MAX) {
                throw new UnreadableTextException(
                        "xml_unexpected",
                        "the root is " + ShownText.of(root) + " of namespace " + ShownText.of(String.valueOf(namespace))
                                + "; expected Document of camt.053.001.02 to .13");
            }
        }

        /** Rejects what the file is to blame for; a fault of the disk is thrown on. */
        private void broken(long line, int column, XMLStreamException fault) throws IOException {
            Throwable cause = fault.getNestedException();
            if (cause instanceof RefusedXmlException refused) {
                findings.rejectRest(line, column, refused.code(), String.valueOf(refused.getMessage()));
            } else if (cause instanceof CharacterCodingException) {
                findings.rejectRest(
                        line, column, "encoding", "bytes near here are no text in the encoding the file declares");
            } else if (cause instanceof IOException failure) {
                throw failure;
            } else {
                String message = String.valueOf(fault.getMessage()).replaceFirst("(?s).*\nMessage: ", "");
                findings.rejectRest(line, column, "xml_malformed", "the XML is broken: " + ShownText.of(message));
            }
        }
    }
}
