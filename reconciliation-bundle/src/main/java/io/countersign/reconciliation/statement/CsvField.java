package io.countersign.reconciliation.statement;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a column of a CSV file may stand for. */
public enum CsvField {
    ACCOUNT,
    STATEMENT,
    ID,
    /** The only field that several columns may feed, the most specific first. */
    REFERENCE,
    VALUE_DATE,
    BOOKING_DATE,
    /** One column with a signed amount, or an unsigned one beside {@link #INDICATOR}. */
    AMOUNT,
    /** Says credit or debit for {@link #AMOUNT}; see {@link AmountText#isCredit}. */
    INDICATOR,
    /** Money that left, in a column of its own beside {@link #CREDIT}. */
    DEBIT,
    /** Money that came, in a column of its own beside {@link #DEBIT}. */
    CREDIT,
    CURRENCY,
    COUNTERPARTY,
    DESCRIPTION,
    GROUP_KEY,
    FEE;

    /** The name in configurations: {@code value_date}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The field of that name; empty when there is none. */
    public static Optional<CsvField> find(String key) {
        return Arrays.stream(values()).filter(field -> field.key().equals(key)).findFirst();
    }
}
