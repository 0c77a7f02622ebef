package io.countersign.core.access;

import io.countersign.core.audit.AuditEntry;
import java.time.Instant;
import java.util.Optional;

/** Port: signed-in sessions. Each verb is one transaction. */
public interface SessionRepository {

    void recordSignIn(Session session, AuditEntry audit);

    Optional<Session> find(String tokenHash);

    /** Moves the idle limit; not audited. */
    void recordUse(String tokenHash, Instant at);

    void recordSignOut(String tokenHash, AuditEntry audit);

    /** Forgets sessions that ended before the given time; returns how many. */
    int forgetExpired(Instant before);
}
