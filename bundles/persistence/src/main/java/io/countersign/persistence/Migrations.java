package io.countersign.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to date and hands out what the application may do with it, as the owner. When all was done, the
 * digest of the scripts and grants is noted; a start that finds its own digest there has nothing to do.
 */
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final DataSource owner;
    private final Vendor vendor;
    private final Grants grants;
    private final MigrationScripts scripts;

    Migrations(DataSource owner, Vendor vendor, Grants grants) {
        this.owner = owner;
        this.vendor = vendor;
        this.grants = grants;
        this.scripts = new MigrationScripts(vendor);
    }

    void bringUpToDate() throws SQLException {
        String digest = scripts.digest() + " " + grants.digest();
        try (Connection connection = owner.getConnection()) {
            if (isNoted(connection, digest)) {
                LOG.debug("the schema is as this version left it");
                return;
            }
        }
        migrate();
        try (Connection connection = owner.getConnection()) {
            grants.hand(connection);
            note(connection, digest);
        }
    }

    private void migrate() {
        ClassLoader loader = Migrations.class.getClassLoader();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            int applied = Flyway.configure(loader)
                    .loggers("slf4j")
                    .dataSource(owner)
                    .resourceProvider(scripts)
                    .javaMigrationClassProvider(List::of)
                    .placeholders(vendor.types())
                    .table("schema_history")
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate()
                    .migrationsExecuted;
            LOG.info("the schema is up to date; {} migrations were applied now", applied);
        } catch (FlywayException e) {
            throw new DatabaseException(
                    "the schema could not be brought up to date; give the platform a database of its own, or restore"
                            + " the backup made before the upgrade: " + e.getMessage(),
                    e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static boolean isNoted(Connection connection, String digest) {
        try (Statement statement = connection.createStatement();
                ResultSet noted = statement.executeQuery("SELECT digest FROM schema_digest")) {
            return noted.next() && digest.equals(noted.getString("digest"));
        } catch (SQLException e) {
            LOG.debug("no schema yet: {}", e.getMessage());
            return false;
        }
    }

    private static void note(Connection connection, String digest) throws SQLException {
        try (Statement delete = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO schema_digest VALUES (?)")) {
            delete.executeUpdate("DELETE FROM schema_digest");
            insert.setString(1, digest);
            insert.executeUpdate();
        }
    }
}
