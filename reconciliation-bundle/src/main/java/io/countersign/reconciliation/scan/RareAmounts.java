package io.countersign.reconciliation.scan;

import io.countersign.reconciliation.statement.AmountText;
import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.CsvField;
import io.countersign.reconciliation.statement.UnreadableTextException;

/** Amounts whose sign another column tells. */
final class RareAmounts {
    private final CsvDialect dialect;
    private final int amount;
    private final int indicator;
    private final int debit;
    private final int credit;

    RareAmounts(CsvDialect dialect, CsvLayout layout) {
        this.dialect = dialect;
        this.amount = layout.column(CsvField.AMOUNT, 0);
        this.indicator = layout.column(CsvField.INDICATOR, 0);
        this.debit = layout.column(CsvField.DEBIT, 0);
        this.credit = layout.column(CsvField.CREDIT, 0);
    }

    /** Whether one column tells the signed amount, so that this class is not needed. */
    boolean isOneColumn() {
        return amount >= 0 && indicator < 0;
    }

    /** The signed amount in minor units. */
    long read(RecordScanner record, String currency) throws UnreadableTextException {
        if (amount >= 0) {
            long size = unsigned(text(record, amount), currency);
            return AmountText.isCredit(text(record, indicator)) ? size : -size;
        }
        String out = text(record, debit);
        String in = text(record, credit);
        long outSize = out.isEmpty() ? 0 : unsigned(out, currency);
        long inSize = in.isEmpty() ? 0 : unsigned(in, currency);
        if (out.isEmpty() == in.isEmpty() && (out.isEmpty() || (outSize != 0 && inSize != 0))) {
            throw new UnreadableTextException(
                    out.isEmpty() ? "amount_format" : "amount_sign",
                    out.isEmpty() ? "neither debit nor credit has an amount" : "debit and credit both have an amount");
        }
        return inSize - outSize;
    }

    private long unsigned(String text, String currency) throws UnreadableTextException {
        long size = dialect.amounts().toMinorUnits(text, currency);
        if (size < 0) {
            throw new UnreadableTextException(
                    "amount_sign", "'" + text + "' has a sign although another column tells the direction");
        }
        return size;
    }

    private String text(RecordScanner record, int field) {
        return FieldText.decode(record, field, dialect).strip();
    }
}
