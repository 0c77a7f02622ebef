package io.countersign.persistence;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.WorkItem;
import io.countersign.core.inbound.InboundEvent;
import io.countersign.core.inbound.InboundRepository;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Events of providers in the database. */
@Component(service = InboundRepository.class)
public final class JdbcInboundRepository implements InboundRepository {
    private final Transactions transactions;
    private final WorkQueue work;

    @Activate
    public JdbcInboundRepository(@Reference Database database) {
        this.transactions = database.transactions();
        this.work = database.work();
    }

    @Override
    public List<ExecutionId> concerned(String connection, Collection<String> externalIds) {
        if (externalIds.isEmpty()) {
            return List.of();
        }
        List<Object> arguments = new ArrayList<>(externalIds);
        arguments.add(connection);
        String places = String.join(", ", Collections.nCopies(externalIds.size(), "?"));
        return transactions.call(transaction -> transaction.list(
                "SELECT DISTINCT execution_id FROM effect WHERE external_id IN (" + places
                        + ") AND connection = ? ORDER BY execution_id",
                row -> new ExecutionId(row.getString("execution_id")),
                arguments.toArray()));
    }

    @Override
    public boolean record(InboundEvent event, List<ExecutionId> executions, @Nullable AuditEntry audit) {
        boolean first = transactions.call(transaction -> recordOnce(transaction, event, executions, audit));
        if (first && !executions.isEmpty()) {
            work.wake();
        }
        return first;
    }

    private boolean recordOnce(
            Transaction transaction, InboundEvent event, List<ExecutionId> executions, @Nullable AuditEntry audit)
            throws SQLException {
        boolean first = transaction.insertIfAbsent(
                "INSERT INTO inbound_event (provider, connection, event_id, type, executions, received_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                event.provider(),
                event.connection(),
                event.eventId(),
                event.type(),
                executions.size(),
                event.receivedAt());
        if (!first) {
            return false;
        }
        // in one order, so that two events of the same executions do not wait for each other
        for (ExecutionId execution : executions.stream().sorted().toList()) {
            Guard.any(execution).hold(transaction);
            work.add(transaction, WorkItem.now(execution, WorkItem.Kind.WAKE, InboundRepository.token(event)));
        }
        if (audit != null) {
            AuditLog.append(transaction, audit);
        }
        return true;
    }

    @Override
    public int forget(Instant receivedBefore) {
        return transactions.call(
                transaction -> transaction.update("DELETE FROM inbound_event WHERE received_at < ?", receivedBefore));
    }
}
