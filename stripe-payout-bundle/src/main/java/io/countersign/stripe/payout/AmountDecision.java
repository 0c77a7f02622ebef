package io.countersign.stripe.payout;

import org.jspecify.annotations.Nullable;

/** How much of one balance is paid out: an amount, or a reason why nothing is. */
sealed interface AmountDecision {

    /**
     * Pay this.
     *
     * @param amount what is paid, a multiple of the payout step
     * @param residue what stays only because of the payout step
     * @param cap which maximum bounds the amount; null when none does
     */
    record Pay(StripeAmount amount, StripeAmount residue, @Nullable String cap) implements AmountDecision {}

    /**
     * Pay nothing.
     *
     * @param reason a stable word
     * @param explanation one sentence for people
     */
    record Skip(String reason, String explanation) implements AmountDecision {}

    /**
     * What the decision rests on.
     *
     * @param available what Stripe says can be paid out
     * @param reserve what must stay
     * @param fixed the exact amount wanted; null means as much as possible
     * @param payoutMaximum bound of one payout; null when there is none
     * @param runLeft what this run may still pay in the currency; null when there is no bound
     */
    record Question(
            StripeAmount available,
            StripeAmount reserve,
            @Nullable StripeAmount fixed,
            @Nullable StripeAmount payoutMaximum,
            @Nullable StripeAmount runLeft) {}

    /** Decides; pure. */
    static AmountDecision of(Question question) {
        StripeAmount available = question.available();
        if (available.minorUnits() == 0) {
            return new Skip(
                    "zero", "nothing is available in " + available.currency().isoCode());
        }
        if (available.minorUnits() < 0) {
            return new Skip("negative", "the balance is negative: " + available.label());
        }
        StripeAmount free = available.minus(question.reserve());
        if (!free.isPositive()) {
            return new Skip(
                    "reserved",
                    "of " + available.label() + " the reserve keeps "
                            + question.reserve().label() + ", so nothing is left");
        }
        StripeAmount fixed = question.fixed();
        return fixed == null ? asMuchAsPossible(question, free) : exactly(fixed, question, free);
    }

    private static AmountDecision exactly(StripeAmount fixed, Question question, StripeAmount free) {
        if (fixed.isMoreThan(free)) {
            return new Skip(
                    "insufficient_available",
                    "the fixed amount " + fixed.label() + " is more than the " + free.label() + " that may be paid");
        }
        StripeAmount payoutMaximum = question.payoutMaximum();
        if (payoutMaximum != null && fixed.isMoreThan(payoutMaximum)) {
            return aboveMaximum(fixed, "maximum per payout", payoutMaximum);
        }
        StripeAmount runLeft = question.runLeft();
        if (runLeft != null && fixed.isMoreThan(runLeft)) {
            return aboveMaximum(fixed, "rest of the maximum per run", runLeft);
        }
        return payable(fixed, null);
    }

    private static AmountDecision asMuchAsPossible(Question question, StripeAmount free) {
        StripeAmount wanted = free;
        String cap = null;
        StripeAmount payoutMaximum = question.payoutMaximum();
        if (payoutMaximum != null && wanted.isMoreThan(payoutMaximum)) {
            wanted = payoutMaximum;
            cap = "maximum per payout " + payoutMaximum.label();
        }
        StripeAmount runLeft = question.runLeft();
        if (runLeft != null && wanted.isMoreThan(runLeft)) {
            wanted = runLeft;
            cap = "rest of the maximum per run " + runLeft.label();
        }
        if (!wanted.isPositive()) {
            return new Skip("above_maximum", "nothing may be paid any more: " + cap);
        }
        return payable(wanted, cap);
    }

    private static AmountDecision payable(StripeAmount wanted, @Nullable String cap) {
        StripeAmount amount = wanted.roundedDownToStep();
        StripeCurrency currency = wanted.currency();
        if (amount.minorUnits() < currency.minimumMinorUnits() || !amount.isPositive()) {
            return new Skip(
                    "below_minimum",
                    wanted.label() + " is below Stripe's minimum payout of "
                            + currency.amount(currency.minimumMinorUnits()).label());
        }
        return new Pay(amount, wanted.minus(amount), cap);
    }

    private static Skip aboveMaximum(StripeAmount fixed, String which, StripeAmount maximum) {
        return new Skip(
                "above_maximum",
                "the fixed amount " + fixed.label() + " is more than the " + which + " of " + maximum.label());
    }
}
