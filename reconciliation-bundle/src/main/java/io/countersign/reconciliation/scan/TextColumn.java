package io.countersign.reconciliation.scan;

import io.countersign.reconciliation.statement.CsvField;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The texts of a line that passes may compare. */
public enum TextColumn {
    ACCOUNT(0, CsvField.ACCOUNT, 0),
    ID(1, CsvField.ID, 0),
    REFERENCE(2, CsvField.REFERENCE, 0),
    /** The second of several references. */
    REFERENCE_2(3, CsvField.REFERENCE, 1),
    /** The third of several references. */
    REFERENCE_3(4, CsvField.REFERENCE, 2),
    COUNTERPARTY(5, CsvField.COUNTERPARTY, 0),
    DESCRIPTION(6, CsvField.DESCRIPTION, 0),
    GROUP_KEY(7, CsvField.GROUP_KEY, 0);

    /** How many there are. */
    public static final int COUNT = 8;

    private final int slot;
    private final CsvField field;
    private final int index;

    TextColumn(int slot, CsvField field, int index) {
        this.slot = slot;
        this.field = field;
        this.index = index;
    }

    /** Its place in arrays of {@link #COUNT}. */
    public int slot() {
        return slot;
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
