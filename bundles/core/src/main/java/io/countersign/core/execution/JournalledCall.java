package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.PlannedEffect;
import java.time.Instant;

/** One attempt as it is handed to a handler. */
record JournalledCall(
        String executionId,
        PlannedEffect effect,
        JsonObject request,
        Money amount,
        String idempotencyKey,
        int attempt,
        Instant firstSentAt,
        Instant deadline,
        Connection connection,
        boolean replay)
        implements EffectCall {}
