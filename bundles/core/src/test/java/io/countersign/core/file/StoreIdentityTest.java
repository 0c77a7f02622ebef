package io.countersign.core.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.health.HealthCheck;
import io.countersign.core.testing.FakeStoreIdentityRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A node with another directory than the rest must not serve. */
public final class StoreIdentityTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FakeStoreIdentityRepository agreed = new FakeStoreIdentityRepository();

    @Test
    public void firstNodeMarksTheStoreAndOthersFindTheMark() throws IOException {
        Path shared = folder.newFolder("shared").toPath();

        StoreIdentity.require(shared, agreed);
        StoreIdentity.require(shared, agreed);

        assertEquals(agreed.find().orElseThrow(), Files.readString(shared.resolve(StoreIdentity.FILE)));
    }

    @Test
    public void directoryWithoutTheMarkIsRefusedAndStaysUnmarked() throws IOException {
        StoreIdentity.require(folder.newFolder("shared").toPath(), agreed);
        Path own = folder.newFolder("own").toPath();

        ForeignFileStoreException refused =
                assertThrows(ForeignFileStoreException.class, () -> StoreIdentity.require(own, agreed));

        assertTrue(
                String.valueOf(refused.getMessage()),
                String.valueOf(refused.getMessage()).contains("store-identity is missing"));
        assertTrue(
                String.valueOf(refused.getMessage()),
                String.valueOf(refused.getMessage()).contains("mount the directory that the other nodes use"));
        assertFalse(Files.exists(own.resolve(StoreIdentity.FILE)));
    }

    @Test
    public void storeOfAnotherPlatformIsRefused() throws IOException {
        Path foreign = folder.newFolder("foreign").toPath();
        StoreIdentity.require(foreign, new FakeStoreIdentityRepository());
        StoreIdentity.require(folder.newFolder("shared").toPath(), agreed);

        assertThrows(ForeignFileStoreException.class, () -> StoreIdentity.require(foreign, agreed));
    }

    @Test
    public void nodeThatMarksAtTheSameTimeAsAnotherButElsewhereIsRefused() throws IOException {
        FakeStoreIdentityRepository overtaken = new FakeStoreIdentityRepository();
        StoreIdentityRepository slow = new StoreIdentityRepository() {
            @Override
            public Optional<String> find() {
                return Optional.empty();
            }

            @Override
            public String agreeOn(String offered) {
                overtaken.agreeOn("f".repeat(32));
                return overtaken.agreeOn(offered);
            }
        };

        assertThrows(
                ForeignFileStoreException.class,
                () -> StoreIdentity.require(folder.newFolder("own").toPath(), slow));
    }

    @Test
    public void damagedMarkIsNotOverwritten() throws IOException {
        Path shared = folder.newFolder("shared").toPath();
        Files.writeString(shared.resolve(StoreIdentity.FILE), "scratched");

        assertThrows(IOException.class, () -> StoreIdentity.require(shared, agreed));

        assertEquals("scratched", Files.readString(shared.resolve(StoreIdentity.FILE)));
    }

    @Test
    public void healthSaysWhyTheStoreIsRefused() throws IOException {
        StoreIdentity.require(folder.newFolder("shared").toPath(), agreed);
        Path own = folder.newFolder("own").toPath();

        HealthCheck.Result result = new FilesHealthCheck(agreed, own, 0).check();

        assertFalse(result.ready());
        assertTrue(result.message(), result.message().contains("is not the file store of this platform"));
    }
}
