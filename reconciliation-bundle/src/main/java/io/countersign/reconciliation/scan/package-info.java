/** Reads CSV files larger than memory byte by byte, several bytes at a time. */
@NullMarked
package io.countersign.reconciliation.scan;

import org.jspecify.annotations.NullMarked;
