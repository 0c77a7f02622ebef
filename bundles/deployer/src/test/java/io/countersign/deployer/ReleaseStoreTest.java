package io.countersign.deployer;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class ReleaseStoreTest {
    private static final int BYTES_MAX = 100_000;

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

    private ReleaseStore store() {
        return new ReleaseStore(directory(), BYTES_MAX);
    }

    private Path directory() {
        return root.getRoot().toPath().resolve("releases");
    }
}
