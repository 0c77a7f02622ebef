package io.countersign.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.plan.Sha256;
import io.countersign.core.testing.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class DirectoryFileStoreTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final SettableClock clock = new SettableClock();
    private Path directory;
    private DirectoryFileStore store;

    @Before
    public void open() throws IOException {
        directory = folder.getRoot().toPath().resolve("data/files");
        store = new DirectoryFileStore(directory, clock);
    }

    @Test
    public void givesBackWhatItKeepsUnderItsDigest() throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);

        FileStore.Kept kept = store.keep(new ByteArrayInputStream(bytes), 300_000);

        assertEquals(new FileStore.Kept(Sha256.hex(bytes), 300_000), kept);
        try (InputStream content = store.open(kept.sha256())) {
            assertArrayEquals(bytes, content.readAllBytes());
        }
        String sha256 = kept.sha256();
        Path file = directory.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    }

    @Test
    public void keepsAnEmptyFile() throws IOException {
        FileStore.Kept kept = keep("");

        assertEquals(0, kept.sizeBytes());
        assertEquals("", read(kept.sha256()));
    }

    @Test
    public void keepsTheSameBytesOnce() throws IOException {
        keep("same");
        keep("same");

        assertEquals(1, filesBelow(directory).size());
    }

    @Test
    public void refusesMoreThanTheLimitAndLeavesNothing() throws IOException {
        assertThrows(FileTooLargeException.class, () -> store.keep(stream("12345"), 4));
        store.keep(stream("1234"), 4);

        assertEquals(1, filesBelow(directory).size());
    }

    @Test
    public void aStreamThatBreaksOffLeavesNothing() throws IOException {
        InputStream broken = new SequenceInputStream(stream("half"), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the client is gone");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        });

        assertThrows(IOException.class, () -> store.keep(broken, 1000));
        assertEquals(List.of(), filesBelow(directory));
    }

    @Test
    public void aChangedByteIsNoticedBeforeTheFirstOneIsHandedOut() throws IOException {
        String sha256 = keep("pay 100 to maria").sha256();
        Path file = path(sha256);
        FileTime before = Files.getLastModifiedTime(file);
        read(sha256);
        Files.writeString(file, "pay 900 to maria");
        Files.setLastModifiedTime(file, before);

        FileDamagedException damaged = assertThrows(FileDamagedException.class, () -> store.open(sha256));
        assertEquals(sha256, damaged.sha256());
        assertThrows(FileDamagedException.class, () -> store.openChannel(sha256));
    }

    @Test
    public void keepingTheSameBytesAgainHealsDamage() throws IOException {
        String sha256 = keep("pay 100 to maria").sha256();
        Files.writeString(path(sha256), "pay 900 to maria");

        keep("pay 100 to maria");

        assertEquals("pay 100 to maria", read(sha256));
    }

    @Test
    public void aMissingFileAndALinkAreDamage() throws IOException {
        String sha256 = keep("content").sha256();
        Files.move(path(sha256), directory.resolve("elsewhere"));
        assertThrows(FileDamagedException.class, () -> store.open(sha256));

        Files.createSymbolicLink(path(sha256), directory.resolve("elsewhere"));
        assertThrows(IOException.class, () -> store.open(sha256));
    }

    @Test
    public void whatWasOpenedStaysWhatWasVerified() throws IOException {
        String sha256 = keep("verified").sha256();
        try (InputStream content = store.open(sha256)) {
            Path swapped = Files.writeString(directory.resolve("swapped"), "something else");
            Files.move(swapped, path(sha256), java.nio.file.StandardCopyOption.ATOMIC_MOVE);

            assertEquals("verified", new String(content.readAllBytes(), UTF_8));
        }
    }

    @Test
    public void aChannelSeeksAndDoesNotWrite() throws IOException {
        String sha256 = keep("0123456789").sha256();
        try (SeekableByteChannel channel = store.openChannel(sha256)) {
            ByteBuffer three = ByteBuffer.allocate(3);
            channel.position(4).read(three);

            assertEquals("456", new String(three.array(), UTF_8));
            assertEquals(10, channel.size());
            assertThrows(NonWritableChannelException.class, () -> channel.write(ByteBuffer.allocate(1)));
        }
    }

    @Test
    public void onlyADigestNamesContent() {
        for (String wrong : List.of("", "../../etc/passwd", "A".repeat(64), "a".repeat(63), "/".repeat(64))) {
            assertThrows(wrong, IllegalArgumentException.class, () -> store.open(wrong));
        }
    }

    @Test
    public void removesAtStartWhatWasNeverFinished() throws IOException {
        Path old = Files.createFile(directory.resolve("unfinished-old"));
        Path young = Files.createFile(directory.resolve("unfinished-young"));
        Files.setLastModifiedTime(old, FileTime.from(clock.instant().minus(Duration.ofHours(25))));
        Files.setLastModifiedTime(young, FileTime.from(clock.instant().minus(Duration.ofHours(23))));

        new DirectoryFileStore(directory, clock);

        assertFalse(Files.exists(old));
        assertTrue("another node may be writing it", Files.exists(young));
    }

    @Test
    public void startsWhileAnotherNodeFinishesAFile() throws IOException {
        // is listed and cannot be looked at, as a file that was renamed in between
        Files.createSymbolicLink(directory.resolve("unfinished-gone"), directory.resolve("nowhere"));
        FileStore.Kept kept = keep("finished");

        assertEquals("finished", new String(opened(kept.sha256()), UTF_8));
    }

    private byte[] opened(String sha256) throws IOException {
        try (InputStream content = new DirectoryFileStore(directory, clock).open(sha256)) {
            return content.readAllBytes();
        }
    }

    private FileStore.Kept keep(String text) throws IOException {
        return store.keep(stream(text), 1000);
    }

    private String read(String sha256) throws IOException {
        try (InputStream content = store.open(sha256)) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }

    private Path path(String sha256) {
        return directory.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static List<Path> filesBelow(Path top) throws IOException {
        try (Stream<Path> paths = Files.walk(top)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }
}
