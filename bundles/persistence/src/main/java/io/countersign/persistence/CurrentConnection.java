package io.countersign.persistence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the connection of the transaction that is open on this thread, so that OpenJPA and the work queue write in
 * it. They may "commit" and "close" as they like; only {@link Transactions} really does.
 */
final class CurrentConnection implements BareDataSource {
    private static final Set<String> LEFT_TO_THE_TRANSACTION =
            Set.of("commit", "rollback", "close", "setAutoCommit", "setReadOnly", "setTransactionIsolation");

    @SuppressWarnings("ThreadLocalUsage") // each open database has its own; it lives as long as the bundle
    private final ThreadLocal<@Nullable Connection> guests = new ThreadLocal<>();

    boolean isOpen() {
        return guests.get() != null;
    }

    void open(Connection connection) {
        guests.set(guestOf(connection));
    }

    void close() {
        guests.remove();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = guests.get();
        if (connection == null) {
            throw new SQLException(
                    "no transaction is open on thread " + Thread.currentThread().getName());
        }
        return connection;
    }

    private static Connection guestOf(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                CurrentConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (LEFT_TO_THE_TRANSACTION.contains(method.getName())) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
