package io.countersign.persistence;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The databases we run on, and the little they do differently. */
enum Vendor {
    /** Within a transaction H2's clock stands still; ours are milliseconds long, and an early time errs to safety. */
    H2("h2", "current_timestamp(6)") {
        @Override
        Driver driver() {
            return new org.h2.Driver();
        }

        @Override
        Map<String, String> types() {
            return Map.of(
                    "text", "varchar",
                    "longtext", "clob",
                    "bytes", "varbinary",
                    "longbytes", "blob",
                    "ordered", "");
        }

        @Override
        String updateAndRead(String update, String columns) {
            return "SELECT " + columns + " FROM FINAL TABLE (" + update + ")";
        }

        @Override
        String addWork() {
            return "MERGE INTO scheduled_tasks t USING (VALUES (CAST(? AS VARCHAR), CAST(? AS VARCHAR),"
                    + " CAST(? AS TIMESTAMP(6) WITH TIME ZONE))) AS added (name, instance, due)"
                    + " ON t.task_name = added.name AND t.task_instance = added.instance WHEN NOT MATCHED THEN"
                    + " INSERT (task_name, task_instance, execution_time, picked, version)"
                    + " VALUES (added.name, added.instance, added.due, FALSE, 1)";
        }

        @Override
        String textType() {
            return "VARCHAR";
        }
    },

    POSTGRESQL("postgres", "clock_timestamp()") {
        @Override
        Driver driver() {
            return new org.postgresql.Driver();
        }

        @Override
        Map<String, String> types() {
            return Map.of(
                    "text", "text",
                    "longtext", "text",
                    "bytes", "bytea",
                    "longbytes", "bytea",
                    "ordered", " collate \"C\"");
        }

        @Override
        String updateAndRead(String update, String columns) {
            return update + " RETURNING " + columns;
        }

        @Override
        String addWork() {
            return "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                    + " VALUES (?, ?, ?, FALSE, 1) ON CONFLICT DO NOTHING";
        }

        @Override
        String textType() {
            return "text";
        }
    };

    /** Between two statements of a transaction; ours are milliseconds long, and work is taken over after seconds. */
    static final Duration IDLE_IN_TRANSACTION_MAX = Duration.ofSeconds(5);

    private final String jpaDictionary;
    private final String now;

    Vendor(String jpaDictionary, String now) {
        this.jpaDictionary = jpaDictionary;
        this.now = now;
    }

    static Vendor ofUrl(String url) {
        if (url.startsWith("jdbc:h2:file:")) {
            return H2;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new DatabaseException("url '" + url + "' in etc/" + PersistenceConfig.PID
                + ".cfg is not supported; write jdbc:h2:file:… or jdbc:postgresql://…");
    }

    abstract Driver driver();

    /** The url of a connection. */
    String url(DatabaseSettings settings) {
        return this == H2 ? H2Database.url(settings) : settings.url();
    }

    /** Options of the driver: one statement for the rows of a batch. */
    Map<String, String> driverOptions() {
        return this == H2 ? Map.of() : Map.of("reWriteBatchedInserts", "true");
    }

    /**
     * What a connection of the application is told first. A node that stands still in the middle of a transaction, or is
     * cut off, must not keep the rows it has locked from those who take over its work: the server gives them back.
     */
    @Nullable
    String onConnect() {
        return this == H2 ? null : "SET idle_in_transaction_session_timeout = " + IDLE_IN_TRANSACTION_MAX.toMillis();
    }

    /** What the owner does first of all. */
    void prepare(Connection owner, String appUser, String appPassword) throws SQLException {
        if (this == H2) {
            H2Database.writeAtOnce(owner);
            H2Database.createApplicationUser(owner, appUser, appPassword);
        }
    }

    /** @throws DatabaseException when the database would acknowledge commits that a crash loses */
    void requireDurable(Connection connection) throws SQLException {
        if (this == H2) {
            H2Database.requireWritesAtOnce(connection);
            return;
        }
        PostgresDatabase.requireDurable(connection);
    }

    /** A user's name as the database stores it. */
    String quoted(String user) {
        return "\"" + (this == H2 ? user.toUpperCase(Locale.ROOT) : user) + "\"";
    }

    /** What the schema's type names stand for. */
    abstract Map<String, String> types();

    /** Columns of the schema as the driver wants them named. */
    String[] named(String... columns) {
        return this == H2
                ? Arrays.stream(columns)
                        .map(column -> column.toUpperCase(Locale.ROOT))
                        .toArray(String[]::new)
                : columns;
    }

    /** An UPDATE that answers columns of the rows it changed. */
    abstract String updateAndRead(String update, String columns);

    /** SQL that adds a work item unless it is there: name of the task, its instance, when it is due. */
    abstract String addWork();

    /** Of the elements of an array. */
    abstract String textType();

    /** OpenJPA's name for its dialect. */
    String jpaDictionary() {
        return jpaDictionary;
    }

    /** How db-scheduler talks to it. */
    JdbcCustomization workQueueDialect() {
        return this == H2 ? new DefaultJdbcCustomization(false) : new PostgreSqlJdbcCustomization(false, false);
    }

    /** SQL for the time of the database. */
    String now() {
        return now;
    }
}
