/** Packed records in memory up to a budget, and in files beyond it. */
@NullMarked
package io.countersign.reconciliation.spill;

import org.jspecify.annotations.NullMarked;
