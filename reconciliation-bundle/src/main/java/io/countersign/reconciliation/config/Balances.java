package io.countersign.reconciliation.config;

/** What becomes of balances that a file states. */
public enum Balances {
    /** A file without balances is refused; wrong ones fail the run. */
    REQUIRED,
    /** Wrong ones fail the run. */
    CHECKED,
    /** Nobody looks at them. */
    IGNORED
}
