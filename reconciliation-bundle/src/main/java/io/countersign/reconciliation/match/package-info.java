/** Finds what belongs together on two sides, says why the rest does not, and proves that nothing is missing. */
@NullMarked
package io.countersign.reconciliation.match;

import org.jspecify.annotations.NullMarked;
