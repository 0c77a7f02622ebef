package io.countersign.reconciliation.bank;

/** Which statement of which account, in one of its currencies. */
record StatementKey(String account, String statement, String currency) {}
