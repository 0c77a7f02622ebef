package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.registry.DeployedOperation;
import java.util.Map;

/**
 * An execution that a worker has taken, with what it needs to carry it on.
 *
 * @param operation of the release the execution is pinned to
 * @param plan the approved one
 * @param connections those the execution was given as parameters and that are usable right now, by name
 * @param fence under which the worker writes
 * @param fromBackup whether a restored backup brought the execution back, so that it may have sent more than it knows
 */
record Claim(
        Execution execution,
        DeployedOperation operation,
        Plan plan,
        EffectHandlers handlers,
        Map<String, Connection> connections,
        long fence,
        boolean fromBackup) {
    Claim {
        connections = Map.copyOf(connections);
    }

    /** Whether nobody has run it before, so that nobody can have asked it to stop either. */
    boolean isNew() {
        return execution.state() == ExecutionState.PLANNING || execution.state() == ExecutionState.QUEUED;
    }

    ExecutionId id() {
        return execution.id();
    }

    /** The note that is made before an effect is sent for the first time. */
    Intent intentOf(PlannedEffect planned, Money amount, JsonObject request) {
        return new Intent(
                id(),
                planned.id(),
                handlers.of(planned.kind()).provider(),
                planned.connection(),
                planned.lockKey(),
                1,
                IdempotencyKeys.of(id(), planned.id(), 1),
                request,
                amount);
    }
}
