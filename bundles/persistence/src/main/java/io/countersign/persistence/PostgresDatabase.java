package io.countersign.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What PostgreSQL must promise before it is trusted with money. */
final class PostgresDatabase {
    private PostgresDatabase() {}

    /** @throws DatabaseException when commits are acknowledged before they are on the disk */
    static void requireDurable(Connection connection) throws SQLException {
        require(connection, "fsync", "set it to on in postgresql.conf");
        require(
                connection,
                "synchronous_commit",
                "set it to on for this user: ALTER ROLE … SET synchronous_commit = on");
    }

    private static void require(Connection connection, String setting, String remedy) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SHOW " + setting)) {
            String value = found.next() ? found.getString(1) : "unknown";
            if ("off".equals(value)) {
                throw new DatabaseException("PostgreSQL's " + setting + " is off: it would acknowledge commits that a"
                        + " crash loses. Nothing is started; " + remedy);
            }
        }
    }
}
