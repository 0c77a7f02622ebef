package io.countersign.stripe.payout;

import io.countersign.api.operation.Plan;
import io.countersign.stripe.payout.StripeState.RecentPayout;
import java.util.List;

/** Earlier payouts of a balance whose money came back: it is offered again, and whoever signs that is to know. */
final class ReturnedPayouts {
    private final SourceBalance balance;
    private final StripeState state;
    private final List<RecentPayout> ofBalance;

    private ReturnedPayouts(SourceBalance balance, StripeState state) {
        this.balance = balance;
        this.state = state;
        this.ofBalance = state.recentPayouts().stream()
                .filter(payout -> payout.concerns(balance))
                .toList();
    }

    static ReturnedPayouts of(SourceBalance balance, StripeState state) {
        return new ReturnedPayouts(balance, state);
    }

    /** Makes them a fact of the plan, and warns of each that nothing has been paid out since. */
    void name(Plan.Builder plan) {
        List<RecentPayout> returned =
                ofBalance.stream().filter(RecentPayout::isReturned).toList();
        if (returned.isEmpty()) {
            return;
        }
        plan.fact(PlanFacts.returned(balance, returned, state));
        returned.stream()
                .filter(payout -> !isPaidSince(payout))
                .map(this::warning)
                .forEach(plan::warning);
    }

    private boolean isPaidSince(RecentPayout payout) {
        return ofBalance.stream()
                .anyMatch(other -> !other.isReturned() && other.created().isAfter(payout.created()));
    }

    private String warning(RecentPayout payout) {
        String amount =
                balance.available().currency().amount(payout.amountMinorUnits()).label();
        String money = payout.failureBalanceTransaction().isEmpty()
                ? "did not arrive, and its money has not come back yet"
                : "came back by " + payout.failureBalanceTransaction();
        String cause = payout.failureCode().isEmpty() ? "" : " (" + payout.failureCode() + ")";
        return balance.item() + ": an earlier payout of this balance, " + payout.id() + " of " + amount + " on "
                + payout.created() + ", " + money + cause + "; this is a new attempt, so see to the cause first";
    }
}
