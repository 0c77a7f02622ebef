package io.countersign.core.execution;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.ExecutionRepository.Start;
import java.time.Duration;
import java.util.Optional;

/** Lets executions run where their operation has room for one more. */
final class Places {
    private final EngineParts parts;

    Places(EngineParts parts) {
        this.parts = parts;
    }

    /** Makes a transition to RUNNING, or notes that the execution waits for a place. */
    Start start(String operation, StateChange change, AuditEntry audit) {
        Optional<PlaceLimit> limit = limitOf(operation);
        return limit.isEmpty()
                ? Start.under(parts.executions().recordChange(change, audit))
                : parts.executions().recordStart(change, limit.get(), audit);
    }

    /** Whether it waits for a place since it was looked at last; to take the reason away would be to ask anew. */
    boolean isAskedFor(Execution execution) {
        return limitOf(execution.operation())
                .filter(limit -> limit.waitingReason().equals(execution.waitingReason()))
                .isPresent();
    }

    /** When an execution that found no place is to ask again. */
    Duration retryAfter(String operation, Start refused) {
        return limitOf(operation).orElseThrow().retryAfter(refused.ahead());
    }

    /** Tells whoever waits that a run of the operation has ended, so that nobody has to find out. */
    void leave(String operation) {
        limitOf(operation).ifPresent(limit -> parts.executions().recordPlaceLeft(limit));
    }

    private Optional<PlaceLimit> limitOf(String operation) {
        return parts.settings().placeLimits().of(operation);
    }
}
