/** How fast a reconciliation is, beside a database that does the same. */
@NullMarked
package io.countersign.reconciliation.benchmark;

import org.jspecify.annotations.NullMarked;
