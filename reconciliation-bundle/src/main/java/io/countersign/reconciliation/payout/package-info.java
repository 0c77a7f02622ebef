/**
 * The operation {@code stripe.payout-match}: which payouts of ours arrived at the bank, which did not yet, and what stands
 * at the bank that nobody paid. Only what has one explanation is confirmed.
 */
@NullMarked
package io.countersign.reconciliation.payout;

import org.jspecify.annotations.NullMarked;
