package io.countersign.persistence;

import io.countersign.core.health.HealthCheck.Result;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks the database for its time and does not wait long for the answer; one question at a time. */
final class DatabaseProbe implements AutoCloseable {
    private static final Duration ANSWER_WAIT = Duration.ofMillis(800);

    private final Database database;
    private final ExecutorService thread = PlatformThreads.pool("countersign-database-probe", 1);
    private @Nullable Future<Result> question;

    DatabaseProbe(Database database) {
        this.database = database;
    }

    Result check() {
        try {
            return ask().get(ANSWER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return notReady("did not answer within " + ANSWER_WAIT.toMillis() + " ms; look at its load and its locks");
        } catch (ExecutionException e) {
            return notReady("failed, check that it runs: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return notReady("was not waited for");
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    private synchronized Future<Result> ask() {
        Future<Result> asked = question;
        if (asked == null || asked.isDone()) {
            asked = thread.submit(this::answer);
            question = asked;
        }
        return asked;
    }

    private Result answer() {
        database.transactions().run(transaction -> transaction.one("SELECT {now}", row -> row.getObject(1)));
        return new Result(true, "the database answers (" + database.vendor() + ")");
    }

    private static Result notReady(String what) {
        return new Result(false, "the database " + what);
    }
}
