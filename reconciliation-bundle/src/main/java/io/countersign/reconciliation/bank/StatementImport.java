package io.countersign.reconciliation.bank;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import io.countersign.reconciliation.reader.StatementFormat;
import io.countersign.reconciliation.statement.CsvTable;
import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.StatedBalance;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.StatementSink;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One import: reads the statement once, writes what is new behind what is known, and holds the balances against it. */
final class StatementImport implements StatementSink {
    /** Shown in the result; all stand in the outputs. */
    private static final int MESSAGES_MAX = 20;

    private static final List<String> REJECT_COLUMNS =
            List.of("file", "line", "column", "code", "reason", "rest_unread", "raw_digest");

    private final ExecutionContext context;
    private final InputFile source;
    private final Set<String> known;
    private final StatementsFile previousStatements;
    private final CsvTable canonical;
    private final CsvTable rejects;
    private final LineIdentity identity = new LineIdentity();
    private final Map<StatementKey, StatementSummary> statements = new LinkedHashMap<>();
    private final Map<String, BigInteger> newSums = new TreeMap<>();
    private final List<String> rejectMessages = new ArrayList<>();
    private long newLines;
    private long knownLines;
    private long rejectCount;
    private boolean restUnread;

    private StatementImport(
            ExecutionContext context,
            Set<String> known,
            StatementsFile previous,
            CsvTable canonical,
            CsvTable rejects) {
        this.context = context;
        this.source = context.input(StatementForm.STATEMENT);
        this.known = known;
        this.previousStatements = previous;
        this.canonical = canonical;
        this.rejects = rejects;
    }

    /** Runs in the working directory and publishes the files only when all are whole. */
    static OperationResult run(ExecutionContext context) throws IOException {
        Path work = context.workDirectory();
        Path canonicalFile = work.resolve(CanonicalFile.NAME);
        Path rejectsFile = work.resolve("rejects.csv");
        StatementImport running;
        try (CsvTable canonical = canonical(context, canonicalFile);
                CsvTable rejects = CsvTable.of(newFile(rejectsFile), REJECT_COLUMNS)) {
            running = new StatementImport(context, known(context), previousStatements(context), canonical, rejects);
            running.read();
        }
        return running.publish(canonicalFile, rejectsFile);
    }

    @Override
    public void line(StatementLine line) throws IOException {
        if (newLines + knownLines == CanonicalFile.LINES_MAX) {
            throw new OperationException(
                    "statement_too_large",
                    source.name() + " has more than " + CanonicalFile.LINES_MAX + " lines; split it by statement");
        }
        String lineIdentity = identity.of(line);
        boolean isKnown = known.contains(lineIdentity);
        statement(line.account(), line.statement(), line.currency()).add(line, isKnown);
        if (isKnown) {
            knownLines++;
            return;
        }
        newLines++;
        newSums.merge(line.currency(), BigInteger.valueOf(line.amountMinorUnits()), BigInteger::add);
        canonical.row(CanonicalFile.row(lineIdentity, line, source.sha256()));
    }

    @Override
    public void reject(Reject reject) throws IOException {
        rejectCount++;
        restUnread |= reject.restUnread();
        if (rejectMessages.size() < MESSAGES_MAX) {
            rejectMessages.add(reject.file() + ", line " + reject.line() + ": " + reject.reason());
        }
        rejects.row(List.of(
                reject.file(),
                Long.toString(reject.line()),
                Integer.toString(reject.column()),
                reject.code(),
                reject.reason(),
                Boolean.toString(reject.restUnread()),
                reject.rawDigest()));
    }

    @Override
    public void balance(StatedBalance balance) {
        statement(balance.account(), balance.statement(), balance.currency()).add(balance);
    }

    private StatementSummary statement(String account, String name, String currency) {
        return statements.computeIfAbsent(new StatementKey(account, name, currency), StatementSummary::new);
    }

    private void read() throws IOException {
        try (InputStream bytes = new CountingStream(source.open())) {
            StatementForm.reader(context.parameters()).read(source.name(), bytes, this, context::checkCancelled);
        }
        context.progress(source.sizeBytes(), source.sizeBytes());
    }

    private OperationResult publish(Path canonicalFile, Path rejectsFile) throws IOException {
        StatementFormat format = StatementForm.format(context.parameters());
        boolean balances = format == StatementFormat.CAMT053 || format == StatementFormat.MT940;
        List<StatementSummary> added = statements.values().stream()
                .filter(statement -> !previousStatements.isKnown(statement))
                .toList();
        BalanceContinuity continuity = new BalanceContinuity(previousStatements, balances);
        statements.values().forEach(continuity::check);
        List<ContinuityBreak> breaks = continuity.breaks();
        copy(canonicalFile, CanonicalFile.NAME, CsvTable.MEDIA_TYPE);
        copy(rejectsFile, "rejects.csv", CsvTable.MEDIA_TYPE);
        writeStatements(added);
        try (CsvTable table = CsvTable.of(context.output("breaks.csv", CsvTable.MEDIA_TYPE), ContinuityBreak.COLUMNS)) {
            for (ContinuityBreak one : breaks) {
                table.row(one.row());
            }
        }
        JsonObject summary = summary(added, breaks);
        try (OutputStream output = context.output("summary.json", "application/json")) {
            output.write(summary.toPrettyText().getBytes(StandardCharsets.UTF_8));
        }
        return result(breaks, summary);
    }

