package io.countersign.reconciliation.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The same work by DuckDB, in a JVM of its own: LEFT RIGHT DIRECTORY. Reads both files, numbers repeated lines, joins them
 * fully on key, currency and amount, and writes the same two files as we do.
 */
public final class BenchmarkDuckDb {
    private static final String SIDE =
            "CREATE TABLE %s AS SELECT *, row_number() OVER (PARTITION BY payment_id, currency, minor ORDER BY line) AS nth"
                    + " FROM (SELECT row_number() OVER () + 1 AS line, payment_id, value_date, currency,"
                    + " CAST(round(amount * 100) AS BIGINT) AS minor, counterparty, description FROM read_csv('%s',"
                    + " header = true, columns = {'payment_id': 'VARCHAR', 'value_date': 'DATE',"
                    + " 'amount': 'DECIMAL(18,2)', 'currency': 'VARCHAR', 'counterparty': 'VARCHAR',"
                    + " 'description': 'VARCHAR'}))";
    private static final String JOIN =
            "CREATE TABLE joined AS SELECT l.line AS left_line, r.line AS right_line, l.payment_id AS left_id,"
                    + " r.payment_id AS right_id, l.minor AS left_minor, r.minor AS right_minor,"
                    + " l.currency AS left_currency, r.currency AS right_currency, l.nth AS left_nth,"
                    + " r.nth AS right_nth FROM l FULL OUTER JOIN r ON l.payment_id = r.payment_id"
                    + " AND l.currency = r.currency AND l.minor = r.minor AND l.nth = r.nth";
    private static final String MATCHED =
            "COPY (SELECT left_line, right_line, 'key', 'confirmed', left_currency, left_minor, right_minor, 0, '', left_id"
                    + " FROM joined WHERE left_line IS NOT NULL AND right_line IS NOT NULL ORDER BY left_line)";
    private static final String BREAKS =
            "COPY (SELECT CASE WHEN coalesce(left_nth, right_nth) > 1 THEN 'duplicate' WHEN left_line IS NULL"
                    + " THEN 'missing_left' ELSE 'missing_right' END, * FROM joined WHERE left_line IS NULL"
                    + " OR right_line IS NULL ORDER BY left_line, right_line)";

    private BenchmarkDuckDb() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[2]));
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            run(statement, String.format(SIDE, "l", arguments[0]));
            run(statement, String.format(SIDE, "r", arguments[1]));
            run(statement, JOIN);
            run(statement, MATCHED + to(directory.resolve("matched.csv")));
            run(statement, BREAKS + to(directory.resolve("breaks.csv")));
        }
        Usage.print();
    }

    private static String to(Path file) {
        return " TO '" + file + "' (HEADER)";
    }

    private static void run(Statement statement, String sql) throws SQLException {
        statement.execute(sql);
    }
}
