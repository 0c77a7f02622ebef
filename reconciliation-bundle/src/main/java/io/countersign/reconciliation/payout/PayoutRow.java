package io.countersign.reconciliation.payout;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One payout as {@code stripe.payout} reported it.
 *
 * @param line in its file, from 2
 * @param payoutId Stripe's; empty when none was made
 * @param status Stripe's, or why none was made
 * @param live false for Stripe's test mode
 * @param arrival when Stripe expects it at the bank; null when there is no payout
 * @param amountMinorUnits in the minor unit of ISO 4217, which is not always Stripe's
 * @param currency ISO 4217, upper case
 * @param traceId what the bank may show; empty when Stripe has not told it
 */
record PayoutRow(
        long line,
        String account,
        String payoutId,
        String status,
        boolean live,
        @Nullable LocalDate arrival,
        long amountMinorUnits,
        String currency,
        String traceId) {

    /** Whether money was sent towards the bank at all. */
    boolean isSent() {
        return live && !payoutId.isEmpty();
    }

    /** Whether Stripe took it back. */
    boolean isTakenBack() {
        return status.equals("failed") || status.equals("canceled");
    }
}
