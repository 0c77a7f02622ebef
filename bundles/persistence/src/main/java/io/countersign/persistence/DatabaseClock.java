package io.countersign.persistence;

import com.github.kagkarlsson.scheduler.Clock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time of the database, which all nodes share, without asking it each time: the distance is measured and kept. */
final class DatabaseClock implements Clock {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);

    private final DataSource pool;
    private final Vendor vendor;
    private final InstantSource local = InstantSource.system();
    private volatile Duration ahead = Duration.ZERO;

    private DatabaseClock(DataSource pool, Vendor vendor) {
        this.pool = pool;
        this.vendor = vendor;
    }

    static DatabaseClock of(DataSource pool, Vendor vendor) throws SQLException {
        DatabaseClock clock = new DatabaseClock(pool, vendor);
        clock.ahead = clock.measure();
        return clock;
    }

    @Override
    public Instant now() {
        return local.instant().plus(ahead);
    }

    /** Measures the distance again; keeps the old one when the database does not answer. */
    void adjust() {
        try {
            ahead = measure();
        } catch (SQLException e) {
            LOG.warn("the database's time could not be read, {} is kept as its distance: {}", ahead, e.getMessage());
        }
    }

    private Duration measure() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT " + vendor.now())) {
            Instant before = local.instant();
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Instant there = row.getObject(1, OffsetDateTime.class).toInstant();
                Duration journey = Duration.between(before, local.instant());
                return Duration.between(before.plus(journey.dividedBy(2)), there);
            } finally {
                connection.rollback();
            }
        }
    }
}
