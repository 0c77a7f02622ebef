package io.countersign.reconciliation.bank;

import io.countersign.api.money.Money;
import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.reader.StatementReaders;
import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.CsvField;
import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.StatedBalance;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.StatementSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** canonical.csv: every imported movement once, in one shape whatever the bank's format. */
final class CanonicalFile {
    static final String NAME = "canonical.csv";

    /** Identities are held in memory while importing. */
    static final int LINES_MAX = 1_000_000;

    static final List<String> COLUMNS = List.of(
            "identity",
            "account",
            "statement",
            "line",
            "id",
            "references",
            "value_date",
            "booking_date",
            "amount_minor_units",
            "amount",
            "currency",
            "counterparty",
            "description",
            "group_key",
            "fee_minor_units",
            "reversal",
            "raw_digest",
            "source_sha256");

    private CanonicalFile() {}

    static List<String> row(String identity, StatementLine line, String sourceSha256) {
        return List.of(
                identity,
                line.account(),
                line.statement(),
                Long.toString(line.line()),
                line.id(),
                references(line.references()),
                Objects.toString(line.valueDate(), ""),
                Objects.toString(line.bookingDate(), ""),
                Long.toString(line.amountMinorUnits()),
                Money.ofMinor(line.amountMinorUnits(), line.currency()).decimalText(),
                line.currency(),
                line.counterparty(),
                line.description(),
                line.groupKey(),
                Objects.toString(line.feeMinorUnits(), ""),
                Boolean.toString(line.reversal()),
                line.rawDigest(),
                sourceSha256);
    }

    /**
     * Identities of an earlier canonical.csv.
     *
     * @throws OperationException {@code previous_unreadable} when it is not what this operation wrote
     */
    static Set<String> identities(InputFile file, Runnable cancellation) throws IOException {
        requireHeader(file, COLUMNS);
        Set<String> identities = new HashSet<>();
        CsvDialect dialect = CsvDialect.builder()
                .amountsInMinorUnits()
                .column(CsvField.ID, "identity")
                .column(CsvField.AMOUNT, "amount_minor_units")
                .column(CsvField.CURRENCY, "currency")
                .build();
        try (InputStream bytes = file.open()) {
            StatementReaders.csv(dialect)
                    .read(file.name(), bytes, new IdentitySink(file.name(), identities), cancellation);
        }
        return identities;
    }

    /** @throws OperationException {@code previous_unreadable} when the file does not start with that header */
    static void requireHeader(InputFile file, List<String> columns) throws IOException {
        byte[] header = (String.join(",", columns) + "\r\n").getBytes(StandardCharsets.UTF_8);
        try (InputStream bytes = file.open()) {
            if (!Arrays.equals(header, bytes.readNBytes(header.length))) {
                throw new OperationException(
                        "previous_unreadable",
                        file.name() + " does not start with the header " + String.join(",", columns)
                                + "; give the output of an earlier import as it was written");
            }
        }
    }

    /** References separated by {@code |}; that sign and the backslash are led by a backslash inside one. */
    private static String references(List<String> references) {
        return String.join(
                "|",
                references.stream()
                        .map(reference -> reference.replace("\\", "\\\\").replace("|", "\\|"))
                        .toList());
    }

    /** Collects identities and refuses what is none. */
    private record IdentitySink(String file, Set<String> identities) implements StatementSink {

        @Override
        public void line(StatementLine line) {
            if (!line.id().matches("[0-9a-f]{32}") || !identities.add(line.id())) {
                throw new OperationException(
                        "previous_unreadable",
                        file + ", line " + line.line() + ": '" + line.id() + "' is no identity or stands there twice");
            }
            if (identities.size() > LINES_MAX) {
                throw new OperationException(
                        "previous_too_large",
                        file + " has more than " + LINES_MAX + " lines; start a new one for each year");
            }
        }

        @Override
        public void reject(Reject reject) {
            throw new OperationException(
                    "previous_unreadable", file + ", line " + reject.line() + ": " + reject.reason());
        }

        @Override
        public void balance(StatedBalance balance) {
            throw new IllegalStateException("CSV states no balances");
        }
    }
}
