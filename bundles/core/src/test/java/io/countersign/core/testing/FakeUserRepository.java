package io.countersign.core.testing;

import io.countersign.core.access.User;
import io.countersign.core.access.UserRepository;
import io.countersign.core.audit.AuditEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Accounts in memory. */
public final class FakeUserRepository implements UserRepository {
    private final FakeAuditRepository audit;
    private final FakeSessionRepository sessions;
    private final TreeMap<String, User> byUsername = new TreeMap<>();
    private final Map<String, String> passwordHashes = new HashMap<>();

    public FakeUserRepository(FakeAuditRepository audit) {
        this(audit, new FakeSessionRepository(audit));
    }

    /** @param sessions end when the password of their account changes */
    public FakeUserRepository(FakeAuditRepository audit, FakeSessionRepository sessions) {
        this.audit = audit;
        this.sessions = sessions;
    }

    @Override
    public synchronized long count() {
        return byUsername.size();
    }

    @Override
    public synchronized Optional<User> findByUsername(String username) {
        return Optional.ofNullable(byUsername.get(username));
    }

    @Override
    public synchronized Optional<User> findById(String id) {
        return byUsername.values().stream().filter(user -> user.id().equals(id)).findFirst();
    }

    @Override
    public synchronized Optional<String> findPasswordHash(String userId) {
        return Optional.ofNullable(passwordHashes.get(userId));
    }

    @Override
    public synchronized List<User> list(String afterUsername, int limit) {
        return byUsername.tailMap(afterUsername, false).values().stream()
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized boolean recordCreation(User user, String passwordHash, AuditEntry entry) {
        if (byUsername.putIfAbsent(user.username(), user) != null) {
            return false;
        }
        passwordHashes.put(user.id(), passwordHash);
        audit.record(entry);
        return true;
    }

    @Override
    public synchronized void recordPasswordChange(String userId, String passwordHash, AuditEntry entry) {
        if (passwordHashes.replace(userId, passwordHash) == null) {
            throw new IllegalArgumentException("there is no user with id '" + userId + "'");
        }
        sessions.endAllOf(userId);
        audit.record(entry);
    }
}
