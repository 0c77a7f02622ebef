@NullMarked
package io.countersign.reconciliation.payout;

import org.jspecify.annotations.NullMarked;
