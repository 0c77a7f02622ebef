package io.countersign.persistence;

import io.countersign.core.access.User;
import io.countersign.core.access.UserRepository;
import io.countersign.core.audit.AuditEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Accounts in the database. */
@Component(service = UserRepository.class)
public final class JpaUserRepository implements UserRepository {
    private final Transactions transactions;

    @Activate
    public JpaUserRepository(@Reference Database database) {
        this.transactions = database.transactions();
    }

    @Override
    public long count() {
        return transactions.call(transaction ->
                transaction.one("SELECT COUNT(*) AS users FROM user_account", row -> row.getLong("users")));
    }

    @Override
    public Optional<User> findByUsername(String username) {
        return transactions.call(transaction ->
                byUsername(transaction, username).map(UserRow::toUser).findFirst());
    }

    @Override
    public Optional<User> findById(String id) {
        return transactions.call(
                transaction -> Optional.ofNullable(transaction.entities().find(UserRow.class, id))
                        .map(UserRow::toUser));
    }

    @Override
    public Optional<String> findPasswordHash(String userId) {
        return transactions.call(
                transaction -> Optional.ofNullable(transaction.entities().find(UserRow.class, userId))
                        .map(UserRow::passwordHash));
    }

    @Override
    public List<User> list(String afterUsername, int limit) {
        return transactions.call(transaction -> transaction
                .entities()
                .createQuery("SELECT u FROM UserRow u WHERE u.username > ?1 ORDER BY u.username", UserRow.class)
                .setParameter(1, afterUsername)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(UserRow::toUser)
                .toList());
    }

    @Override
    public boolean recordCreation(User user, String passwordHash, AuditEntry audit) {
        try {
            return transactions.call(transaction -> {
                if (byUsername(transaction, user.username()).findAny().isPresent()) {
                    return false;
                }
                transaction.entities().persist(new UserRow(user, passwordHash));
                AuditLog.append(transaction, audit);
                return true;
            });
        } catch (DatabaseException e) {
            // another node was faster
            if (e.isDuplicate() && findByUsername(user.username()).isPresent()) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void recordPasswordChange(String userId, String passwordHash, AuditEntry audit) {
        transactions.run(transaction -> {
            UserRow row = transaction.entities().find(UserRow.class, userId);
            if (row == null) {
                throw new IllegalArgumentException("there is no user with id '" + userId + "'");
            }
            row.changePasswordHash(passwordHash);
            transaction.update("DELETE FROM session WHERE user_id = ?", userId);
            AuditLog.append(transaction, audit);
        });
    }

    private static Stream<UserRow> byUsername(Transaction transaction, String username) {
        return transaction
                .entities()
                .createQuery("SELECT u FROM UserRow u WHERE u.username = ?1", UserRow.class)
                .setParameter(1, username)
                .getResultList()
                .stream();
    }
}