    private void writeStatements(List<StatementSummary> added) throws IOException {
        try (OutputStream output = context.output(StatementsFile.NAME, CsvTable.MEDIA_TYPE)) {
            CsvTable table = CsvTable.continuing(output, StatementsFile.COLUMNS);
            if (context.parameters().has(StatementImportOperation.PREVIOUS_STATEMENTS)) {
                copy(context.input(StatementImportOperation.PREVIOUS_STATEMENTS), output);
            } else {
                table.row(StatementsFile.COLUMNS);
            }
            for (StatementSummary statement : added) {
                table.row(StatementsFile.row(statement, source.sha256()));
            }
            table.flush();
        }
    }

    private OperationResult result(List<ContinuityBreak> breaks, JsonObject summary) {
        boolean unexplained = breaks.stream().anyMatch(one -> one.code().equals("balance_equation"));
        String message = newLines + " lines imported, " + knownLines + " known already, " + rejectCount + " rejected, "
                + breaks.size() + " breaks between balances";
        OperationResult.Builder result =
                rejectCount > 0 || unexplained ? OperationResult.failure(message) : OperationResult.success(message);
        rejectMessages.forEach(result::error);
        breaks.stream().limit(MESSAGES_MAX).forEach(one -> result.warning(one.code() + ": " + one.reason()));
        long read = newLines + knownLines;
        return result.records(read + rejectCount, read, rejectCount)
                .count("new", newLines)
                .count("known", knownLines)
                .count("breaks", breaks.size())
                .data(summary)
                .build();
    }

    private JsonObject summary(List<StatementSummary> added, List<ContinuityBreak> breaks) {
        JsonObject.Builder sums = Json.object();
        newSums.forEach((currency, sum) -> sums.put(currency, sum.toString()));
        Map<String, Long> codes = new TreeMap<>();
        breaks.forEach(one -> codes.merge(one.code(), 1L, Long::sum));
        JsonObject.Builder counts = Json.object();
        codes.forEach((code, count) -> counts.put(code, (long) count));
        return Json.object()
                .put("version", StatementImportOperation.VERSION)
                .put("file", source.name())
                .put("sha256", source.sha256())
                .put("format", StatementForm.format(context.parameters()).key())
                .put("newLines", newLines)
                .put("knownLines", knownLines)
                .put("rejects", rejectCount)
                .put("restUnread", restUnread)
                .put("newSumMinorUnits", sums.build())
                .put("breaks", counts.build())
                .put("statements", (long) statements.size())
                .put(
                        "newStatements",
                        added.stream()
                                .limit(MESSAGES_MAX)
                                .map(StatementSummary::toJson)
                                .toList())
                .build();
    }

    /** Begins with what was imported before, byte for byte. */
    private static CsvTable canonical(ExecutionContext context, Path file) throws IOException {
        if (!context.parameters().has(StatementImportOperation.PREVIOUS_LINES)) {
            return CsvTable.of(newFile(file), CanonicalFile.COLUMNS);
        }
        OutputStream lines = newFile(file);
        copy(context.input(StatementImportOperation.PREVIOUS_LINES), lines);
        return CsvTable.continuing(lines, CanonicalFile.COLUMNS);
    }

    private static OutputStream newFile(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file));
    }

    private static Set<String> known(ExecutionContext context) throws IOException {
        return context.parameters().has(StatementImportOperation.PREVIOUS_LINES)
                ? CanonicalFile.identities(
                        context.input(StatementImportOperation.PREVIOUS_LINES), context::checkCancelled)
                : Set.of();
    }

    private static StatementsFile previousStatements(ExecutionContext context) throws IOException {
        return context.parameters().has(StatementImportOperation.PREVIOUS_STATEMENTS)
                ? StatementsFile.read(context.input(StatementImportOperation.PREVIOUS_STATEMENTS))
                : StatementsFile.empty();
    }

    private static void copy(InputFile file, OutputStream output) throws IOException {
        try (InputStream bytes = file.open()) {
            bytes.transferTo(output);
        }
    }

    private void copy(Path file, String name, String mediaType) throws IOException {
        try (OutputStream output = context.output(name, mediaType)) {
            Files.copy(file, output);
        }
    }

    /** Reports progress in bytes. */
    private final class CountingStream extends FilterInputStream {
        private long bytesRead;

        CountingStream(InputStream stream) {
            super(stream);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            bytesRead += Math.max(read, 0);
            context.progress(Math.min(bytesRead, source.sizeBytes()), source.sizeBytes());
            return read;
        }
    }
}
