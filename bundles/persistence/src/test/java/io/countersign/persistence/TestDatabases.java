package io.countersign.persistence;

import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.WorkItem;
import io.countersign.core.testing.PortsUnderTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One H2 file and one PostgreSQL server for all tests of this JVM, each started when it is first asked for. */
public final class TestDatabases {
    /** What nobody has used yet, as {@link #postgres(String, String)} takes it. */
    public static final String EMPTY = "countersign_empty";

    private static @Nullable Database h2;
    private static @Nullable Database postgres;
    private static @Nullable EmbeddedPostgres server;

    private TestDatabases() {}

    static synchronized Database h2() {
        Database open = h2;
        if (open == null) {
            open = Database.open(h2Settings(directory()));
            closeAtExit(open);
            h2 = open;
        }
        return open;
    }

    static synchronized Database postgres() {
        Database open = postgres;
        if (open == null) {
            open = Database.open(postgresSettings());
            closeAtExit(open);
            postgres = open;
        }
        return open;
    }

    /** An H2 file of its own. */
    public static DatabaseAddress h2(Path directory) {
        return DatabaseAddress.of(h2Settings(directory));
    }

    /** A database of its own on the PostgreSQL server; empty, or a copy of one that nobody is connected to. */
    public static synchronized DatabaseAddress postgres(String name, String template) {
        DatabaseAddress first = DatabaseAddress.of(postgresSettings());
        administer(List.of(
                "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)",
                "CREATE DATABASE " + name + " OWNER countersign_owner TEMPLATE " + template));
        return first.at(first.url().replaceFirst("[^/]*$", name));
    }

    static DatabaseSettings h2Settings(Path directory) {
        return new DatabaseSettings(
                "jdbc:h2:file:" + directory.resolve("countersign"),
                "countersign_owner",
                directory.resolve("owner.password"),
                "countersign_app",
                directory.resolve("app.password"),
                8);
    }

    /** Of the server, which keeps what it acknowledged as a server in production does. */
    static synchronized DatabaseSettings postgresSettings() {
        EmbeddedPostgres running = server;
        try {
            if (running == null) {
                running = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setDataDirectory(directory().resolve("data"))
                        .setOverrideWorkingDirectory(directory().toFile())
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
                createUsers(running);
                server = running;
            }
            Path directory = directory();
            Path owner = directory.resolve("owner.password");
            Path app = directory.resolve("app.password");
            Files.writeString(owner, "owner-secret\n");
            Files.writeString(app, "app-secret\n");
            return new DatabaseSettings(
                    "jdbc:postgresql://localhost:" + running.getPort() + "/countersign",
                    "countersign_owner",
                    owner,
                    "countersign_app",
                    app,
                    8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw DatabaseException.of(e);
        }
    }

    static PortsUnderTest ports(Database database) {
        return new PortsUnderTest(
                new JdbcExecutionRepository(database),
                new JpaFileRepository(database),
                new JpaUserRepository(database),
                new JpaSessionRepository(database),
                new JpaReleaseRepository(database),
                new JdbcBackupRecords(database),
                new JdbcAuditRepository(database),
                new JdbcInboundRepository(database),
                execution -> work(database, execution));
    }

    static List<WorkItem> work(Database database, ExecutionId execution) {
        return database.transactions()
                .call(transaction -> transaction.list(
                        "SELECT task_instance FROM scheduled_tasks WHERE task_instance LIKE ? ORDER BY task_instance",
                        row -> {
                            WorkQueue.ItemId item = WorkQueue.ItemId.parse(row.getString("task_instance"));
                            return WorkItem.now(item.execution(), item.kind(), item.token());
                        },
                        execution + ":%"));
    }

    /** A connection as one of the two users, past everything that guards the application. */
    static Connection connect(DatabaseSettings settings, String user, Path passwordFile) throws SQLException {
        return DriverManager.getConnection(
                settings.vendor().url(settings), user, new PasswordFile(passwordFile).read());
    }

    static Path directory() {
        try {
            return Files.createTempDirectory("countersign-database");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void administer(List<String> statements) {
        try (Connection admin =
                        Objects.requireNonNull(server).getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw DatabaseException.of(e);
        }
    }

    private static void createUsers(EmbeddedPostgres running) throws SQLException {
        try (Connection admin = running.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE ROLE countersign_owner LOGIN PASSWORD 'owner-secret'");
            statement.execute("CREATE ROLE countersign_app LOGIN PASSWORD 'app-secret'");
            statement.execute("CREATE DATABASE countersign OWNER countersign_owner");
        }
        try (Connection admin = running.getDatabase("postgres", "countersign").getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            statement.execute("GRANT CREATE ON SCHEMA public TO countersign_owner");
        }
        try (Connection admin = running.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + EMPTY + " OWNER countersign_owner TEMPLATE countersign");
        }
    }

    private static void closeAtExit(Database database) {
        Runtime.getRuntime().addShutdownHook(new Thread(database::close));
    }
}
