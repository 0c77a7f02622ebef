package io.countersign.deployer;

import io.countersign.core.plan.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Jars by the SHA-256 of their bytes: {@code <digest>.jar}. A file is complete or not there; what is read is what was
 * written, or nothing. Jars stay after their release was withdrawn, because the log names them.
 */
final class ReleaseStore {
    private final Path directory;
    private final int jarBytesMax;

    ReleaseStore(Path directory, int jarBytesMax) {
        this.directory = directory;
        this.jarBytesMax = jarBytesMax;
    }

    /** Keeps a jar; a good copy that is already there is left alone, a damaged one is replaced. */
    void put(OperationJar jar) {
        if (find(jar.digest()).isPresent()) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Path partial = Files.createTempFile(directory, jar.digest(), ".partial");
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
