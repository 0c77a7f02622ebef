package io.countersign.persistence;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** New connections straight from a driver, which in OSGi nobody else can find by name. */
final class DriverDataSource implements BareDataSource {
    private final Driver driver;
    private final String url;
    private final Properties properties = new Properties();

    /** @param options of the driver, beside those in the url */
    DriverDataSource(Driver driver, String url, Map<String, String> options, String user, String password) {
        this.driver = driver;
        this.url = url;
        options.forEach(properties::setProperty);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException("driver " + driver.getClass().getName() + " does not know the url " + url);
        }
        return connection;
    }
}
