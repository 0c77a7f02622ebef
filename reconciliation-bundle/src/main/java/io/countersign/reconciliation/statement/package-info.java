/** What statements and ledgers say, in one shape whatever their format. */
@NullMarked
package io.countersign.reconciliation.statement;

import org.jspecify.annotations.NullMarked;
