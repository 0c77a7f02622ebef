package io.countersign.api.operation;

import io.countersign.api.money.Money;
import org.osgi.annotation.versioning.ProviderType;

/** An effect of the approved plan, ready to be performed once. */
@ProviderType
public interface ApprovedEffect {

    PlannedEffect planned();

    /**
     * Performs it, or answers its recorded outcome when it was performed before.
     *
     * @throws ExecutionStoppedException when the outcome is unknown, or the execution must not go on
     */
    EffectOutcome perform();

    /**
     * Performs it with a smaller amount than was signed; allowed only under {@link AmountRule#AT_MOST}.
     *
     * @throws ExecutionStoppedException as {@link #perform}, and when the amount is larger than signed, not positive,
     *     of another currency, or the rule is EXACT; such an attempt is recorded and fails the execution
     */
    EffectOutcome performReduced(Money amount);
}
