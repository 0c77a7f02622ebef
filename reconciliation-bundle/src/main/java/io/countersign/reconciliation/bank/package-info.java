/**
 * The operation {@code bank.statement-import}: a bank's statement becomes lines of one shape, each imported once, and its
 * balances must explain every cent.
 */
@NullMarked
package io.countersign.reconciliation.bank;

import org.jspecify.annotations.NullMarked;
