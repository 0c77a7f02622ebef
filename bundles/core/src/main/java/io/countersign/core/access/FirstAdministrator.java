package io.countersign.core.access;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the first account of a new platform, since there is no default password. Its random password goes to a file that
 * only the platform's own system user can read, and to the terminal when somebody sits at one; never to the log.
 */
final class FirstAdministrator {
    static final String USERNAME = "admin";

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);
    private static final String PASSWORD_FILE = "initial-admin-password";
    // no characters that look alike, since people type it
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int PASSWORD_LENGTH = 24;

    private final UserRepository users;
    private final Accounts accounts;
    private final Path passwordFile;
    private final @Nullable PrintStream terminal;

    /**
     * @param dataDirectory where the password file goes
     * @param terminal null when the output goes to a file or nowhere
     */
    FirstAdministrator(UserRepository users, Accounts accounts, Path dataDirectory, @Nullable PrintStream terminal) {
        this.users = users;
        this.accounts = accounts;
        this.passwordFile = dataDirectory.resolve(PASSWORD_FILE);
        this.terminal = terminal;
    }

    /**
     * Makes the account when there is none at all.
     *
     * @throws UncheckedIOException when the password file cannot be written; no account is made then
     */
    void makeIfNobodyIsThere(Caller node) {
        if (users.count() > 0) {
            return;
        }
        String password = randomPassword();
        // the file comes first: an account whose password nobody can learn would lock everybody out for good
        write(password);
        Accounts.Request request =
                new Accounts.Request(USERNAME, "First administrator", password, Set.of(Role.ADMINISTRATOR));
        Optional<User> made;
        try {
            made = accounts.create(node, request);
        } catch (RuntimeException e) {
            forget();
            throw e;
        }
        if (made.isEmpty()) {
            forget();
            return;
        }
        announce(password);
    }

    /** Removes the password file, once the password was changed. */
    void forget() {
        try {
            Files.deleteIfExists(passwordFile);
        } catch (IOException e) {
            LOG.warn("{} could not be removed ({}); remove it by hand", passwordFile, e.toString());
        }
    }

    private void announce(String password) {
        LOG.warn(
                "The first account '{}' was made. Its password is in {}, readable by this system user alone. "
                        + "Sign in, change it (this removes the file), and make accounts for people.",
                USERNAME,
                passwordFile);
        if (terminal != null) {
            String line = "=".repeat(72);
            terminal.println();
            terminal.println(line);
            terminal.println("  Countersign was started for the first time.");
            terminal.println("  username: " + USERNAME);
            terminal.println("  password: " + password);
            terminal.println("  It is shown once. It is also in " + passwordFile);
            terminal.println(line);
            terminal.flush();
        }
    }

    private static String randomPassword() {
        SecureRandom random = new SecureRandom();
        return random.ints(PASSWORD_LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .reduce("", String::concat);
    }

    private void write(String password) {
        try {
            Files.createDirectories(passwordFile.toAbsolutePath().getParent());
            Files.deleteIfExists(passwordFile);
            Files.createFile(
                    passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile, password + System.lineSeparator(), StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the first administrator's password cannot be written to " + passwordFile
                            + "; make its directory writable for this system user and start again",
                    e);
        }
    }
}
