/**
 * The operation {@code stripe.payout}: pays out what is available on a Stripe account, currency by currency and source
 * type by source type, to the bank accounts that the account has for these currencies.
 *
 * <p>{@link io.countersign.stripe.payout.StripePayoutOperation} is what the platform sees. It reads the account
 * ({@link io.countersign.stripe.payout.StripeReader}), decides amounts
 * ({@link io.countersign.stripe.payout.AmountDecision}) and lays out the plan
 * ({@link io.countersign.stripe.payout.PayoutPlanner}); the engine sends it through
 * {@link io.countersign.stripe.payout.PayoutCreateHandler}. Nothing here remembers anything between calls.
 *
 * <p>Not its business: converting currencies (a payout never does), cancelling or reversing payouts, and automatic
 * payouts that Stripe makes itself.
 */
@NullMarked
package io.countersign.stripe.payout;

import org.jspecify.annotations.NullMarked;
