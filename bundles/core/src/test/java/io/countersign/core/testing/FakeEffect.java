package io.countersign.core.testing;

import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.execution.Effect;
import io.countersign.core.execution.EffectChange;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.Intent;
import io.countersign.core.execution.StateConflictException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One effect of a {@link FakeExecution}. */
final class FakeEffect {
    private final ExecutionId execution;
    private final int position;
    private final PlannedEffect planned;
    private EffectState state = EffectState.PLANNED;
    private @Nullable Money sentAmount;
    private int attempt;
    private @Nullable String idempotencyKey;
    private @Nullable JsonObject request;
    private @Nullable Instant firstSentAt;
    private int sends;
    private int cleanAbsences;
    private @Nullable Instant lastAbsenceAt;
    private @Nullable String externalId;
    private @Nullable JsonObject response;
    private @Nullable String code;
    private @Nullable String message;

    FakeEffect(ExecutionId execution, int position, PlannedEffect planned) {
        this.execution = execution;
        this.position = position;
        this.planned = planned;
    }

    EffectState state() {
        return state;
    }

    String lockKey() {
        return planned.lockKey();
    }

    void requireState(EffectState expected) {
        if (state != expected) {
            throw new StateConflictException(
                    execution, "effect '" + planned.id() + "' is " + state + ", not " + expected);
        }
    }

    void requireOpen() {
        if (!state.isOpen()) {
            throw new StateConflictException(execution, "effect '" + planned.id() + "' is " + state + ", not open");
        }
    }

    void intend(Intent intent, Instant now) {
        state = EffectState.INTENT;
        sentAmount = intent.amount();
        attempt = intent.attempt();
        idempotencyKey = intent.idempotencyKey();
        request = intent.request();
        firstSentAt = now;
        sends = 1;
    }

    void replay() {
        sends++;
    }

    void absent(Instant now) {
        cleanAbsences++;
        lastAbsenceAt = now;
    }

    void change(EffectChange change) {
        state = change.to();
        externalId = change.externalId() == null ? externalId : change.externalId();
        response = change.response() == null ? response : change.response();
        code = change.code();
        message = change.message();
    }

    Effect snapshot() {
        return new Effect(
                execution,
                planned.id(),
                position,
                planned.kind(),
                planned.connection(),
                planned.lockKey(),
                state,
                planned.amount(),
                sentAmount,
                attempt,
                idempotencyKey,
                request,
                firstSentAt,
                sends,
                cleanAbsences,
                lastAbsenceAt,
                externalId,
                response,
                code,
                message);
    }
}
