package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.core.execution.ExecutionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

/**
 * One open transaction: SQL with positional arguments, and the entities of the same connection. {@code {now}} in SQL
 * stands for the time of the database. Rows that nobody in the transaction looks at are added at its end, all of a
 * statement at once: with several verbs in one transaction that saves most of the ways to the database.
 */
final class Transaction {
    private final Connection connection;
    private final Vendor vendor;
    private final Supplier<EntityManager> opening;
    private final Map<String, List<@Nullable Object[]>> soon = new LinkedHashMap<>();
    private final Map<String, List<@Nullable Object[]>> later = new LinkedHashMap<>();
    private final Map<String, List<Object>> onceLater = new LinkedHashMap<>();
    private @Nullable EntityManager entities;
    private @Nullable Instant now;

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

    /**
     * Runs the statement at the end of the transaction, together with others of the same text. It must not matter how
     * many rows it changes, nor whether it comes before or after those of another text.
     */
    void later(String sql, @Nullable Object... arguments) {
        later.computeIfAbsent(sql, key -> new ArrayList<>()).add(arguments);
    }

    /** Like {@link #later}, but before all that is put off there: for rows that others refer to. */
    void soon(String sql, @Nullable Object... arguments) {
        soon.computeIfAbsent(sql, key -> new ArrayList<>()).add(arguments);
    }

    /** Runs the statement once, after all the others, with all elements as its only argument, an array of text. */
    void onceLater(String sql, String element) {
        onceLater.computeIfAbsent(sql, key -> new ArrayList<>()).add(element);
    }

    /**
     * Runs an UPDATE of one row and reads columns as they are afterwards.
     *
     * @return empty when it changed none
     */
    <T> Optional<T> updateAndRead(String update, String columns, Reading<T> reading, @Nullable Object... arguments)
            throws SQLException {
        return first(vendor.updateAndRead(update, columns), reading, arguments);
    }

    /**
     * Runs an UPDATE of one row, of another one with each list of arguments, and reads numbers as they are afterwards.
     *
     * @return for each list of arguments in order; empty where no row was changed
     */
    <T> List<Optional<T>> updateEachAndRead(
            String update, String[] columns, Reading<T> reading, List<@Nullable Object[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect(update), vendor.named(columns))) {
            for (@Nullable Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            int[] changed = statement.executeBatch();
            try (ResultSet after = statement.getGeneratedKeys()) {
                List<Optional<T>> read = new ArrayList<>();
                for (int count : changed) {
                    read.add(count == 1 && after.next() ? Optional.of(reading.from(after)) : Optional.empty());
                }
                return read;
            }
        }
    }

    /** The time of the database, read once in a transaction; never later than the commit. */
    Instant now() throws SQLException {
        Instant known = now;
        if (known == null) {
            known = one("SELECT {now} AS now", row -> Timestamps.read(row, "now"));
            now = known;
        }
        return known;
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

    /** Writes what was put off and what the entities still hold back; called before the commit. */
    void flush() throws SQLException {
        if (entities != null && entities.getTransaction().isActive()) {
            entities.getTransaction().commit();
        }
        runAll(soon);
        runAll(later);
        for (Map.Entry<String, List<Object>> put : onceLater.entrySet()) {
            Object[] elements = put.getValue().toArray();
            update(put.getKey(), connection.createArrayOf(vendor.textType(), elements));
        }
        onceLater.clear();
    }

    private void runAll(Map<String, List<@Nullable Object[]>> puts) throws SQLException {
        for (Map.Entry<String, List<@Nullable Object[]>> put : puts.entrySet()) {
            updateAll(put.getKey(), put.getValue());
        }
        puts.clear();
    }

    private void updateAll(String sql, List<@Nullable Object[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect(sql))) {
            for (@Nullable Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
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
