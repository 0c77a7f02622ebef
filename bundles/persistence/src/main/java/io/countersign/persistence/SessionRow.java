package io.countersign.persistence;

import io.countersign.core.access.Session;
import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** Row of {@code session}. */
@Entity
@Table(name = "session")
class SessionRow {
    @Id
    @Column(name = "token_hash")
    private String tokenHash;

    @Column(name = "user_id")
    private String userId;

    private String address;

    @Column(name = "created_at")
    private OffsetDateTime createdAt;

    @Column(name = "last_used_at")
    private OffsetDateTime lastUsedAt;

    @Column(name = "expires_at")
    private OffsetDateTime expiresAt;

    @SuppressWarnings("NullAway.Init") // OpenJPA fills the fields
    protected SessionRow() {}

    SessionRow(Session session) {
        tokenHash = session.tokenHash();
        userId = session.userId();
        address = session.address();
        createdAt = Timestamps.column(session.createdAt());
        lastUsedAt = Timestamps.column(session.lastUsedAt());
        expiresAt = Timestamps.column(session.expiresAt());
    }

    Session toSession() {
        return new Session(
                tokenHash, userId, address, createdAt.toInstant(), lastUsedAt.toInstant(), expiresAt.toInstant());
    }
}
