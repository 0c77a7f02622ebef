package io.countersign.stripe.simulator;

import io.countersign.stripe.simulator.JournalEntry.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What only the one who runs a simulator may do: move time, give money, change accounts. */
final class SimulatorControl {
    private static final Duration ADVANCE_MAX = Duration.ofDays(3660);

    private final Books books;
    private final PayoutLifeCycle lifeCycle;
    private final VirtualClock clock;
    private final Identifiers identifiers;

    SimulatorControl(Books books, PayoutLifeCycle lifeCycle, VirtualClock clock, Identifiers identifiers) {
        this.books = books;
        this.lifeCycle = lifeCycle;
        this.clock = clock;
        this.identifiers = identifiers;
    }

    /** Books what is due by now. */
    void settle() {
        lifeCycle.settle(clock.now());
    }

    /** Moves time on; the ledger remembers it, so that a restart does not fall back. */
    void advance(Duration by) {
        if (by.isNegative() || by.compareTo(ADVANCE_MAX) > 0) {
            throw new IllegalArgumentException("cannot advance by " + by + "; give 0 to " + ADVANCE_MAX);
        }
        books.exclusively(() -> {
            clock.advance(by);
            Instant now = clock.now();
            lifeCycle.settle(now);
            return books.append(
                    Change.of(Change.CLOCK_ADVANCED, new AccountScope(SimulatorConfig.ACCOUNT_ID, false)), now);
        });
    }

    /** Makes an account's balance in one place exactly this much, whatever it was. */
    void setBalance(AccountScope scope, String place, OpeningBalance wanted) {
        books.exclusively(() -> {
            Instant now = clock.now();
            lifeCycle.settle(now);
            String currency = wanted.currency();
            long difference = Math.subtractExact(
                    wanted.amountMinorUnits(), books.amount(scope, place, currency, wanted.sourceType()));
            List<Posting> postings = List.of(
                    new Posting(Posting.OUTSIDE, currency, wanted.sourceType(), Math.negateExact(difference)),
                    new Posting(place, currency, wanted.sourceType(), difference));
            // Pending money has no balance transaction until it is available.
            JsonObject transaction = place.equals(Posting.AVAILABLE) && difference != 0
                    ? BalanceTransactions.ofAdjustment(identifiers.next("txn_"), currency, difference, now)
                    : null;
            return books.append(new Change(Change.BALANCE_SET, scope, postings, null, transaction, null, null), now);
        });
    }

    /** Replaces what is set of {@code payouts_enabled} and {@code payout_interval}. */
    void changeAccount(AccountScope scope, JsonObject wanted) {
        JsonObject settings = books.settings(scope).copy();
        if (wanted.has("payouts_enabled")) settings.with("payouts_enabled", wanted.flag("payouts_enabled", true));
        if (wanted.has("payout_interval")) {
            String interval = wanted.string("payout_interval");
            if (!Set.of("manual", "daily", "weekly", "monthly").contains(interval)) {
                throw new IllegalArgumentException(
                        "payout_interval '" + interval + "' is unknown; use manual, daily, weekly or monthly");
            }
            settings.with("payout_interval", interval);
        }
        books.append(new Change(Change.ACCOUNT_CHANGED, scope, List.of(), null, null, settings, null), clock.now());
    }
}
