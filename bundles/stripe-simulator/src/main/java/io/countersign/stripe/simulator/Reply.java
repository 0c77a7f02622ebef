package io.countersign.stripe.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a call ends.
 *
 * @param answer what it is told; null if its connection is dropped without a word
 * @param hanging whether the connection is held open before it is dropped
 * @param originalRequestId request id of the first call with the same key; null unless the answer is its
 * @param faults labels of the faults that hit the call
 */
record Reply(@Nullable Answer answer, boolean hanging, @Nullable String originalRequestId, List<String> faults) {
    static Reply of(Answer answer) {
        return new Reply(answer, false, null, List.of());
    }

    static Reply replayed(StoredAnswer first) {
        return new Reply(first.answer(), false, first.requestId(), List.of());
    }

    Reply hitBy(FaultPlan.Hits hits) {
        return new Reply(answer, hanging, originalRequestId, hits.labels());
    }

    Reply lost(boolean hangs) {
        return new Reply(null, hangs, originalRequestId, faults);
    }
}
