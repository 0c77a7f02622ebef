/** What a reconciliation is told: the two sides, the passes, and what may differ. */
@NullMarked
package io.countersign.reconciliation.config;

import org.jspecify.annotations.NullMarked;
