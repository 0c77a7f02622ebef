package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.AmountText;
import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.CsvField;
import io.countersign.reconciliation.statement.ShownText;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes a statement line of the values of a record. */
final class CsvLineMapping {
    private final CsvDialect dialect;
    private final CsvColumns columns;

    CsvLineMapping(CsvDialect dialect, CsvColumns columns) {
        this.dialect = dialect;
        this.columns = columns;
    }

    StatementLine line(long number, List<String> values, String rawDigest) throws CsvLineFault {
        if (values.size() != columns.count()) {
            throw new CsvLineFault(
                    Math.min(values.size(), columns.count()) - (values.size() > columns.count() ? 0 : 1),
                    new UnreadableTextException(
                            "columns",
                            "the record has " + values.size() + " values but the header has " + columns.count()));
        }
        String currency = currency(values);
        return StatementLine.builder(number, amount(values, currency), currency)
                .account(text(values, CsvField.ACCOUNT))
                .statement(text(values, CsvField.STATEMENT))
                .id(text(values, CsvField.ID))
                .references(references(values))
                .valueDate(date(values, CsvField.VALUE_DATE))
                .bookingDate(date(values, CsvField.BOOKING_DATE))
                .counterparty(text(values, CsvField.COUNTERPARTY))
                .description(text(values, CsvField.DESCRIPTION))
                .groupKey(text(values, CsvField.GROUP_KEY))
                .feeMinorUnits(fee(values, currency))
                .rawDigest(rawDigest)
                .build();
    }

    private String currency(List<String> values) throws CsvLineFault {
        String given = text(values, CsvField.CURRENCY).toUpperCase(Locale.ROOT);
        String currency = given.isEmpty() ? dialect.currency() : given;
        try {
            AmountText.exponentOf(currency);
            return currency;
        } catch (UnreadableTextException e) {
            throw new CsvLineFault(Math.max(columns.index(CsvField.CURRENCY), 0), e);
        }
    }

    private long amount(List<String> values, String currency) throws CsvLineFault {
        if (columns.index(CsvField.AMOUNT) < 0) {
            return splitAmount(values, currency);
        }
        long amount = amount(values, CsvField.AMOUNT, currency);
        if (columns.index(CsvField.INDICATOR) < 0) {
            return amount;
        }
        try {
            boolean credit = AmountText.isCredit(text(values, CsvField.INDICATOR));
            if (amount < 0) {
                throw new UnreadableTextException(
                        "amount_sign",
                        ShownText.of(text(values, CsvField.AMOUNT))
                                + " is negative although a column says credit or debit; it could mean either");
            }
            return credit ? amount : -amount;
        } catch (UnreadableTextException e) {
            throw new CsvLineFault(columns.index(CsvField.INDICATOR), e);
        }
    }

    private long splitAmount(List<String> values, String currency) throws CsvLineFault {
        boolean debit = !text(values, CsvField.DEBIT).isEmpty();
        boolean credit = !text(values, CsvField.CREDIT).isEmpty();
        if (!debit && !credit) {
            throw new CsvLineFault(
                    columns.index(CsvField.DEBIT),
                    new UnreadableTextException("amount_format", "there is neither a debit nor a credit"));
        }
        long left = debit ? amount(values, CsvField.DEBIT, currency) : 0;
        long came = credit ? amount(values, CsvField.CREDIT, currency) : 0;
        if (left != 0 && came != 0) {
            throw new CsvLineFault(
                    columns.index(CsvField.CREDIT),
                    new UnreadableTextException("amount_sign", "there are both a debit and a credit; it must be one"));
        }
        return came - left;
    }

    private long amount(List<String> values, CsvField field, String currency) throws CsvLineFault {
        try {
            return dialect.amounts().toMinorUnits(text(values, field), currency);
        } catch (UnreadableTextException e) {
            throw new CsvLineFault(columns.index(field), e);
        }
    }

    private @Nullable Long fee(List<String> values, String currency) throws CsvLineFault {
        return text(values, CsvField.FEE).isEmpty() ? null : amount(values, CsvField.FEE, currency);
    }

    private @Nullable LocalDate date(List<String> values, CsvField field) throws CsvLineFault {
        String text = text(values, field);
        try {
            return text.isEmpty() ? null : dialect.dates().parse(text);
        } catch (UnreadableTextException e) {
            throw new CsvLineFault(columns.index(field), e);
        }
    }

    private List<String> references(List<String> values) {
        List<String> references = new ArrayList<>();
        for (int index : columns.indexes(CsvField.REFERENCE)) {
            String reference = values.get(index).strip();
            if (!reference.isEmpty() && !references.contains(reference)) {
                references.add(reference);
            }
        }
        return references;
    }

    private String text(List<String> values, CsvField field) {
        int index = columns.index(field);
        return index < 0 ? "" : values.get(index).strip();
    }
}
