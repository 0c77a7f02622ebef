/** The operations {@code reconciliation.match} and {@code bank.statement-import}: every cent of two sides explained. */
@NullMarked
package io.countersign.reconciliation;

import org.jspecify.annotations.NullMarked;
