package io.countersign.reconciliation.bank;

import java.util.List;

/**
 * A place where balances do not explain what happened.
 *
 * @param code stable word: {@code balance_equation}, {@code opening_missing}, {@code closing_missing}, {@code gap},
 *     {@code overlap}
 * @param expected minor units, or a count; empty when nothing was expected
 * @param found minor units, or a count; empty when nothing was found
 */
record ContinuityBreak(StatementKey statement, String code, String expected, String found, String reason) {
    static final List<String> COLUMNS =
            List.of("code", "account", "statement", "currency", "expected", "found", "reason");

    List<String> row() {
        return List.of(code, statement.account(), statement.statement(), statement.currency(), expected, found, reason);
    }
}
