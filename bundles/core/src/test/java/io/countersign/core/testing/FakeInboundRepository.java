package io.countersign.core.testing;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.WorkItem;
import io.countersign.core.inbound.InboundEvent;
import io.countersign.core.inbound.InboundRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events in memory. */
public final class FakeInboundRepository implements InboundRepository {
    private final FakeExecutionRepository executions;
    private final FakeAuditRepository audit;
    private final Map<String, InboundEvent> events = new LinkedHashMap<>();

    public FakeInboundRepository(FakeExecutionRepository executions, FakeAuditRepository audit) {
        this.executions = executions;
        this.audit = audit;
    }

    /** What was remembered, oldest first. */
    public synchronized List<InboundEvent> events() {
        return List.copyOf(events.values());
    }

    @Override
    public List<ExecutionId> concerned(String connection, Collection<String> externalIds) {
        return executions.withExternalIds(connection, externalIds);
    }

    @Override
    public synchronized boolean record(InboundEvent event, List<ExecutionId> woken, @Nullable AuditEntry entry) {
        if (events.putIfAbsent(InboundRepository.token(event), event) != null) {
            return false;
        }
        woken.forEach(
                id -> executions.work().add(WorkItem.now(id, WorkItem.Kind.WAKE, InboundRepository.token(event))));
        if (entry != null) {
            audit.record(entry);
        }
        return true;
    }

    @Override
    public synchronized int forget(Instant receivedBefore) {
        int before = events.size();
        events.values().removeIf(event -> event.receivedAt().isBefore(receivedBefore));
        return before - events.size();
    }
}
