package io.countersign.persistence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.PlanRecord;
import io.countersign.core.testing.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** What the application's user cannot do even by SQL, and that a user who could is refused at start. */
@RunWith(Parameterized.class)
public final class LogSafetyIT {
    private static final Set<String> NO_PRIVILEGE = Set.of("42501", "90096");
    /** H2 first looks whether other tables refer to it. */
    private static final Set<String> NO_TRUNCATION = Set.of("42501", "90096", "90106");

    private static final Set<String> CHECK_VIOLATION = Set.of("23514", "23513");

    private final Vendor vendor;
    private DatabaseSettings settings;

    public LogSafetyIT(Vendor vendor) {
        this.vendor = vendor;
    }

    @Parameters(name = "{0}")
    public static Object[] vendors() {
        return Vendor.values();
    }

    @Before
    public void openDatabase() {
        settings = vendor == Vendor.H2
                ? TestDatabases.h2Settings(TestDatabases.directory())
                : TestDatabases.postgresSettings();
        try (Database database = Database.open(settings)) {
            Samples.submitted(new JdbcExecutionRepository(database));
        }
    }

    @Test
    public void applicationCannotChangeLogs() throws SQLException {
        try (Connection app = app()) {
            for (String table :
                    List.of("audit_entry", "audit_pending", "execution_event", "execution_log", "decision")) {
                refused(NO_PRIVILEGE, app, "DELETE FROM " + table);
                refused(NO_TRUNCATION, app, "TRUNCATE TABLE " + table);
                refused(NO_PRIVILEGE, app, "DROP TABLE " + table);
            }
            refused(NO_PRIVILEGE, app, "UPDATE audit_entry SET subject = 'x'");
            refused(NO_PRIVILEGE, app, "UPDATE audit_pending SET number = 0");
            refused(NO_PRIVILEGE, app, "UPDATE execution_event SET kind = 'x'");
            refused(NO_PRIVILEGE, app, "UPDATE decision SET kind = 'APPROVED'");
            refused(NO_PRIVILEGE, app, "ALTER TABLE audit_entry ADD COLUMN more INTEGER");
            refused(NO_PRIVILEGE, app, "CREATE TABLE mine (id INTEGER)");
            refused(NO_PRIVILEGE, app, "SELECT * FROM schema_digest");
        }
    }

    @Test
    public void nobodyDecidesOnTheirOwnExecutionEvenBySql() throws SQLException {
        ExecutionId execution;
        PlanRecord plan;
        String initiator;
        try (Database database = Database.open(settings)) {
            JdbcExecutionRepository executions = new JdbcExecutionRepository(database);
            execution = Samples.submitted(executions);
            plan = Samples.planned(executions, execution);
            initiator = executions.find(execution).orElseThrow().initiatorId();
        }
        String insert = "INSERT INTO decision VALUES ('%s', '%s', '%s', 'me', 'APPROVED', '"
                + plan.document().digest() + "', '', CURRENT_TIMESTAMP, 9)";
        try (Connection app = app()) {
            refused(CHECK_VIOLATION, app, String.format(insert, execution, initiator, initiator));
            // nor by naming somebody else as the initiator
            refused(Set.of("23503", "23506"), app, String.format(insert, execution, "somebody", initiator));
            try (Statement statement = app.createStatement()) {
                assertEquals(1, statement.executeUpdate(String.format(insert, execution, initiator, "u-other")));
            }
        }
    }

    @Test
    public void userWhoCouldChangeTheLogIsRefusedAtStart() throws SQLException {
        owner("GRANT UPDATE ON audit_entry TO " + vendor.quoted(settings.appUser()));
        try {
            DatabaseException refused = assertThrows(DatabaseException.class, () -> Database.open(settings));
            assertTrue(
                    refused.getMessage(), String.valueOf(refused.getMessage()).contains("audit log is not safe"));
        } finally {
            owner("REVOKE UPDATE ON audit_entry FROM " + vendor.quoted(settings.appUser()));
        }
        Database.open(settings).close();
    }

    @Test
    public void ownerOfPostgresCannotChangeTheLogInPassing() throws SQLException {
        if (vendor == Vendor.H2) {
            return;
        }
        try (Connection owner = TestDatabases.connect(settings, settings.ownerUser(), settings.ownerPasswordFile())) {
            for (String sql : List.of(
                    "UPDATE audit_entry SET subject = 'x'",
                    "DELETE FROM audit_entry",
                    "TRUNCATE audit_entry CASCADE")) {
                refused(Set.of("P0001"), owner, sql);
            }
        }
    }

    private Connection app() throws SQLException {
        return TestDatabases.connect(settings, settings.appUser(), settings.appPasswordFile());
    }

    private void owner(String sql) throws SQLException {
        try (Connection owner = TestDatabases.connect(settings, settings.ownerUser(), settings.ownerPasswordFile());
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void refused(Set<String> sqlStates, Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            SQLException thrown = assertThrows(sql, SQLException.class, () -> statement.execute(sql));
            assertTrue(
                    sql + " was refused with " + thrown.getSQLState() + ": " + thrown.getMessage(),
                    sqlStates.contains(thrown.getSQLState()));
        }
    }
}
