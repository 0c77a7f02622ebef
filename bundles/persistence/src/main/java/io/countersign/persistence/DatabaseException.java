package io.countersign.persistence;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database could not do what it was asked to, for a reason that lies outside the request. */
final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String UNIQUE_VIOLATION = "23505";

    DatabaseException(String message) {
        super(message);
    }

    DatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Of a statement that failed. */
    static DatabaseException of(SQLException cause) {
        return new DatabaseException(
                "the database refused a statement (SQL state " + cause.getSQLState() + "): " + cause.getMessage(),
                cause);
    }

    /** Whether it failed because a row with the same key is there already. */
    boolean isDuplicate() {
        return getCause() instanceof SQLException cause && isDuplicate(cause);
    }

    static boolean isDuplicate(SQLException failure) {
        return UNIQUE_VIOLATION.equals(failure.getSQLState());
    }
}
