package io.countersign.persistence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** A file that holds one password and that only its owner may read. */
final class PasswordFile {
    private static final int BYTES = 24;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;

    PasswordFile(Path path) {
        this.path = path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    String read() {
        try {
            String password = Files.readString(path, StandardCharsets.UTF_8).strip();
            if (password.isEmpty()) {
                throw new DatabaseException("password file " + path + " is empty; write the password into it");
            }
            return password;
        } catch (NoSuchFileException e) {
            throw new DatabaseException(
                    "password file " + path
                            + " is missing; restore it, or write the user's password into it (chmod 600)",
                    e);
        } catch (IOException e) {
            throw new DatabaseException("password file " + path + " cannot be read: " + e, e);
        }
    }

    /** Writes a random password; the file must not be there. */
    void create() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try {
            Path directory = path.toAbsolutePath().getParent();
            if (directory != null) {
                createDirectory(directory);
            }
            Files.createFile(path, OWNER_ONLY);
            Files.writeString(path, password + System.lineSeparator(), StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new DatabaseException("password file " + path + " cannot be written: " + e, e);
        }
    }

    /** A directory that only the owner may enter, unless it is there. */
    static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
        } catch (IOException e) {
            throw new DatabaseException("directory " + directory + " cannot be made: " + e, e);
        }
    }
}
