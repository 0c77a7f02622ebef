package io.countersign.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.nio.file.Path;
import java.time.Duration;

/** Opens the two pools. */
final class ConnectionPool {
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(10);
    private static final int OWNER_CONNECTIONS = 2;

    private ConnectionPool() {}

    /** Of the owner: migrations, settings and {@code CHECKPOINT SYNC}. */
    static HikariDataSource forOwner(DatabaseSettings settings) {
        HikariConfig config = config("countersign-owner", settings.ownerUser(), settings.ownerPasswordFile(), settings);
        config.setMaximumPoolSize(OWNER_CONNECTIONS);
        config.setMinimumIdle(1);
        return connect(config, settings.ownerUser(), settings.ownerPasswordFile());
    }

    /** Of the application: every verb is a transaction. */
    static HikariDataSource forApplication(DatabaseSettings settings) {
        HikariConfig config = config("countersign-app", settings.appUser(), settings.appPasswordFile(), settings);
        config.setMaximumPoolSize(settings.poolSizeMax());
        config.setAutoCommit(false);
        config.setConnectionInitSql(settings.vendor().onConnect());
        // else the first rollback takes back what the connection was told
        config.setIsolateInternalQueries(true);
        return connect(config, settings.appUser(), settings.appPasswordFile());
    }

    private static HikariConfig config(String name, String user, Path passwordFile, DatabaseSettings settings) {
        Vendor vendor = settings.vendor();
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(new DriverDataSource(
                vendor.driver(),
                vendor.url(settings),
                vendor.driverOptions(),
                user,
                new PasswordFile(passwordFile).read()));
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        return config;
    }

    private static HikariDataSource connect(HikariConfig config, String user, Path passwordFile) {
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new DatabaseException(
                    "the database cannot be reached as user '" + user + "' with the password in " + passwordFile
                            + "; check that it runs, and url and users in etc/" + PersistenceConfig.PID + ".cfg: "
                            + e.getMessage(),
                    e);
        }
    }
}
