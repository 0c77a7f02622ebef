package io.countersign.persistence;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A checked configuration. */
record DatabaseSettings(
        String url, String ownerUser, Path ownerPasswordFile, String appUser, Path appPasswordFile, int poolSizeMax) {
    private static final Pattern USER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,59}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

    DatabaseSettings {
        requireUser("ownerUser", ownerUser);
        requireUser("appUser", appUser);
        if (ownerUser.equalsIgnoreCase(appUser)) {
            throw new DatabaseException("ownerUser and appUser are both '" + appUser
                    + "'; give the application a user of its own, so that it cannot change the audit log");
        }
        requireBetween("poolSizeMax", poolSizeMax, 4, 200);
    }

    static DatabaseSettings of(PersistenceConfig config) {
        return new DatabaseSettings(
                resolve(config.url()),
                config.ownerUser(),
                Path.of(resolve(config.ownerPasswordFile())),
                config.appUser(),
                Path.of(resolve(config.appPasswordFile())),
                config.poolSizeMax());
    }

    Vendor vendor() {
        return Vendor.ofUrl(url);
    }

    static void requireBetween(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new DatabaseException(name + " " + value + " in etc/" + PersistenceConfig.PID + ".cfg is not between "
                    + min + " and " + max);
        }
    }

    private static void requireUser(String name, String user) {
        if (!USER.matcher(user).matches()) {
            throw new DatabaseException(name + " '" + user + "' in etc/" + PersistenceConfig.PID
                    + ".cfg must be a letter and then up to 59 letters, digits and underscores");
        }
    }

    /** Config Admin fills placeholders in files, but not in defaults. */
    private static String resolve(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String value = System.getProperty(found.group(1));
            if (value == null) {
                throw new DatabaseException("'" + text + "' in etc/" + PersistenceConfig.PID
                        + ".cfg names the system property " + found.group(1) + ", which is not set");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
