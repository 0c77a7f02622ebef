package io.countersign.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.PersistenceException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each verb in one transaction of the application's user, again when the database chose it as a deadlock's victim. */
final class Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final int TRIES_MAX = 5;
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01");

    private final DataSource pool;
    private final CurrentConnection current;
    private final EntityManagerFactory entities;
    private final Vendor vendor;

    Transactions(DataSource pool, CurrentConnection current, EntityManagerFactory entities, Vendor vendor) {
        this.pool = pool;
        this.current = current;
        this.entities = entities;
        this.vendor = vendor;
    }

    /** What is done in a transaction; it may be run again, so it changes nothing but the database. */
    interface Body<T> {
        T in(Transaction transaction) throws SQLException;
    }

    /** A body without an answer. */
    interface Change {
        void in(Transaction transaction) throws SQLException;
    }

    void run(Change change) {
        call(transaction -> {
            change.in(transaction);
            return true;
        });
    }

    /**
     * Commits what the body did, or nothing of it when it throws.
     *
     * @throws DatabaseException when the database fails
     */
    <T> T call(Body<T> body) {
        if (current.isOpen()) {
            throw new IllegalStateException("a transaction is open on this thread; verbs do not nest");
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(Transactions.class.getClassLoader());
        try {
            return callRepeatedly(body);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Like {@link #call}, for a body that only reads, and with one statement at a time: nothing is committed. */
    <T> T read(Body<T> body) {
        try (Connection connection = pool.getConnection()) {
            // the pool sets it back
            connection.setAutoCommit(true);
            return body.in(new Transaction(connection, vendor, this::entityManager));
        } catch (SQLException e) {
            throw DatabaseException.of(e);
        }
    }

    private <T> T callRepeatedly(Body<T> body) {
        for (int tries = 1; ; tries++) {
            try {
                return callOnce(body);
            } catch (SQLException | PersistenceException e) {
                SQLException cause = sqlCause(e);
                if (cause == null) {
                    throw new DatabaseException("the database layer failed: " + e.getMessage(), e);
                }
                if (tries == TRIES_MAX || !TRY_AGAIN.contains(String.valueOf(cause.getSQLState()))) {
                    throw DatabaseException.of(cause);
                }
                LOG.debug("transaction is tried again: {}", cause.getMessage());
            }
        }
    }

    private <T> T callOnce(Body<T> body) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            current.open(connection);
            Transaction transaction = new Transaction(connection, vendor, this::entityManager);
            boolean committed = false;
            try {
                T result = body.in(transaction);
                transaction.flush();
                connection.commit();
                committed = true;
                return result;
            } finally {
                end(connection, transaction, committed);
            }
        }
    }

    private void end(Connection connection, Transaction transaction, boolean committed) throws SQLException {
        try {
            transaction.close();
        } finally {
            current.close();
            if (!committed) {
                connection.rollback();
            }
        }
    }

    private EntityManager entityManager() {
        return entities.createEntityManager();
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
