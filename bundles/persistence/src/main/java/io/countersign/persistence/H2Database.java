package io.countersign.persistence;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** What H2 needs before it is trusted with money: two users, and no acknowledged commit that lives in memory only. */
final class H2Database {
    private static final String PREFIX = "jdbc:h2:file:";

    /** H2's files of this kind stay open when a thread is interrupted in the middle of a write; those of the other do not. */
    private static final String UNINTERRUPTED_PREFIX = "jdbc:h2:async:";

    private static final int LOCK_TIMEOUT_MILLIS = 10_000;

    /** All statements of the module, so that none is parsed twice on a connection. */
    private static final int QUERY_CACHE_SIZE = 200;

    private H2Database() {}

    /** Checks the url and, when there is no database yet, makes its directory and both passwords. */
    static void prepare(DatabaseSettings settings) {
        String url = settings.url().toUpperCase(Locale.ROOT);
        if (url.contains("WRITE_DELAY") || url.contains("DB_CLOSE_ON_EXIT")) {
            throw new DatabaseException("url '" + settings.url() + "' sets WRITE_DELAY or DB_CLOSE_ON_EXIT, on which"
                    + " the safety of commits rests; remove it, the platform sets both");
        }
        Path file = file(settings.url());
        PasswordFile owner = new PasswordFile(settings.ownerPasswordFile());
        PasswordFile app = new PasswordFile(settings.appPasswordFile());
        if (Files.exists(file)) {
            return;
        }
        Path directory = file.getParent();
        if (directory != null) {
            PasswordFile.createDirectory(directory);
        }
        for (PasswordFile password : new PasswordFile[] {owner, app}) {
            if (!password.exists()) {
                password.create();
            }
        }
    }

    /** The url with the options that every connection needs. */
    static String url(DatabaseSettings settings) {
        return settings.url().replace(PREFIX, UNINTERRUPTED_PREFIX) + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT="
                + LOCK_TIMEOUT_MILLIS + ";QUERY_CACHE_SIZE=" + QUERY_CACHE_SIZE;
    }

    /** Makes every commit reach the operating system before it is acknowledged. */
    static void writeAtOnce(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute("SET WRITE_DELAY 0");
        }
    }

    /**
     * Reads the setting back.
     *
     * @throws DatabaseException when commits are kept in memory for a while
     */
    static void requireWritesAtOnce(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                        + " WHERE SETTING_NAME = 'WRITE_DELAY'")) {
            String delay = found.next() ? found.getString(1) : "unknown";
            if (!"0".equals(delay)) {
                throw new DatabaseException("H2's WRITE_DELAY is " + delay + " ms: it would acknowledge commits that a"
                        + " crash loses. Nothing is started; remove the setting from the url or from whatever sets it");
            }
        }
    }

    /** Makes the application's user, or gives it the password of its file. */
    static void createApplicationUser(Connection owner, String user, String password) throws SQLException {
        String quoted = Vendor.H2.quoted(user);
        String literal = "'" + password.replace("'", "''") + "'";
        try (Statement statement = owner.createStatement()) {
            statement.execute("CREATE USER IF NOT EXISTS " + quoted + " PASSWORD " + literal);
            statement.execute("ALTER USER " + quoted + " SET PASSWORD " + literal);
        }
    }

    private static Path file(String url) {
        String path = url.substring(PREFIX.length()).split(";", 2)[0];
        return Path.of(path + ".mv.db").toAbsolutePath();
    }
}
