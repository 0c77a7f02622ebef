package io.countersign.core.testing;

import io.countersign.core.access.Session;
import io.countersign.core.access.SessionRepository;
import io.countersign.core.audit.AuditEntry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Sessions in memory. */
public final class FakeSessionRepository implements SessionRepository {
    private final FakeAuditRepository audit;
    private final Map<String, Session> sessions = new HashMap<>();

    public FakeSessionRepository(FakeAuditRepository audit) {
        this.audit = audit;
    }

    @Override
    public synchronized void recordSignIn(Session session, AuditEntry entry) {
        sessions.put(session.tokenHash(), session);
        audit.record(entry);
    }

    @Override
    public synchronized Optional<Session> find(String tokenHash) {
        return Optional.ofNullable(sessions.get(tokenHash));
    }

    @Override
    public synchronized void recordUse(String tokenHash, Instant at) {
        sessions.computeIfPresent(
                tokenHash,
                (hash, known) ->
                        new Session(hash, known.userId(), known.address(), known.createdAt(), at, known.expiresAt()));
    }

    @Override
    public synchronized void recordSignOut(String tokenHash, AuditEntry entry) {
        sessions.remove(tokenHash);
        audit.record(entry);
    }

    @Override
    public synchronized int forgetExpired(Instant before) {
        int known = sessions.size();
        sessions.values().removeIf(session -> session.expiresAt().isBefore(before));
        return known - sessions.size();
    }

    synchronized void endAllOf(String userId) {
        sessions.values().removeIf(session -> session.userId().equals(userId));
    }
}
