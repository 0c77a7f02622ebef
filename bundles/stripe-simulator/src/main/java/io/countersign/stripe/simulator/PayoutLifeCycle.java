package io.countersign.stripe.simulator;

import io.countersign.stripe.simulator.JournalEntry.Change;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Moves payouts along as virtual time passes: each step is booked at the moment it was due, in the order of time. */
final class PayoutLifeCycle {
    private final Books books;
    private final Identifiers identifiers;

    PayoutLifeCycle(Books books, Identifiers identifiers) {
        this.books = books;
        this.identifiers = identifiers;
    }

    /** Books every step that is due by now. */
    void settle(Instant now) {
        books.exclusively(() -> {
            for (Optional<Payout> due = nextDue(now); due.isPresent(); due = nextDue(now)) {
                PayoutSchedule.Step step = stepOf(due.get());
                books.append(change(due.get(), step), step.at());
            }
            return now;
        });
    }

    /** The change that gives a payout's money back before it reached the bank. */
    Change cancel(Payout payout, Instant at) {
        String transaction = identifiers.next("txn_");
        return Change.ofPayout(
                "payout.canceled",
                payout.canceled(transaction),
                move(payout, Posting.IN_TRANSIT, Posting.AVAILABLE),
                BalanceTransactions.ofPayout(transaction, "payout_cancel", payout, at));
    }

    private Optional<Payout> nextDue(Instant now) {
        return books.moving().stream()
                .filter(payout -> !stepOf(payout).at().isAfter(now))
                .min(Comparator.comparing(payout -> stepOf(payout).at()));
    }

    private static PayoutSchedule.Step stepOf(Payout moving) {
        return Objects.requireNonNull(moving.nextStep(), "a moving payout has a next step");
    }

    private Change change(Payout payout, PayoutSchedule.Step step) {
        return switch (step.status()) {
            case Payout.IN_TRANSIT -> Change.ofPayout("payout.updated", payout.inTransit(), List.of(), null);
            case Payout.PAID ->
                Change.ofPayout(
                        "payout.paid",
                        payout.paid(traceId(payout)),
                        move(payout, Posting.IN_TRANSIT, Posting.BANK),
                        null);
            default -> failure(payout, step.at());
        };
    }

    private Change failure(Payout payout, Instant at) {
        String transaction = identifiers.next("txn_");
        return Change.ofPayout(
                "payout.failed",
                payout.failed(transaction),
                move(payout, payout.place(), Posting.AVAILABLE),
                BalanceTransactions.ofPayout(transaction, "payout_failure", payout, at));
    }

    private static String traceId(Payout payout) {
        return "SIM" + Identifiers.digest(payout.id()).substring(0, 13).toUpperCase(Locale.ROOT);
    }

    /** The two legs that move a payout's amount. */
    static List<Posting> move(Payout payout, String from, String to) {
        long amount = payout.amountMinorUnits();
        return List.of(
                new Posting(from, payout.currency(), payout.sourceType(), -amount),
                new Posting(to, payout.currency(), payout.sourceType(), amount));
    }
}
