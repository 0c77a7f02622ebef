package io.countersign.persistence;

import com.github.kagkarlsson.scheduler.Clock;
import io.countersign.core.time.SharedClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of the database, which all nodes share, without asking it each time: it is read now and then, and what has
 * passed since is measured with the monotonic clock. What the node's own clock says, or when it is set, does not matter.
 */
final class DatabaseClock extends SharedClock implements Clock {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);

    /** Of several readings the one with the shortest way is the most exact. */
    private static final int READINGS = 3;

    private final DataSource pool;
    private final Vendor vendor;
    private final LongSupplier nanoTime;
    private volatile Reading reading;

    /** The time of the database at a moment of the monotonic clock. */
    private record Reading(Instant time, long atNanos, long wayNanos) {}

    /** @throws SQLException when the database does not answer */
    DatabaseClock(DataSource pool, Vendor vendor, LongSupplier nanoTime) throws SQLException {
        this.pool = pool;
        this.vendor = vendor;
        this.nanoTime = nanoTime;
        this.reading = read();
    }

    @Override
    public Instant instant() {
        Reading last = reading;
        return last.time().plusNanos(nanoTime.getAsLong() - last.atNanos());
    }

    @Override
    public Instant now() {
        return instant();
    }

    /** Reads the time again; goes on from the last reading when the database does not answer. */
    void adjust() {
        try {
            reading = read();
        } catch (SQLException e) {
            Duration age = Duration.ofNanos(nanoTime.getAsLong() - reading.atNanos());
            LOG.warn(
                    "the database's time could not be read, the reading of {} s ago is kept: {}",
                    age.toSeconds(),
                    e.getMessage());
        }
    }

    private Reading read() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT " + vendor.now())) {
            Reading best = read(connection, statement);
            for (int i = 1; i < READINGS; i++) {
                Reading next = read(connection, statement);
                best = next.wayNanos() < best.wayNanos() ? next : best;
            }
            return best;
        }
    }

    /** Each in a transaction of its own, within which H2's clock stands still. */
    private Reading read(Connection connection, PreparedStatement statement) throws SQLException {
        long before = nanoTime.getAsLong();
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            Instant there = row.getObject(1, OffsetDateTime.class).toInstant();
            long way = nanoTime.getAsLong() - before;
            return new Reading(there, before + way / 2, way);
        } finally {
            connection.rollback();
        }
    }
}
