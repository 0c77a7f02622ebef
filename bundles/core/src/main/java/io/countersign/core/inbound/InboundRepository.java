package io.countersign.core.inbound;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.plan.Sha256;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: the events that providers sent, each remembered once. Each verb is one transaction. */
public interface InboundRepository {

    /** Executions with an effect on this connection that the provider knows by one of these ids, by id. */
    List<ExecutionId> concerned(String connection, Collection<String> externalIds);

    /**
     * Remembers the event and hands each execution to a worker at once (kind WAKE, token {@link #token}), all or nothing.
     *
     * @param audit null when the event concerns nothing here
     * @return false, and nothing was written, when an event of this provider, connection and id is remembered already
     */
    boolean record(InboundEvent event, List<ExecutionId> executions, @Nullable AuditEntry audit);

    /** Forgets events that came before this time; answers how many. */
    int forget(Instant receivedBefore);

    /** The token of the work item by which an event wakes an execution. */
    static String token(InboundEvent event) {
        return Sha256.hex(event.provider() + "\n" + event.connection() + "\n" + event.eventId())
                .substring(0, 32);
    }
}
