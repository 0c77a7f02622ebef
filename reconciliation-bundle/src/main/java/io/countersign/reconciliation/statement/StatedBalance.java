package io.countersign.reconciliation.statement;

import java.time.LocalDate;

/**
 * A balance that the file itself states.
 *
 * @param line where it stands, from 1
 * @param account as the file names it
 * @param statement the statement's own number or id; empty when it has none
 * @param amountMinorUnits in the minor unit of the currency; negative when overdrawn
 * @param currency ISO 4217, upper case
 */
public record StatedBalance(
        long line,
        Kind kind,
        String account,
        String statement,
        LocalDate date,
        long amountMinorUnits,
        String currency) {

    /** Before the first line, or after the last. */
    public enum Kind {
        OPENING,
        CLOSING
    }
}
