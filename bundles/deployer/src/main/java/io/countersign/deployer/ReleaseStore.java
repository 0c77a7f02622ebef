package io.countersign.deployer;

import io.countersign.core.plan.Sha256;
import io.countersign.core.release.ReleaseTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Jars by the SHA-256 of their bytes: {@code <digest>.jar}. A file is complete or not there; what is read is what was
 * written, or nothing. Jars stay for a while after their release has ended, so that it can come back.
 */
final class ReleaseStore {
    private static final String PARTIAL = ".partial";
    private static final Pattern JAR = Pattern.compile("([0-9a-f]{64})\\.jar");
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path directory;
    private final int jarBytesMax;

    ReleaseStore(Path directory, int jarBytesMax) {
        this.directory = directory;
        this.jarBytesMax = jarBytesMax;
    }

    /** Keeps a jar. A copy that is already there is replaced: it may be damaged, or so old that it is about to be deleted. */
    void put(OperationJar jar) {
        try {
            Files.createDirectories(directory);
            Path partial = Files.createTempFile(directory, jar.digest(), PARTIAL);
            try {
                writeDurably(partial, jar.bytes());
                Files.move(partial, path(jar.digest()), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("release " + jar.digest() + " cannot be kept in " + directory, e);
        }
    }

    /** The bytes of a jar; empty when it is missing or not what its name says. */
    Optional<byte[]> find(String digest) {
        try {
            byte[] bytes = read(path(digest), jarBytesMax);
            return Sha256.hex(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("release " + digest + " cannot be read from " + directory, e);
        }
    }

    /**
     * Keeps what comes in under no digest yet; the caller deletes it.
     *
     * @throws ReleaseTooLargeException when it has too many bytes; nothing is left then
     */
    Path receive(InputStream jar) throws IOException {
        Files.createDirectories(directory);
        Path incoming = Files.createTempFile(directory, "incoming", PARTIAL);
        boolean whole = false;
        try (OutputStream out = Files.newOutputStream(incoming)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long sizeBytes = 0;
            for (int count = jar.read(buffer); count >= 0; count = jar.read(buffer)) {
                sizeBytes += count;
                if (sizeBytes > jarBytesMax) {
                    throw new ReleaseTooLargeException(jarBytesMax);
                }
                out.write(buffer, 0, count);
            }
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(incoming);
            }
        }
        return incoming;
    }

    /** Whether a jar is there; says nothing about its bytes. */
    boolean has(String digest) {
        return Files.isRegularFile(path(digest));
    }

    /** Digests of the jars, and remains of copies that never ended, whose last change was before a time. */
    List<Path> unchangedSince(Instant time) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> isOurs(file) && isOlder(file, time)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("release directory " + directory + " cannot be read", e);
        }
    }

    /** The digest a file of the store is named after; empty for the remains of a copy. */
    static Optional<String> digestOf(Path file) {
        Matcher name = JAR.matcher(file.getFileName().toString());
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /** Deletes what {@link #unchangedSince} answered, unless it has been written anew since. */
    void deleteUnchangedSince(Path file, Instant time) {
        if (isOlder(file, time)) {
            delete(file);
        }
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be deleted", e);
        }
    }

    private static boolean isOurs(Path file) {
        return digestOf(file).isPresent() || file.getFileName().toString().endsWith(PARTIAL);
    }

    private static boolean isOlder(Path file, Instant time) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(time);
        } catch (IOException e) {
            // another node was faster
            return false;
        }
    }

    /** Where the jar of a release belongs. */
    Path path(String digest) {
        return directory.resolve(digest + ".jar");
    }

    /** Reads a file, at most one byte more than {@code bytesMax}. */
    static byte[] read(Path file, int bytesMax) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(bytesMax + 1);
        }
    }

    private static void writeDurably(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }
}
