package io.countersign.api.operation;

/** How binding the amount of a planned effect is. */
public enum AmountRule {
    /** Exactly the planned amount is sent, or nothing. */
    EXACT,
    /** The planned amount or less is sent; approvers sign the upper bound. */
    AT_MOST
}
