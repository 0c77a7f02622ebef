package io.countersign.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Forces H2's commits to the disk. Whoever asks while a checkpoint runs waits for the next one, which serves all who
 * wait: it begins after their commits. Waiting ignores interrupts, which would close the database.
 */
final class GroupedCheckpoint {
    private final DataSource owner;
    private final Lock lock = new ReentrantLock();
    private final Condition finished = lock.newCondition();
    private long asked;
    private long served;
    private boolean running;

    GroupedCheckpoint(DataSource owner) {
        this.owner = owner;
    }

    /** Returns when everything that was committed before is on the disk. */
    void await() {
        lock.lock();
        try {
            long ticket = ++asked;
            while (served < ticket) {
                if (running) {
                    finished.awaitUninterruptibly();
                } else {
                    serve();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Holds the lock when called and when it returns, but not meanwhile. */
    private void serve() {
        long upTo = asked;
        running = true;
        lock.unlock();
        boolean done = false;
        try {
            checkpoint();
            done = true;
        } finally {
            lock.lock();
            running = false;
            if (done) {
                served = upTo;
            }
            finished.signalAll();
        }
    }

    private void checkpoint() {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            throw DatabaseException.of(e);
        }
    }
}
