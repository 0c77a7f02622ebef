package io.countersign.api.testkit;

import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.EffectOutcome;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt at one effect, as the journal has it at one moment. */
public final class JournalEntry {

    /** The states of an effect once its intent is written. */
    public enum State {
        /** Committed; the call may or may not have been made. */
        INTENT,
        APPLIED,
        REJECTED,
        /** The call was made, or may have been, and its outcome is not known. */
        UNKNOWN,
        /** People established that it did not happen. */
        NOT_APPLIED,
        /** It was applied and came back later. */
        RETURNED
    }

    private final String effectId;
    private final int attempt;
    private final String idempotencyKey;
    private final State state;
    private final JsonObject request;
    private final Money amount;
    private final Instant firstSentAt;
    private final boolean replayUseful;
    private final @Nullable EffectOutcome outcome;

    private JournalEntry(
            String effectId,
            int attempt,
            String idempotencyKey,
            State state,
            JsonObject request,
            Money amount,
            Instant firstSentAt,
            boolean replayUseful,
            @Nullable EffectOutcome outcome) {
        this.effectId = effectId;
        this.attempt = attempt;
        this.idempotencyKey = idempotencyKey;
        this.state = state;
        this.request = request;
        this.amount = amount;
        this.firstSentAt = firstSentAt;
        this.replayUseful = replayUseful;
        this.outcome = outcome;
    }

    static JournalEntry intent(
            String effectId, int attempt, String idempotencyKey, JsonObject request, Money amount, Instant now) {
        return new JournalEntry(effectId, attempt, idempotencyKey, State.INTENT, request, amount, now, true, null);
    }

    JournalEntry unknown(boolean replay) {
        return new JournalEntry(
                effectId, attempt, idempotencyKey, State.UNKNOWN, request, amount, firstSentAt, replay, null);
    }

    JournalEntry ended(EffectOutcome end) {
        State ended = State.valueOf(end.kind().name());
        return new JournalEntry(effectId, attempt, idempotencyKey, ended, request, amount, firstSentAt, false, end);
    }

    public String effectId() {
        return effectId;
    }

    /** Number of the attempt, starting from 1. */
    public int attempt() {
        return attempt;
    }

    public String idempotencyKey() {
        return idempotencyKey;
    }

    public State state() {
        return state;
    }

    /** The fields that were sent: those of the plan, or with the reduced amount. */
    public JsonObject request() {
        return request;
    }

    /** The amount of {@link #request()}. */
    public Money amount() {
        return amount;
    }

    public Instant firstSentAt() {
        return firstSentAt;
    }

    /** The recorded end; empty while the state is INTENT or UNKNOWN. */
    public Optional<EffectOutcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    boolean replayUseful() {
        return replayUseful;
    }

    @Override
    public String toString() {
        return effectId + " #" + attempt + " " + state + " " + amount + " " + idempotencyKey;
    }
}
