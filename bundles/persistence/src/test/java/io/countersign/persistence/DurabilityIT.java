package io.countersign.persistence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.NewExecution;
import io.countersign.core.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.Test;

/** What was acknowledged is there after a crash, and a database that would not promise it is refused. */
public final class DurabilityIT {
    private static final int ROUNDS = 3;
    private static final int ACKNOWLEDGED_MIN = 200;

    @Test
    public void killedProcessLosesNothingItAcknowledgedOnH2() throws Exception {
        DatabaseSettings settings = TestDatabases.h2Settings(TestDatabases.directory());
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (OtherProcess process = OtherProcess.start(SubmittingProcess.class, settings)) {
                for (int i = 0; i < ACKNOWLEDGED_MIN; i++) {
                    acknowledged.add(process.readLine());
                }
                process.kill().stream().filter(id -> id.length() == 32).forEach(acknowledged::add);
            }
            try (Database database = Database.open(settings)) {
                assertAllThere(database, acknowledged);
            }
        }
    }

    /** Each copy is the file as a restart after a sudden death would find it. */
    @Test
    public void everyCommitIsFoundWhereSpaceIsReused() throws Exception {
        DatabaseSettings settings = TestDatabases.h2Settings(TestDatabases.directory());
        try (Database database = Database.open(settings)) {
            owner(settings, "SET RETENTION_TIME 0");
            JdbcExecutionRepository executions = new JdbcExecutionRepository(database);
            for (int copy = 0; copy < 20; copy++) {
                ExecutionId newest = Samples.submitted(executions);
                assertTrue("commits before copy " + copy, isInCopy(settings, newest));
            }
        }
    }

    /** As by Ctrl-C in the shell. Some of its calls fail; what they said and what is stored must agree. */
    @Test
    public void databaseStaysOpenWhenItsCallersAreInterrupted() throws Exception {
        DatabaseSettings settings = TestDatabases.h2Settings(TestDatabases.directory());
        try (Database database = Database.open(settings)) {
            JdbcExecutionRepository executions = new JdbcExecutionRepository(database);
            List<ExecutionId> noted = Collections.synchronizedList(new ArrayList<>());
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            Thread caller = new Thread(() -> {
                while (noted.size() < 150 && System.nanoTime() - deadline < 0) {
                    try {
                        ExecutionId id = Samples.submitted(executions);
                        noted.add(id);
                        executions.find(id);
                    } catch (DatabaseException e) {
                        Thread.interrupted();
                    }
                }
            });
            caller.start();
            while (caller.isAlive()) {
                caller.interrupt();
                caller.join(1);
            }
            assertEquals(150, noted.size());
            for (ExecutionId id : noted) {
                assertTrue(id.toString(), executions.find(id).isPresent());
            }
        }
    }

    @Test
    public void intentIsOnTheDiskWhenItReturns() throws Exception {
        DatabaseSettings settings = TestDatabases.h2Settings(TestDatabases.directory());
        try (Database database = Database.open(settings)) {
            JdbcExecutionRepository executions = new JdbcExecutionRepository(database);
            ExecutionId execution = Samples.submitted(executions);
            var effect = Samples.plannedEffect("pay", "lock");
            long fence = Samples.started(executions, execution, effect);
            executions.recordIntent(
                    Samples.intent(execution, effect), fence, Samples.audit(AuditAction.EFFECT_INTENT, execution));

            // the file as another process would find it now
            Path copy = TestDatabases.directory().resolve("countersign.mv.db");
            Files.copy(file(settings), copy);
            DatabaseSettings copied = new DatabaseSettings(
                    "jdbc:h2:file:" + copy.toString().replace(".mv.db", ""),
                    settings.ownerUser(),
                    settings.ownerPasswordFile(),
                    settings.appUser(),
                    settings.appPasswordFile(),
                    settings.poolSizeMax());
            try (Database found = Database.open(copied)) {
                assertEquals(
                        1,
                        new JdbcExecutionRepository(found)
                                .openEffects(List.of("lock"))
                                .size());
            }
        }
    }

    @Test
    public void delayedWritesAreRefused() throws Exception {
        DatabaseSettings settings = TestDatabases.h2Settings(TestDatabases.directory());
        DatabaseSettings delayed = new DatabaseSettings(
                settings.url() + ";WRITE_DELAY=500",
                settings.ownerUser(),
                settings.ownerPasswordFile(),
                settings.appUser(),
                settings.appPasswordFile(),
                settings.poolSizeMax());
        assertMessage("WRITE_DELAY", assertThrows(DatabaseException.class, () -> Database.open(delayed)));

        try (Database database = Database.open(settings);
                Connection owner = TestDatabases.connect(settings, settings.ownerUser(), settings.ownerPasswordFile());
                Statement statement = owner.createStatement()) {
            H2Database.requireWritesAtOnce(owner);
            statement.execute("SET WRITE_DELAY 500");
            assertMessage("500 ms", assertThrows(DatabaseException.class, () -> H2Database.requireWritesAtOnce(owner)));
            assertNotEquals(null, database);
        }
    }

    @Test
    public void postgresThatAcknowledgesTooEarlyIsRefused() throws Exception {
        DatabaseSettings settings = TestDatabases.postgresSettings();
        try (Connection app = TestDatabases.connect(settings, settings.appUser(), settings.appPasswordFile());
                Statement statement = app.createStatement()) {
            PostgresDatabase.requireDurable(app);
            statement.execute("SET synchronous_commit = off");
            assertMessage(
                    "synchronous_commit",
                    assertThrows(DatabaseException.class, () -> PostgresDatabase.requireDurable(app)));
        }
    }

    @Test
    public void firstStartMakesPasswordsThatOnlyTheOwnerReads() throws IOException {
        DatabaseSettings settings = TestDatabases.h2Settings(TestDatabases.directory());
        Database.open(settings).close();

        for (Path file : List.of(settings.ownerPasswordFile(), settings.appPasswordFile())) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals(32, Files.readString(file).strip().length());
        }
        assertNotEquals(Files.readString(settings.ownerPasswordFile()), Files.readString(settings.appPasswordFile()));

        Files.delete(settings.appPasswordFile());
        assertMessage("app.password is missing", assertThrows(DatabaseException.class, () -> Database.open(settings)));
    }

    @Test
    public void unreachableDatabaseIsNamedWithItsRemedy() {
        DatabaseSettings settings = TestDatabases.postgresSettings();
        DatabaseSettings nobody = new DatabaseSettings(
                settings.url().replaceFirst(":\\d+/", ":1/"),
                settings.ownerUser(),
                settings.ownerPasswordFile(),
                settings.appUser(),
                settings.appPasswordFile(),
                4);

        assertMessage("check that it runs", assertThrows(DatabaseException.class, () -> Database.open(nobody)));
    }

    @Test
    public void schemaOfANewerVersionIsRefused() throws Exception {
        DatabaseSettings settings = TestDatabases.h2Settings(TestDatabases.directory());
        Database.open(settings).close();
        owner(
                settings,
                "INSERT INTO \"schema_history\" SELECT 99, '99', \"description\", \"type\", 'V99__later.sql',"
                        + " \"checksum\", \"installed_by\", \"installed_on\", \"execution_time\", \"success\""
                        + " FROM \"schema_history\" WHERE \"version\" = '1'",
                "UPDATE schema_digest SET digest = 'of a newer version'");

        assertMessage(
                "could not be brought up to date",
                assertThrows(DatabaseException.class, () -> Database.open(settings)));
    }

    @Test
    public void keysAreForgottenAfterThirtyDays() throws Exception {
        DatabaseSettings settings = TestDatabases.h2Settings(TestDatabases.directory());
        try (Database database = Database.open(settings)) {
            JdbcExecutionRepository executions = new JdbcExecutionRepository(database);
            NewExecution first = submit(executions);
            owner(settings, "UPDATE idempotency_key SET created_at = DATEADD(DAY, -29, created_at)");
            assertEquals(first.id(), again(executions, first));

            owner(settings, "UPDATE idempotency_key SET created_at = DATEADD(DAY, -2, created_at)");
            ExecutionId second = again(executions, first);
            assertNotEquals(first.id(), second);
            assertEquals(second, again(executions, first));
        }
    }

    private static boolean isInCopy(DatabaseSettings settings, ExecutionId execution) throws Exception {
        Path copy = TestDatabases.directory().resolve("copy.mv.db");
        Files.copy(file(settings), copy);
        try (Connection found = DriverManager.getConnection(
                        "jdbc:h2:file:" + copy.toString().replace(".mv.db", ""),
                        settings.ownerUser(),
                        Files.readString(settings.ownerPasswordFile()).strip());
                PreparedStatement statement = found.prepareStatement("SELECT id FROM execution WHERE id = ?")) {
            statement.setString(1, execution.toString());
            return statement.executeQuery().next();
        }
    }

    private static Path file(DatabaseSettings settings) {
        return Path.of(settings.url().substring("jdbc:h2:file:".length()) + ".mv.db");
    }

    private static NewExecution submit(JdbcExecutionRepository executions) {
        NewExecution submission = Samples.submission("bank.transfer", "u-1", "key");
        executions.recordSubmission(submission, Samples.audit(AuditAction.EXECUTION_SUBMITTED, submission.id()));
        return submission;
    }

    private static ExecutionId again(JdbcExecutionRepository executions, NewExecution first) {
        NewExecution submission = Samples.submission(first.operation(), first.initiatorId(), first.idempotencyKey());
        return executions
                .recordSubmission(submission, Samples.audit(AuditAction.EXECUTION_SUBMITTED, submission.id()))
                .execution()
                .id();
    }

    private static void assertAllThere(Database database, List<String> acknowledged) {
        JdbcExecutionRepository executions = new JdbcExecutionRepository(database);
        AuditRepository audit = new JdbcAuditRepository(database);
        for (String id : acknowledged) {
            ExecutionId execution = new ExecutionId(id);
            assertEquals(
                    ExecutionState.PLANNING,
                    executions.find(execution).orElseThrow().state());
            assertEquals(
                    List.of(1L),
                    executions.events(execution, 0, 10).stream()
                            .map(ExecutionEvent::number)
                            .toList());
            assertEquals(1, TestDatabases.work(database, execution).size());
            assertEquals(1, audit.list("sample:" + id, "", Long.MAX_VALUE, 10).size());
        }
    }

    private static void owner(DatabaseSettings settings, String... statements) throws SQLException {
        try (Connection owner = TestDatabases.connect(settings, settings.ownerUser(), settings.ownerPasswordFile());
                Statement statement = owner.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void assertMessage(String part, DatabaseException thrown) {
        assertTrue(thrown.getMessage(), String.valueOf(thrown.getMessage()).contains(part));
    }
}
