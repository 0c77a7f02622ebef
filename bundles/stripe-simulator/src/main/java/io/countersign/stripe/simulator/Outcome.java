package io.countersign.stripe.simulator;

import io.countersign.stripe.simulator.JournalEntry.Change;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint decided; the change is not booked yet.
 *
 * @param answer what the caller is told
 * @param change what is to be booked with it; null if the call changes nothing
 */
record Outcome(Answer answer, @Nullable Change change) {
    static Outcome of(JsonObject body) {
        return new Outcome(Answer.ok(body), null);
    }
}
