package io.countersign.core.access;

import io.countersign.core.audit.AuditEntry;
import java.util.List;
import java.util.Optional;

/** Port: accounts and their password hashes. Each verb is one transaction. */
public interface UserRepository {

    /** How many accounts there are. */
    long count();

    Optional<User> findByUsername(String username);

    Optional<User> findById(String id);

    /** The encoded password hash of an account, never shown to anyone. */
    Optional<String> findPasswordHash(String userId);

    /** All accounts by username; at most {@code limit}, after the given username when not empty. */
    List<User> list(String afterUsername, int limit);

    /**
     * Adds an account.
     *
     * @return false when the username is taken; nothing is written then
     */
    boolean recordCreation(User user, String passwordHash, AuditEntry audit);

    /** Replaces the hash and ends all sessions of the account, since one of them may be a thief's. */
    void recordPasswordChange(String userId, String passwordHash, AuditEntry audit);
}
