package io.countersign.stripe.simulator;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line of the ledger says about money.
 *
 * @param sequence position in the ledger file, starting from 1
 * @param at virtual time
 * @param type what happened, for example {@code payout.created}
 * @param accountId account concerned
 * @param livemode mode of the account
 * @param payoutId payout concerned; null if none is
 * @param postings the money moved, adding up to zero in each currency; empty if none was
 */
public record LedgerEntry(
        long sequence,
        Instant at,
        String type,
        String accountId,
        boolean livemode,
        @Nullable String payoutId,
        List<Posting> postings) {

    static LedgerEntry of(JournalEntry entry) {
        Payout payout = entry.change().payout();
        return new LedgerEntry(
                entry.sequence(),
                entry.at(),
                entry.change().type(),
                entry.change().scope().accountId(),
                entry.change().scope().livemode(),
                payout == null ? null : payout.id(),
                entry.change().postings());
    }
}
