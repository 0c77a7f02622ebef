package io.countersign.core.execution;

import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.StoredText;
import io.countersign.core.plan.PlanDocument;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a plan must keep to before it may be shown and signed. */
final class PlanContract {
    private static final Pattern MINOR_UNITS = Pattern.compile("[1-9][0-9]{0,30}");

    private PlanContract() {}

    /** Throws when the plan cannot be executed as it is; called on plug-in threads. */
    static Plan check(@Nullable Plan plan, String operation, EffectHandlers handlers) {
        if (plan == null) {
            throw invalid("operation " + operation + " returned no plan; its author must return one");
        }
        for (PlannedEffect effect : plan.effects()) {
            if (!handlers.kinds().contains(effect.kind())) {
                throw invalid("effect '" + effect.id() + "' is of kind '" + effect.kind() + "', which no handler of "
                        + operation + " serves; served are " + handlers.kinds());
            }
            if (!StoredText.isStorable(effect.id() + effect.kind() + effect.lockKey())) {
                throw invalid(
                        "effect '" + effect.id() + "' has an id, kind or lock key with a NUL or a lone surrogate");
            }
            effect.amountField().ifPresent(field -> requireReducible(effect, field));
        }
        return plan;
    }

    /** Throws when the document cannot be signed, or cannot be read back by whoever executes it. */
    static PlanDocument check(PlanDocument document) {
        int size = document.bytes().length;
        if (size > ExecutionSettings.DOCUMENT_BYTES_MAX) {
            throw invalid("the plan has " + size + " bytes; at most " + ExecutionSettings.DOCUMENT_BYTES_MAX
                    + " can be signed, split the input");
        }
        document.plan();
        return document;
    }

    /** Why the plan reaches for a connection that the execution was not given; empty when it does not. */
    static Optional<String> foreignConnection(Plan plan, Set<String> given) {
        return plan.effects().stream()
                .filter(effect -> !given.contains(effect.connection()))
                .findFirst()
                .map(effect -> "effect '" + effect.id() + "' uses connection '" + effect.connection()
                        + "', which was not given as a parameter; given are " + given);
    }

    private static void requireReducible(PlannedEffect effect, String field) {
        boolean minorUnits = effect.request()
                .findText(field)
                .filter(text -> MINOR_UNITS.matcher(text).matches())
                .isPresent();
        if (!minorUnits || !effect.amount().isPositive()) {
            throw invalid("effect '" + effect.id() + "' is AT_MOST, so its amount must be positive and field '" + field
                    + "' must hold whole minor units as text");
        }
    }

    private static PlanningFailedException invalid(String message) {
        return new PlanningFailedException(new Failure("plan_invalid", message));
    }
}
