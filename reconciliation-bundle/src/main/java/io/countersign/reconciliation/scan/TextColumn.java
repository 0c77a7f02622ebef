package io.countersign.reconciliation.scan;

import io.countersign.reconciliation.statement.CsvField;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The texts of a line that passes may compare. */
public enum TextColumn {
    ACCOUNT(CsvField.ACCOUNT, 0),
    ID(CsvField.ID, 0),
    REFERENCE(CsvField.REFERENCE, 0),
    /** The second of several references. */
    REFERENCE_2(CsvField.REFERENCE, 1),
    /** The third of several references. */
    REFERENCE_3(CsvField.REFERENCE, 2),
    COUNTERPARTY(CsvField.COUNTERPARTY, 0),
    DESCRIPTION(CsvField.DESCRIPTION, 0),
    GROUP_KEY(CsvField.GROUP_KEY, 0);

    private final CsvField field;
    private final int index;

    TextColumn(CsvField field, int index) {
        this.field = field;
        this.index = index;
    }

    /** The field that feeds it. */
    CsvField field() {
        return field;
    }

    /** Which of several columns of the field, from 0. */
    int index() {
        return index;
    }

    /** The name in configurations: {@code group_key}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The column of that name; empty when there is none. */
    public static Optional<TextColumn> find(String key) {
        return Arrays.stream(values())
                .filter(column -> column.key().equals(key))
                .findFirst();
    }
}
