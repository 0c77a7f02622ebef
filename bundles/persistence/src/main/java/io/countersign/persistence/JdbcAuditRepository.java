package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.audit.AuditRepository;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The audit log in the database. */
@Component(service = AuditRepository.class)
public final class JdbcAuditRepository implements AuditRepository {
    private final Transactions transactions;

    @Activate
    public JdbcAuditRepository(@Reference Database database) {
        this.transactions = database.transactions();
    }

    @Override
    public void record(AuditEntry entry) {
        transactions.run(transaction -> AuditLog.append(transaction, entry));
    }

    @Override
    public List<StoredEntry> list(String subject, String action, long beforeNumber, int limit) {
        StringBuilder sql = new StringBuilder("SELECT number, bytes FROM audit_entry WHERE number < ?");
        List<Object> arguments = new ArrayList<>(List.of(beforeNumber));
        if (!subject.isEmpty()) {
            sql.append(" AND subject = ?");
            arguments.add(subject);
        }
        if (!action.isEmpty()) {
            sql.append(" AND action = ?");
            arguments.add(action);
        }
        sql.append(" ORDER BY number DESC FETCH FIRST ? ROWS ONLY");
        arguments.add(limit);
        return transactions.call(transaction -> transaction.list(
                sql.toString(),
                row -> new StoredEntry(
                        row.getLong("number"), Json.parse(row.getBytes("bytes")).asObject()),
                arguments.toArray()));
    }
}
