package io.countersign.core.file;

import io.countersign.core.audit.Ids;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mark in the store's directory that the database knows too. A node whose directory has another mark or none would miss
 * what other nodes keep, and keep what they miss.
 */
final class StoreIdentity {
    static final String FILE = "store-identity";
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    private StoreIdentity() {}

    /**
     * Marks the store when it is the first one of the platform, else checks its mark.
     *
     * @throws ForeignFileStoreException when it is not the platform's store
     */
    static void require(Path directory, StoreIdentityRepository agreed) throws IOException {
        Optional<String> known = agreed.find();
        String expected = known.isPresent() ? known.get() : agreed.agreeOn(readOrMark(directory));
        Optional<String> problem = problem(directory, expected);
        if (problem.isPresent()) {
            throw new ForeignFileStoreException(problem.get());
        }
    }

    /** What is wrong with the mark, with a remedy; empty when it is the expected one. */
    static Optional<String> problem(Path directory, String expected) throws IOException {
        Optional<String> found = read(directory);
        if (found.equals(Optional.of(expected))) {
            return Optional.empty();
        }
        return Optional.of("directory " + directory + " is not the file store of this platform: its file " + FILE
                + found.map(other -> " says " + other).orElse(" is missing") + ", the database knows " + expected
                + ". Files of other nodes would be missing here; mount the directory that the other nodes use, or name it"
                + " in etc/io.countersign.files.cfg. After the whole store was moved, move " + FILE + " along");
    }

    private static String readOrMark(Path directory) throws IOException {
        Optional<String> found = read(directory);
        if (found.isPresent()) {
            return found.get();
        }
        try {
            Files.writeString(
                    directory.resolve(FILE),
                    new Ids().next(),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DSYNC);
        } catch (FileAlreadyExistsException e) {
            // another node on the same directory was faster: its mark is as good
        }
        return read(directory)
                .orElseThrow(
                        () -> new NoSuchFileException(directory.resolve(FILE).toString()));
    }

    private static Optional<String> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            String text = Files.readString(file).strip();
            if (!SHAPE.matcher(text).matches()) {
                throw new IOException(file + " must hold 32 hexadecimal digits; restore it from a backup of the store");
            }
            return Optional.of(text);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
