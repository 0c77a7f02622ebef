package io.countersign.core.file;

import io.countersign.core.plan.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content in a directory, each under its digest: {@code ab/cdef…}. Content is complete or absent, also after a power
 * failure: it is written aside, forced to the disk and then renamed. Readers get it only after the whole of it was
 * hashed again, through the same open file, so that a file swapped in between is not what they read.
 */
@Component(service = FileStore.class, configurationPid = "io.countersign.files")
public final class DirectoryFileStore implements FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryFileStore.class);
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final String UNFINISHED = "unfinished-";
    private static final Duration UNFINISHED_KEPT_FOR = Duration.ofHours(24);
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path directory;

    /** @throws ForeignFileStoreException when the directory is not the one that the platform's other nodes use */
    @Activate
    public DirectoryFileStore(@Reference StoreIdentityRepository identities, FilesConfig config) throws IOException {
        // the age of what others left unfinished is told by the file system's time, with a margin of hours
        this(FileDirectory.of(config), Clock.systemUTC());
        StoreIdentity.require(directory, identities);
    }

    DirectoryFileStore(Path directory, Clock clock) throws IOException {
        makeDirectory(directory);
        this.directory = directory.toRealPath();
        removeUnfinished(clock.instant().minus(UNFINISHED_KEPT_FOR));
    }

    @Override
    public Kept keep(InputStream content, long sizeBytesMax) throws IOException {
        Path unfinished = Files.createTempFile(directory, UNFINISHED, "");
        try {
            MessageDigest digest = Sha256.start();
            long sizeBytes = write(content, unfinished, digest, sizeBytesMax);
            String sha256 = HexFormat.of().formatHex(digest.digest());
            Path shelf = shelf(sha256);
            if (makeDirectory(shelf)) {
                force(directory);
            }
            // also over content that is there already: the same bytes, and it heals what was damaged
            Files.move(unfinished, path(sha256), StandardCopyOption.ATOMIC_MOVE);
            force(shelf);
            return new Kept(sha256, sizeBytes);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    @Override
    public InputStream open(String sha256) throws IOException {
        return Channels.newInputStream(openChannel(sha256));
    }

    @Override
    public SeekableByteChannel openChannel(String sha256) throws IOException {
        FileChannel channel = openFile(sha256);
        try {
            if (!hash(channel).equals(sha256)) {
                throw new FileDamagedException(sha256, "no longer has the bytes that were stored");
            }
            return channel.position(0);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private FileChannel openFile(String sha256) throws IOException {
        try {
            return FileChannel.open(path(sha256), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new FileDamagedException(sha256, "is missing");
        }
    }

    private static String hash(FileChannel channel) throws IOException {
        MessageDigest digest = Sha256.start();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        while (channel.read(chunk) >= 0) {
            digest.update(chunk.flip());
            chunk.clear();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static long write(InputStream content, Path to, MessageDigest digest, long sizeBytesMax)
            throws IOException {
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            long sizeBytes = 0;
            for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                sizeBytes += read;
                if (sizeBytes > sizeBytesMax) {
                    throw new FileTooLargeException("content", sizeBytesMax);
                }
                digest.update(chunk, 0, read);
                ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, read);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            channel.force(true);
            return sizeBytes;
        }
    }

    private Path path(String sha256) {
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("'" + sha256 + "' is no SHA-256 of 64 lower-case hexadecimal digits");
        }
        return shelf(sha256).resolve(sha256.substring(2));
    }

    private Path shelf(String sha256) {
        return directory.resolve(sha256.substring(0, 2));
    }

    /** Whether it was not there before. */
    private static boolean makeDirectory(Path wanted) throws IOException {
        if (Files.isDirectory(wanted)) {
            return false;
        }
        Path parent = wanted.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(
                    wanted, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(wanted)) {
                throw e;
            }
            return false;
        }
    }

    /** Makes a rename or a new directory durable: its entry is part of the directory around it. */
    private static void force(Path changed) throws IOException {
        try (FileChannel channel = FileChannel.open(changed, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** What a node that stopped in the middle left; younger ones may belong to another node that is writing now. */
    private void removeUnfinished(Instant before) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, UNFINISHED + "*")) {
            for (Path path : left) {
                if (isOlder(path, before)) {
                    LOG.info("removes {}, which was never finished", path);
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /** Not when it is gone by now: another node has finished it. */
    private static boolean isOlder(Path path, Instant time) throws IOException {
        try {
            return Files.getLastModifiedTime(path).toInstant().isBefore(time);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
