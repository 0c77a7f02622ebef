package io.countersign.core.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Secrets as files of one directory, one value each. A file that others could read, or that is not really in the
 * directory, is refused: a secret that leaked by its permissions must be noticed, not used.
 */
final class SecretDirectory {
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Set<PosixFilePermission> ALLOWED =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final int SIZE_BYTES_MAX = 64 * 1024;

    private final Path directory;

    SecretDirectory(Path directory) {
        this.directory = directory;
    }

    /** Why the file cannot serve, with a remedy; empty when it can. Does not read the value. */
    Optional<String> fault(String fileName) {
        if (!FILE_NAME.matcher(fileName).matches()) {
            return Optional.of("refers to the secret file '" + fileName
                    + "', which is no plain file name; give the name of a file in " + directory);
        }
        Path file = directory.resolve(fileName);
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return Optional.of("refers to " + file + ", which is no regular file; links are not followed, "
                        + "put the secret itself there");
            }
            if (!ALLOWED.containsAll(attributes.permissions())) {
                return Optional.of("refers to " + file + ", which others may read ("
                        + PosixFilePermissions.toString(attributes.permissions()) + "); replace the secret at the "
                        + "provider, since it may have leaked, and chmod 0400 the file");
            }
            if (attributes.size() == 0 || attributes.size() > SIZE_BYTES_MAX) {
                return Optional.of("refers to " + file + ", which has " + attributes.size()
                        + " bytes; a secret has 1 to " + SIZE_BYTES_MAX);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("refers to " + file + ", which cannot be looked at ("
                    + e.getClass().getSimpleName()
                    + "); write the secret there as the platform's system user and chmod 0400 it");
        }
    }

    /**
     * The value, without a line end at its end.
     *
     * @throws IOException when it cannot be read; the message never holds any of it
     */
    String read(String fileName) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE_BYTES_MAX);
        try (SeekableByteChannel channel = Files.newByteChannel(
                directory.resolve(fileName), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            int read = channel.read(bytes);
            while (read >= 0 && bytes.hasRemaining()) {
                read = channel.read(bytes);
            }
        }
        try {
            String value = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.flip())
                    .toString()
                    .stripTrailing();
            if (value.isEmpty()) {
                throw new IOException(fileName + " holds nothing but white space");
            }
            return value;
        } catch (CharacterCodingException e) {
            throw new IOException(fileName + " is not UTF-8 text", e);
        }
    }
}
