package io.countersign.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.countersign.core.audit.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import javax.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open database: its schema is up to date, its promises were checked. Closed by whoever opened it. */
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** One writes its rows while the other waits for the disk. */
    private static final int GROUPS_MAX = 2;

    private static final int VERBS_IN_GROUP_MAX = 64;

    private final String nodeId = new Ids().next();
    private final Vendor vendor;
    private final HikariDataSource owner;
    private final HikariDataSource app;
    private final EntityManagerFactory entities;
    private final Transactions transactions;
    private final GroupCommit groups;
    private final WorkQueue work;
    private final DatabaseClock clock;
    private final GroupedCheckpoint checkpoint;

    private Database(Vendor vendor, HikariDataSource owner, HikariDataSource app, DatabaseClock clock) {
        CurrentConnection current = new CurrentConnection();
        this.vendor = vendor;
        this.owner = owner;
        this.app = app;
        this.clock = clock;
        this.entities = JpaUnit.open(current, vendor);
        this.transactions = new Transactions(app, current, entities, vendor);
        this.groups = new GroupCommit(transactions, GROUPS_MAX, VERBS_IN_GROUP_MAX);
        this.work = new WorkQueue(vendor, clock);
        this.checkpoint = new GroupedCheckpoint(owner);
    }

    /**
     * Connects, migrates and checks.
     *
     * @throws DatabaseException naming what is wrong and what to do; nothing stays open then
     */
    static Database open(DatabaseSettings settings) {
        long start = System.nanoTime();
        Vendor vendor = settings.vendor();
        if (vendor == Vendor.H2) {
            H2Database.prepare(settings);
        }
        String appPassword = new PasswordFile(settings.appPasswordFile()).read();
        HikariDataSource owner = ConnectionPool.forOwner(settings);
        HikariDataSource app = null;
        try {
            Grants grants = new Grants(vendor, settings.appUser());
            try (Connection connection = owner.getConnection()) {
                vendor.prepare(connection, settings.appUser(), appPassword);
            }
            new Migrations(owner, vendor, grants).bringUpToDate();
            app = ConnectionPool.forApplication(settings);
            try (Connection connection = app.getConnection()) {
                vendor.requireDurable(connection);
                grants.requireLogsAreSafe(connection);
            }
            Database database = new Database(vendor, owner, app, new DatabaseClock(app, vendor, System::nanoTime));
            database.warmUp();
            LOG.info("database {} is open, {} ms", settings.url(), (System.nanoTime() - start) / 1_000_000);
            return database;
        } catch (SQLException e) {
            close(owner, app);
            throw DatabaseException.of(e);
        } catch (RuntimeException e) {
            close(owner, app);
            throw e;
        }
    }

    /** Of this process, new each time the database is opened. */
    String nodeId() {
        return nodeId;
    }

    Transactions transactions() {
        return transactions;
    }

    /** Transactions that many callers share. */
    GroupCommit groups() {
        return groups;
    }

    WorkQueue work() {
        return work;
    }

    DatabaseClock clock() {
        return clock;
    }

    Vendor vendor() {
        return vendor;
    }

    /** Connections of the application outside of {@link #transactions}, for the work queue's own reads. */
    DataSource applicationPool() {
        return app;
    }

    /** Returns when every commit so far survives a loss of power, as far as the database can promise it. */
    void makeDurable() {
        if (vendor == Vendor.H2) {
            checkpoint.await();
        }
    }

    @Override
    public void close() {
        entities.close();
        close(owner, app);
    }

    /** OpenJPA reads its mappings at first use; the first caller should not wait for it. */
    private void warmUp() {
        transactions.run(transaction -> transaction.entities().find(SessionRow.class, ""));
    }

    /** The owner's connections last: the last one to leave closes H2's file. */
    private static void close(HikariDataSource owner, @Nullable HikariDataSource app) {
        if (app != null) {
            app.close();
        }
        owner.close();
    }
}
