package io.countersign.persistence;

import java.nio.file.Path;

/** Where a database is and who may use it, for tests of other modules. */
public record DatabaseAddress(
        String url, String ownerUser, Path ownerPasswordFile, String appUser, Path appPasswordFile) {
    private static final int CONNECTIONS_MAX = 8;

    /** Another database of the same users. */
    public DatabaseAddress at(String otherUrl) {
        return new DatabaseAddress(otherUrl, ownerUser, ownerPasswordFile, appUser, appPasswordFile);
    }

    DatabaseSettings settings() {
        return new DatabaseSettings(url, ownerUser, ownerPasswordFile, appUser, appPasswordFile, CONNECTIONS_MAX);
    }

    static DatabaseAddress of(DatabaseSettings settings) {
        return new DatabaseAddress(
                settings.url(),
                settings.ownerUser(),
                settings.ownerPasswordFile(),
                settings.appUser(),
                settings.appPasswordFile());
    }
}
