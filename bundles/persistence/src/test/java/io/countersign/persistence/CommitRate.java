package io.countersign.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the database can do at best: transactions of one small row, each committed by itself. */
final class CommitRate {
    private CommitRate() {}

    /** Commits per second with so many connections, each in a thread of its own. */
    static long of(DatabaseSettings settings, int writers, Duration duration) throws Exception {
        try (Connection owner = owner(settings);
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS commit_rate (number bigint, note varchar(200))");
        }
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            long end = System.nanoTime() + duration.toNanos();
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                counts.add(threads.submit(() -> commitUntil(settings, end)));
            }
            long commits = 0;
            for (Future<Long> count : counts) {
                commits += count.get();
            }
            return commits / duration.toSeconds();
        } finally {
            threads.shutdown();
        }
    }

    private static long commitUntil(DatabaseSettings settings, long endNanos) throws SQLException {
        try (Connection owner = owner(settings);
                PreparedStatement insert = owner.prepareStatement("INSERT INTO commit_rate VALUES (?, ?)")) {
            long commits = 0;
            for (; System.nanoTime() < endNanos; commits++) {
                insert.setLong(1, commits);
                insert.setString(2, "a row of about the size of an event, which says what became of an execution");
                insert.executeUpdate();
            }
            return commits;
        }
    }

    private static Connection owner(DatabaseSettings settings) throws SQLException {
        return TestDatabases.connect(settings, settings.ownerUser(), settings.ownerPasswordFile());
    }
}
