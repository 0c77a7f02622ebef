package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.UnreadableTextException;

/** A value that cannot be read, with its place in the record. */
final class CsvLineFault extends Exception {
    private static final long serialVersionUID = 1L;
    private final int valueIndex;
    private final transient UnreadableTextException fault;

    CsvLineFault(int valueIndex, UnreadableTextException fault) {
        super(fault.reason(), null, false, false);
        this.valueIndex = valueIndex;
        this.fault = fault;
    }

    /** Index of the value, from 0. */
    int valueIndex() {
        return valueIndex;
    }

    UnreadableTextException fault() {
        return fault;
    }
}
