package io.countersign.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.registry.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.felix.fileinstall.internal.FileInstall;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** The folder as Felix File Install watches it. */
public final class DeployFolderTest {
    private final SampleJar one = SampleJar.version("1.0.0");
    private final SampleJar two = SampleJar.version("2.0.0");
    private final TemporaryFolder root = new TemporaryFolder();
    private final TestNode node = new TestNode(root);
    private final FileInstall fileInstall = new FileInstall();
    private final DeployFolder folder = new DeployFolder();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(root).around(node);

    @Before
    public void watch() throws Exception {
        folder.setDeployer(node.deployer());
        node.context()
                .registerService(
                        ArtifactInstaller.class,
                        folder,
                        FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, 1000)));
        fileInstall.start(node.context());
    }

    @After
    public void stopWatching() throws Exception {
        fileInstall.stop(node.context());
    }

    @Test
    public void copiedReplacedAndDeletedFileComesIsReplacedAndGoes() throws Exception {
        Files.write(file(), one.bytes());
        TestNode.await("the first release serves", () -> isNewest(one));
        assertEquals(List.of("countersign:" + one.digest()), node.locations());

        moveIn(two);
        TestNode.await("the second release serves", () -> isNewest(two));
        assertTrue("the first release stays beside it", node.serves(one));

        Files.delete(file());
        TestNode.await("nothing new is taken", () -> node.newestDigest().isEmpty());
        assertEquals(Release.State.DRAINING, node.state(two));
    }

    @Test
    public void slowCopyOverARunningVersionDoesNotEndIt() throws Exception {
        Files.write(file(), one.bytes());
        TestNode.await("the first release serves", () -> isNewest(one));
        byte[] bytes = two.bytes();

        Files.write(file(), Arrays.copyOf(bytes, bytes.length / 2));
        // the next file is seen after two more scans: the half copy was scanned as stable before
        Path marker = node.folder().resolve("marker.jar");
        SampleJar other = SampleJar.version("1.5.0").with("Sample-Operations", "sample.other");
        Files.write(marker, other.bytes());
        TestNode.await(
                "the marker serves",
                () -> node.registry().newest("sample.other").isPresent());
        assertTrue(isNewest(one));
        assertEquals(List.of(AuditAction.RELEASE_ACTIVATED), node.actions(one));

        Files.write(file(), Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length), StandardOpenOption.APPEND);
        TestNode.await("the second release serves", () -> isNewest(two));
    }

    @Test
    public void bundleWithoutOperationsIsLeftToFileInstall() throws Exception {
        Files.write(
                file(),
                one.without("Provide-Capability").without("Bundle-Activator").bytes());

        TestNode.await("File Install has installed it", () -> node.locations().equals(List.of("file:" + file())));

        assertEquals(Optional.empty(), node.newestDigest());
    }

    @Test
    public void fileThatBecomesAnotherKindOfBundleEndsItsRelease() throws Exception {
        Files.write(file(), one.bytes());
        TestNode.await("the release serves", () -> isNewest(one));

        moveIn(SampleJar.version("2.0.0").without("Provide-Capability").without("Bundle-Activator"));

        TestNode.await("nothing new is taken", () -> node.newestDigest().isEmpty());
    }

    @Test
    public void filesThatCameBeforeReleasesCouldBeDeployedAreNotForgotten() throws Exception {
        folder.unsetDeployer(node.deployer());
        Files.write(file(), one.bytes());
        Path marker = node.folder().resolve("marker.jar");
        Files.write(
                marker,
                two.without("Provide-Capability").without("Bundle-Activator").bytes());
        TestNode.await("the folder was scanned", () -> node.locations().size() == 1);
        assertFalse(node.serves(one));

        folder.setDeployer(node.deployer());

        TestNode.await("the release serves", () -> isNewest(one));
    }

    private boolean isNewest(SampleJar jar) {
        return node.newestDigest().equals(Optional.of(jar.digest()));
    }

    private void moveIn(SampleJar jar) throws IOException {
        Path temporary = root.getRoot().toPath().resolve("incoming");
        Files.write(temporary, jar.bytes());
        Files.move(temporary, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file() {
        return node.folder().resolve("a.jar");
    }
}
