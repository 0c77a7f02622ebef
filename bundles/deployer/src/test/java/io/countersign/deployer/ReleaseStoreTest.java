package io.countersign.deployer;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class ReleaseStoreTest {
    private static final int BYTES_MAX = 100_000;
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final SampleJar sample = SampleJar.version("1.0.0");

    @Rule
    public final TemporaryFolder root = new TemporaryFolder();

    @Test
    public void keepsJarUnderItsDigestAndNothingElse() throws Exception {
        store().put(OperationJar.of(sample.bytes(), BYTES_MAX));
        store().put(OperationJar.of(sample.bytes(), BYTES_MAX));

        assertArrayEquals(sample.bytes(), store().find(sample.digest()).orElseThrow());
        try (Stream<Path> files = Files.list(directory())) {
            assertEquals(List.of(store().path(sample.digest())), files.toList());
        }
    }

    @Test
    public void missingOrDamagedJarIsNotFound() throws Exception {
        assertFalse(store().find(sample.digest()).isPresent());
        store().put(OperationJar.of(sample.bytes(), BYTES_MAX));

        byte[] damaged = sample.bytes();
        damaged[damaged.length / 2] ^= 1;
        Files.write(store().path(sample.digest()), damaged);

        assertFalse(store().find(sample.digest()).isPresent());
    }

    @Test
    public void damagedJarIsReplacedByAGoodOne() throws Exception {
        Files.createDirectories(directory());
        Files.write(store().path(sample.digest()), new byte[10]);

        store().put(OperationJar.of(sample.bytes(), BYTES_MAX));

        assertArrayEquals(sample.bytes(), store().find(sample.digest()).orElseThrow());
    }

    /** As when a release comes back on one node at the moment another one tidies up. */
    @Test
    public void jarThatIsKeptAnewIsNotDeletedForItsAge() throws Exception {
        store().put(OperationJar.of(sample.bytes(), BYTES_MAX));
        Path jar = store().path(sample.digest());
        Files.setLastModifiedTime(jar, FileTime.from(LONG_AGO));
        Instant limit = LONG_AGO.plusSeconds(1);
        assertEquals(List.of(jar), store().unchangedSince(limit));

        store().put(OperationJar.of(sample.bytes(), BYTES_MAX));
        store().deleteUnchangedSince(jar, limit);

        assertTrue(store().has(sample.digest()));
        Files.setLastModifiedTime(jar, FileTime.from(LONG_AGO));
        store().deleteUnchangedSince(jar, limit);
        assertFalse(store().has(sample.digest()));
    }

    private ReleaseStore store() {
        return new ReleaseStore(directory(), BYTES_MAX);
    }

    private Path directory() {
        return root.getRoot().toPath().resolve("releases");
    }
}
