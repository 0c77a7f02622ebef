package io.countersign.persistence;

import io.countersign.core.plan.Sha256;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the application's user may do: no more than the code needs, and never change a line of a log. */
final class Grants {
    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);
    private static final Set<String> NO_PRIVILEGE = Set.of("42501", "90096");
    private static final String ADD = "SELECT, INSERT";
    private static final String CHANGE = "SELECT, INSERT, UPDATE";
    private static final String REPLACE = "SELECT, INSERT, DELETE";
    private static final String ALL = "SELECT, INSERT, UPDATE, DELETE";

    private static final Map<String, String> BY_TABLE = Map.ofEntries(
            Map.entry("audit_entry", ADD),
            Map.entry("audit_pending", ADD),
            Map.entry("execution_event", ADD),
            Map.entry("execution_log", ADD),
            Map.entry("execution_plan", ADD),
            Map.entry("execution_step", ADD),
            Map.entry("restored_execution", ADD),
            Map.entry("decision", ADD),
            Map.entry("execution", CHANGE),
            Map.entry("effect", CHANGE),
            Map.entry("effect_attempt", CHANGE),
            Map.entry("operation_release", CHANGE),
            Map.entry("operation_place", CHANGE),
            Map.entry("stored_file", CHANGE),
            Map.entry("user_account", CHANGE),
            Map.entry("idempotency_key", REPLACE),
            Map.entry("effect_lock", REPLACE),
            Map.entry("inbound_event", REPLACE),
            Map.entry("resolution_proposal", REPLACE),
            Map.entry("settlement_state", REPLACE),
            Map.entry("user_role", REPLACE),
            Map.entry("store_identity", ADD),
            Map.entry("node", ALL),
            Map.entry("session", ALL),
            Map.entry("scheduled_tasks", ALL));

    private final Vendor vendor;
    private final String appUser;

    Grants(Vendor vendor, String appUser) {
        this.vendor = vendor;
        this.appUser = appUser;
    }

    /** Changes whenever a grant does. */
    String digest() {
        return Sha256.hex(String.join("\n", statements()));
    }

    void hand(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            for (String grant : statements()) {
                statement.execute(grant);
            }
        }
    }

    /**
     * Tries what must be refused, on a connection of the application. Nothing is changed.
     *
     * @throws DatabaseException when the application's user could change the log
     */
    void requireLogsAreSafe(Connection app) throws SQLException {
        for (String table : List.of("audit_entry", "audit_pending")) {
            requireRefused(app, "DELETE FROM " + table + " WHERE 1 = 0");
        }
        requireRefused(app, "UPDATE audit_entry SET subject = subject WHERE 1 = 0");
        if (vendor == Vendor.POSTGRESQL) {
            warnOfSchemaRights(app);
        }
    }

    private void requireRefused(Connection app, String sql) throws SQLException {
        try (Statement statement = app.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            if (NO_PRIVILEGE.contains(String.valueOf(e.getSQLState()))) {
                return;
            }
            throw unsafe(sql, e);
        } finally {
            app.rollback();
        }
        throw unsafe(sql, null);
    }

    private DatabaseException unsafe(String sql, @Nullable SQLException otherObstacle) {
        return new DatabaseException(
                "user '" + appUser + "' has the right to run '" + sql + "', so the audit log is not safe from it."
                        + " Nothing is started; revoke the right, or name another appUser in etc/"
                        + PersistenceConfig.PID + ".cfg",
                otherObstacle);
    }

    private void warnOfSchemaRights(Connection app) throws SQLException {
        try (Statement statement = app.createStatement();
                ResultSet right = statement.executeQuery(
                        "SELECT current_schema(), has_schema_privilege(current_schema(), 'CREATE')")) {
            if (right.next() && right.getBoolean(2)) {
                LOG.warn(
                        "user '{}' may create tables, which it never needs; run as the database's administrator: REVOKE"
                                + " CREATE ON SCHEMA {} FROM PUBLIC",
                        appUser,
                        right.getString(1));
            }
        } finally {
            app.rollback();
        }
    }

    private List<String> statements() {
        List<String> statements = new ArrayList<>();
        new TreeMap<>(BY_TABLE)
                .forEach((table, rights) ->
                        statements.add("GRANT " + rights + " ON " + table + " TO " + vendor.quoted(appUser)));
        return statements;
    }
}
