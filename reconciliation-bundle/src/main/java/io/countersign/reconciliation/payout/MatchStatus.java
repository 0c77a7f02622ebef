package io.countersign.reconciliation.payout;

import java.util.Locale;

/** What became of a payout, or of a line at the bank. */
enum MatchStatus {
    /** One line at the bank, to the cent; the only status that is a confirmation. */
    SETTLED,
    /** Not at the bank, and it need not be there yet on the cut-off date. */
    IN_TRANSIT_AT_CUTOFF,
    /** Taken back by Stripe or by the bank. */
    RETURNED,
    /** At the bank with another amount. */
    AMOUNT_DIFF,
    /** Several lines at the bank for one payout. */
    DUPLICATE_SUSPECT,
    /** Several payouts fit the same lines; a person decides. */
    AMBIGUOUS,
    /** Should be at the bank and is not. */
    STRIPE_ONLY,
    /** At the bank, looks like Stripe's, and no payout fits. */
    BANK_ONLY,
    /** No money was sent: rejected, never sent, or in test mode. */
    NOT_SENT,
    /** A line that has nothing to do with Stripe. */
    OTHER;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
