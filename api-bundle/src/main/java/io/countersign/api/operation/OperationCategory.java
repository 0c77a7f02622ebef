package io.countersign.api.operation;

/** What an operation is about; the catalogue groups by it. */
public enum OperationCategory {
    STRIPE,
    PAYROLL,
    RECONCILIATION,
    REPORTING,
    CUSTOM
}
