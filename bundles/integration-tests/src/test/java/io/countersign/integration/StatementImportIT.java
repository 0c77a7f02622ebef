package io.countersign.integration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Statements in XML, read with the parser that the container has: it wires others than a plain JVM. */
public final class StatementImportIT {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final String NAME = "bank.statement-import";
    private static final String CAMT053 =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
              <BkToCstmrStmt>
                <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-22T18:00:00Z</CreDtTm></GrpHdr>
                <Stmt>
                  <Id>2026-325</Id>
                  <Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>
                  <Bal>
                    <Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>
                    <Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-21</Dt></Dt>
                  </Bal>
                  <Bal>
                    <Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>
                    <Amt Ccy="EUR">1330.44</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-22</Dt></Dt>
                  </Bal>
            %s%s    </Stmt>
              </BkToCstmrStmt>
            </Document>
            """
                    .formatted(
                            entry("1250.43", "CRDT", "BANK-1", "Grüße &amp; Söhne"),
                            entry("19.99", "DBIT", "BANK-2", "Fee"));

    private static Workflow workflow;

    @BeforeClass
    public static void start() {
        workflow = new Workflow(TestPlatforms.shared());
    }

    @Test
    public void importsAStatementInCamt053() throws IOException {
        Path file = write("statement.xml", CAMT053);

        String id = submit(file);
        JsonObject ended = workflow.await(id, "COMPLETED");

        assertEquals(
                "2 lines imported, 0 known already, 0 rejected, 0 breaks between balances",
                ended.object("result").text("message"));
        List<List<String>> rows = workflow.download(id, "canonical.csv")
                .text()
                .lines()
                .skip(1)
                .map(row -> List.of(row.split(",", -1)))
                .toList();
        assertEquals(List.of("DE02120300000000202051", "2026-325"), rows.get(0).subList(1, 3));
        assertEquals(
                List.of("2026-11-22", "2026-11-22", "125043", "1250.43", "EUR"),
                rows.get(0).subList(6, 11));
        assertTrue(rows.get(0).toString(), rows.get(0).get(12).contains("Grüße & Söhne"));
        assertEquals("-1999", rows.get(1).get(8));
        assertEquals(
                "what it came from",
                ExecutionEvidence.sha256(Files.readAllBytes(file)),
                rows.get(1).get(rows.get(1).size() - 1));
        assertEquals(2, rows.size());
        String statements = workflow.download(id, "statements.csv").text();
        assertTrue(
                statements,
                statements.contains("DE02120300000000202051,2026-325,EUR,2026-11-21,10000,2026-11-22,133044,2,"));
        assertEquals(1, workflow.download(id, "rejects.csv").text().lines().count());
        new ExecutionEvidence(workflow, id)
                .assertComplete(Set.of("canonical.csv", "statements.csv", "rejects.csv", "breaks.csv", "summary.json"));
    }

    @Test
    public void opensNothingThatADocumentTypeNames() throws IOException {
        Path file = write(
                "hostile.xml",
                CAMT053.replace(
                                "<Document ",
                                "<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<Document ")
                        .replace("BANK-1", "&x;"));

        String id = submit(file);
        JsonObject failure = workflow.await(id, "FAILED").object("failure");

        assertEquals("statement_unreadable", failure.text("code"));
        assertTrue(failure.toText(), failure.text("message").contains("a document type (<!DOCTYPE); remove it"));
    }

    private static String submit(Path file) {
        return workflow.submit(
                NAME,
                Json.object()
                        .put("statement", workflow.upload(file, "application/xml"))
                        .put("format", "camt053")
                        .build());
    }

    private static Path write(String name, String text) throws IOException {
        return Files.writeString(FOLDER.getRoot().toPath().resolve(name), text);
    }

    private static String entry(String amount, String indicator, String reference, String words) {
        return """
                  <Ntry>
                    <Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
                    <BookgDt><Dt>2026-11-22</Dt></BookgDt><ValDt><Dt>2026-11-22</Dt></ValDt>
                    <AcctSvcrRef>%s</AcctSvcrRef>
                    <NtryDtls><TxDtls><RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls>
                  </Ntry>
            """
                .formatted(amount, indicator, reference, words);
    }
}
