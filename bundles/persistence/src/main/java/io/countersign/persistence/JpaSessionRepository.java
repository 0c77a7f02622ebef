package io.countersign.persistence;

import io.countersign.core.access.Session;
import io.countersign.core.access.SessionRepository;
import io.countersign.core.audit.AuditEntry;
import java.time.Instant;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sessions in the database. */
@Component(service = SessionRepository.class)
public final class JpaSessionRepository implements SessionRepository {
    private final Transactions transactions;

    @Activate
    public JpaSessionRepository(@Reference Database database) {
        this.transactions = database.transactions();
    }

    @Override
    public void recordSignIn(Session session, AuditEntry audit) {
        transactions.run(transaction -> {
            transaction.entities().persist(new SessionRow(session));
            AuditLog.append(transaction, audit);
        });
    }

    @Override
    public Optional<Session> find(String tokenHash) {
        return transactions.call(
                transaction -> Optional.ofNullable(transaction.entities().find(SessionRow.class, tokenHash))
                        .map(SessionRow::toSession));
    }

    @Override
    public void recordUse(String tokenHash, Instant at) {
        transactions.run(transaction ->
                transaction.update("UPDATE session SET last_used_at = ? WHERE token_hash = ?", at, tokenHash));
    }

    @Override
    public void recordSignOut(String tokenHash, AuditEntry audit) {
        transactions.run(transaction -> {
            transaction.update("DELETE FROM session WHERE token_hash = ?", tokenHash);
            AuditLog.append(transaction, audit);
        });
    }

    @Override
    public int forgetExpired(Instant before) {
        return transactions.call(transaction -> transaction.update("DELETE FROM session WHERE expires_at < ?", before));
    }
}
