package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.core.execution.ExecutionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

/**
 * One open transaction: SQL with positional arguments, and the entities of the same connection. {@code {now}} in SQL
 * stands for the time of the database.
 */
final class Transaction {
    private final Connection connection;
    private final Vendor vendor;
    private final Supplier<EntityManager> opening;
    private @Nullable EntityManager entities;

    Transaction(Connection connection, Vendor vendor, Supplier<EntityManager> opening) {
        this.connection = connection;
        this.vendor = vendor;
        this.opening = opening;
    }

    /** Reads one row. */
    interface Reading<T> {
        T from(ResultSet row) throws SQLException;
    }

    EntityManager entities() {
        EntityManager opened = entities;
        if (opened == null) {
            opened = opening.get();
            opened.getTransaction().begin();
            entities = opened;
        }
        return opened;
    }

    /** Answers how many rows were changed. */
    int update(String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    /** Runs the statement once for each list of arguments. */
    void updateAll(String sql, List<@Nullable Object[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect(sql))) {
            for (@Nullable Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /**
     * Runs an INSERT unless a row with the same key is there, waiting for whoever is just writing one; answers whether it
     * was inserted. The transaction goes on either way.
     */
    boolean insertIfAbsent(String sql, @Nullable Object... arguments) throws SQLException {
        if (vendor == Vendor.POSTGRESQL) {
            return update(sql + " ON CONFLICT DO NOTHING", arguments) == 1;
        }
        try {
            return update(sql, arguments) == 1;
        } catch (SQLException e) {
            if (DatabaseException.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    <T> List<T> list(String sql, Reading<T> reading, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reading.from(rows));
            }
            return found;
        }
    }

    <T> Optional<T> first(String sql, Reading<T> reading, @Nullable Object... arguments) throws SQLException {
        return list(sql, reading, arguments).stream().findFirst();
    }

    /** Of a query that always answers one row. */
    <T> T one(String sql, Reading<T> reading, @Nullable Object... arguments) throws SQLException {
        return first(sql, reading, arguments)
                .orElseThrow(() -> new DatabaseException("a query that must answer a row answered none: " + sql));
    }

    /** Writes what the entities still hold back; called before the commit. */
    void flush() {
        if (entities != null) {
            entities.getTransaction().commit();
        }
    }

    void close() {
        if (entities != null) {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.close();
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(dialect(sql));
        bind(statement, arguments);
        return statement;
    }

    private String dialect(String sql) {
        return sql.replace("{now}", vendor.now());
    }

    private static void bind(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, column(arguments[i]));
        }
    }

    private static @Nullable Object column(@Nullable Object argument) {
        if (argument instanceof Instant instant) {
            return Timestamps.column(instant);
        }
        if (argument instanceof Enum<?> word) {
            return word.name();
        }
        if (argument instanceof ExecutionId id) {
            return id.text();
        }
        if (argument instanceof Json json) {
            return json.toText();
        }
        return argument;
    }
}
