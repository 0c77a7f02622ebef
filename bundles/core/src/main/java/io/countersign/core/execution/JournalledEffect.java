package io.countersign.core.execution;

import io.countersign.api.money.Money;
import io.countersign.api.operation.AmountRule;
import io.countersign.api.operation.ApprovedEffect;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.PlannedEffect;

/** An effect of the approved plan, performed through the journal. */
final class JournalledEffect implements ApprovedEffect {
    private final PlannedEffect planned;
    private final RunContext context;
    private final EffectJournal journal;

    JournalledEffect(PlannedEffect planned, RunContext context, EffectJournal journal) {
        this.planned = planned;
        this.context = context;
        this.journal = journal;
    }

    @Override
    public PlannedEffect planned() {
        return planned;
    }

    @Override
    public EffectOutcome perform() {
        return journal.perform(planned, planned.amount(), planned.request());
    }

    @Override
    public EffectOutcome performReduced(Money amount) {
        String effect = "effect '" + planned.id() + "'";
        if (planned.amountRule() == AmountRule.EXACT) {
            throw context.refuse(
                    StopSignal.Cause.OUTSIDE_PLAN,
                    effect + " was signed for exactly " + planned.amount()
                            + "; the operation tried to change its request to " + amount);
        }
        boolean within = amount.currency().equals(planned.amount().currency())
                && amount.isPositive()
                && amount.compareTo(planned.amount()) <= 0;
        if (!within) {
            throw context.refuse(
                    StopSignal.Cause.OUTSIDE_PLAN,
                    effect + " was signed for at most " + planned.amount() + "; the operation tried " + amount);
        }
        return journal.perform(planned, amount, ReducedRequest.of(planned, amount));
    }
}
