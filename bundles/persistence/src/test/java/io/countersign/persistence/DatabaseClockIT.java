package io.countersign.persistence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** The time that nodes share: the database's, told without any look at the node's own clock. */
@RunWith(Parameterized.class)
public final class DatabaseClockIT {
    private final Database database;
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

    public DatabaseClockIT(Vendor vendor) {
        database = vendor == Vendor.H2 ? TestDatabases.h2() : TestDatabases.postgres();
    }

    @Parameters(name = "{0}")
    public static Object[] vendors() {
        return Vendor.values();
    }

    @Test
    public void goesOnFromTheDatabasesTimeByTheMonotonicClockAlone() throws Exception {
        Instant before = databaseTime();
        DatabaseClock clock = new DatabaseClock(database.applicationPool(), database.vendor(), nanos::get);
        Instant after = databaseTime();

        Instant first = clock.instant();
        assertTrue(!first.isBefore(before) && !first.isAfter(after));

        // past the overflow of the counter too
        nanos.addAndGet(Duration.ofMinutes(7).toNanos());
        assertEquals(Duration.ofMinutes(7), Duration.between(first, clock.now()));
    }

    @Test
    public void isCorrectedByTheDatabase() throws Exception {
        DatabaseClock clock = new DatabaseClock(database.applicationPool(), database.vendor(), nanos::get);
        nanos.addAndGet(Duration.ofMinutes(7).toNanos());

        clock.adjust();

        Duration error = Duration.between(databaseTime(), clock.instant()).abs();
        assertTrue("wrong by " + error, error.compareTo(Duration.ofSeconds(5)) < 0);
    }

    private Instant databaseTime() {
        return new JdbcExecutionRepository(database).databaseTime();
    }
}
