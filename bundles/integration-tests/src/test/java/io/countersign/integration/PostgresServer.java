package io.countersign.integration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real PostgreSQL server, made ready for the platform exactly as docs/operating.md tells it. */
final class PostgresServer implements AutoCloseable {
    private static final String PASSWORD = "a-secret-of-the-test";

    private final EmbeddedPostgres server;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static PostgresServer start(Path directory) {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setDataDirectory(directory.resolve("data"))
                    .setOverrideWorkingDirectory(directory.toFile())
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            administer(server);
            return new PostgresServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start in " + directory, e);
        }
    }

    /** Runs the statements that the document shows. */
    private static void administer(EmbeddedPostgres server) {
        List<String> statements = ProjectFolder.read("docs/operating.md")
                .lines()
                .filter(line -> line.startsWith("create "))
                .map(line -> line.replace("…", PASSWORD))
                .toList();
        try (Connection admin = server.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refuses one of " + statements, e);
        }
    }

    /** Tells a distribution to use it. */
    void configure(Distribution distribution) {
        Path secrets = distribution.home().resolve("etc/secrets.d");
        try {
            Files.createDirectories(secrets);
            for (String name : List.of("database-owner", "database-app")) {
                Path file = Files.writeString(secrets.resolve(name), PASSWORD + "\n");
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the passwords of the database into " + secrets, e);
        }
        distribution.configure(
                "io.countersign.persistence.cfg",
                Map.of(
                        "url", "jdbc:postgresql://" + Loopback.ADDRESS + ":" + server.getPort() + "/countersign",
                        "ownerPasswordFile", "${karaf.etc}/secrets.d/database-owner",
                        "appPasswordFile", "${karaf.etc}/secrets.d/database-app"));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not end", e);
        }
    }
}
