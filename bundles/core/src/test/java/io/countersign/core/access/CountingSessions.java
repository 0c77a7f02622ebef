package io.countersign.core.access;

import io.countersign.core.audit.AuditEntry;
import java.time.Instant;
import java.util.Optional;

/** Passes everything on and counts what costs a database round trip per request. */
final class CountingSessions implements SessionRepository {
    private final SessionRepository sessions;
    int finds;
    int uses;

    CountingSessions(SessionRepository sessions) {
        this.sessions = sessions;
    }

    @Override
    public void recordSignIn(Session session, AuditEntry audit) {
        sessions.recordSignIn(session, audit);
    }

    @Override
    public Optional<Session> find(String tokenHash) {
        finds++;
        return sessions.find(tokenHash);
    }

    @Override
    public void recordUse(String tokenHash, Instant at) {
        uses++;
        sessions.recordUse(tokenHash, at);
    }

    @Override
    public void recordSignOut(String tokenHash, AuditEntry audit) {
        sessions.recordSignOut(tokenHash, audit);
    }

    @Override
    public int forgetExpired(Instant before) {
        return sessions.forgetExpired(before);
    }
}
