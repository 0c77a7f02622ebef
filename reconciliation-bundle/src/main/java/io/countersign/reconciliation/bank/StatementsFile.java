package io.countersign.reconciliation.bank;

import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.statement.CsvTable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** statements.csv: every imported statement once with its balances; the next import goes on from there. */
final class StatementsFile {
    static final String NAME = "statements.csv";
    static final long SIZE_BYTES_MAX = 16L << 20;

    static final List<String> COLUMNS = List.of(
            "account",
            "statement",
            "currency",
            "opening_date",
            "opening_minor_units",
            "closing_date",
            "closing_minor_units",
            "lines",
            "sum_minor_units",
            "source_sha256");

    /** How many columns say which statement it is; the source does not. */
    private static final int IDENTIFYING_COLUMNS = COLUMNS.size() - 1;

    private final Set<List<String>> known = new HashSet<>();
    private final Map<String, Closing> lastClosing = new HashMap<>();

    /** Where an account in one currency stood at the end of its latest statement. */
    record Closing(LocalDate date, long amountMinorUnits) {}

    private StatementsFile() {}

    /** Nothing was imported before. */
    static StatementsFile empty() {
        return new StatementsFile();
    }

    /**
     * Reads what an earlier import wrote.
     *
     * @throws OperationException {@code previous_unreadable}, naming the line
     */
    static StatementsFile read(InputFile file) throws IOException {
        CanonicalFile.requireHeader(file, COLUMNS);
        StatementsFile statements = new StatementsFile();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setSkipHeaderRecord(true)
                .setHeader()
                .get();
        try (Reader reader = new InputStreamReader(file.open(), StandardCharsets.UTF_8);
                CSVParser parser = CSVParser.parse(reader, format)) {
            for (CSVRecord row : parser) {
                statements.add(row);
            }
        } catch (UncheckedIOException | IllegalArgumentException | DateTimeException e) {
            throw new OperationException(
                    "previous_unreadable", file.name() + " is not what an earlier import wrote: " + e.getMessage(), e);
        }
        return statements;
    }

    static List<String> row(StatementSummary statement, String sourceSha256) {
        StatementKey key = statement.key();
        return List.of(
                key.account(),
                key.statement(),
                key.currency(),
                StatementSummary.date(statement.opening().orElse(null)),
                StatementSummary.amount(statement.opening().orElse(null)),
                StatementSummary.date(statement.closing().orElse(null)),
                StatementSummary.amount(statement.closing().orElse(null)),
                Long.toString(statement.lines()),
                statement.sum().toString(),
                sourceSha256);
    }

    /** Whether the very same statement was imported before, from whatever file. */
    boolean isKnown(StatementSummary statement) {
        return known.contains(row(statement, "").subList(0, IDENTIFYING_COLUMNS).stream()
                .map(CsvTable::harmless)
                .toList());
    }

    Optional<Closing> lastClosing(StatementKey key) {
        return Optional.ofNullable(lastClosing.get(chain(key.account(), key.currency())));
    }

    /** Goes on from the statement's closing balance; without one the chain is broken and starts anew. */
    void goOnFrom(StatementSummary statement) {
        String chain = chain(statement.key().account(), statement.key().currency());
        statement
                .closing()
                .ifPresentOrElse(
                        closing -> lastClosing.put(chain, new Closing(closing.date(), closing.amountMinorUnits())),
                        () -> lastClosing.remove(chain));
    }

    /** Accounts are compared as they are written, which makes formulas harmless only once. */
    private static String chain(String account, String currency) {
        return CsvTable.harmless(account) + '\n' + currency;
    }

    private void add(CSVRecord row) {
        if (!row.isConsistent()) {
            throw new IllegalArgumentException("record " + row.getRecordNumber() + " has " + row.size() + " values");
        }
        known.add(List.copyOf(row.toList().subList(0, IDENTIFYING_COLUMNS)));
        String chain = chain(row.get("account"), row.get("currency"));
        if (row.get("closing_date").isEmpty()) {
            lastClosing.remove(chain);
        } else {
            lastClosing.put(
                    chain,
                    new Closing(
                            LocalDate.parse(row.get("closing_date")), Long.parseLong(row.get("closing_minor_units"))));
        }
    }
}
