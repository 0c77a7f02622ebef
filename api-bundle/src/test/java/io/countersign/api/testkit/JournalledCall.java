package io.countersign.api.testkit;

import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.PlannedEffect;
import java.time.Instant;

/** A call made from a journal entry. */
record JournalledCall(
        String executionId, PlannedEffect effect, JournalEntry entry, Instant deadline, Connection connection)
        implements EffectCall {

    @Override
    public JsonObject request() {
        return entry.request();
    }

    @Override
    public Money amount() {
        return entry.amount();
    }

    @Override
    public String idempotencyKey() {
        return entry.idempotencyKey();
    }

    @Override
    public int attempt() {
        return entry.attempt();
    }

    @Override
    public Instant firstSentAt() {
        return entry.firstSentAt();
    }
}
