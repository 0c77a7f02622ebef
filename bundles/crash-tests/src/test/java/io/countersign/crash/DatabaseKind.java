package io.countersign.crash;

import io.countersign.persistence.DatabaseAddress;
import io.countersign.persistence.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The databases, and how to copy one that nobody has open. */
enum DatabaseKind {
    H2,
    POSTGRESQL;

    private static final String H2_FILE = ".mv.db";

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DatabaseKind ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * An empty database.
     *
     * @param name no other one has
     */
    DatabaseAddress make(Path directory, String name) {
        return this == H2 ? TestDatabases.h2(directory) : TestDatabases.postgres(name, TestDatabases.EMPTY);
    }

    /** Makes a copy under another name, in place of what may be there. */
    DatabaseAddress copy(DatabaseAddress from, String name) throws IOException {
        if (this == POSTGRESQL) {
            return TestDatabases.postgres(name, from.url().substring(from.url().lastIndexOf('/') + 1));
        }
        String file = from.url().substring("jdbc:h2:file:".length());
        Path copy = Path.of(file).resolveSibling("copy_" + name);
        Files.deleteIfExists(Path.of(copy + H2_FILE));
        Files.copy(Path.of(file + H2_FILE), Path.of(copy + H2_FILE));
        return from.at("jdbc:h2:file:" + copy);
    }
}
