/** The files a reconciliation leaves behind, and what is read of those of an earlier one. */
@NullMarked
package io.countersign.reconciliation.output;

import org.jspecify.annotations.NullMarked;
