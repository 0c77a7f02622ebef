package io.countersign.deployer;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.registry.Release;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;

/** Operations of bundles that a feature or a person installed. */
public final class FeatureBundleTest {
    private final SampleJar one = SampleJar.version("1.0.0");
    private final SampleJar two = SampleJar.version("2.0.0").with("Bundle-Version", "2.0.0");
    private final TemporaryFolder root = new TemporaryFolder();
    private final TestNode node = new TestNode(root);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(root).around(node);

    @Test
    public void bundleIsKnownByTheDigestOfItsJar() throws Exception {
        node.installFeature("1", one);

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertEquals(
                "mvn:sample/sample/1",
                node.releases.find(one.digest()).orElseThrow().source());
        assertEquals(List.of(AuditAction.RELEASE_ACTIVATED), node.actions(one));
        assertArrayEquals(one.bytes(), Files.readAllBytes(node.stored(one)));
    }

    @Test
    public void digestIsTheSameAfterRestart() throws Exception {
        node.installFeature("1", one);

        node.restart();

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertEquals(1, node.audits.entries().size());
        assertEquals(List.of("mvn:sample/sample/1"), node.locations());
    }

    @Test
    public void bundleInstalledByReferenceIsReadFromItsLocation() throws Exception {
        Path jar = node.folder().resolve("linked.jar");
        Files.write(jar, one.bytes());

        node.context().installBundle("reference:" + jar.toUri()).start();
        node.settle();

        assertEquals(Optional.of(one.digest()), node.newestDigest());
    }

    @Test
    public void updatedBundleIsAnotherRelease() throws Exception {
        Bundle bundle = node.installFeature("1", one);

        bundle.update(new ByteArrayInputStream(two.bytes()));
        node.settle();

        assertEquals(Optional.of(two.digest()), node.newestDigest());
        assertEquals(Release.State.DRAINING, node.state(one));
    }

    @Test
    public void uninstalledBundleFinishesFromTheStore() throws Exception {
        Bundle bundle = node.installFeature("1", one);
        node.releases.pin(one.digest());

        bundle.uninstall();
        node.settle();

        assertEquals(Release.State.DRAINING, node.state(one));
        assertEquals(Optional.empty(), node.newestDigest());
        assertTrue(node.serves(one));
        assertEquals(List.of("countersign:" + one.digest()), node.locations());
    }

    @Test
    public void newDistributionOverOldDataReplacesTheEarlierVersion() throws Exception {
        node.installFeature("1", one);
        node.stop();
        node.loseCache();
        node.clock.advance(Duration.ofDays(1));

        node.startFramework();
        node.context()
                .installBundle("mvn:sample/sample/2", new ByteArrayInputStream(two.bytes()))
                .start();
        node.startDeployer();

        assertEquals(Optional.of(two.digest()), node.newestDigest());
        assertEquals(Release.State.DRAINING, node.state(one));
    }

    @Test
    public void supersededBundleDoesNotComeBackToLifeWithARestart() throws Exception {
        node.clock.set(Instant.now());
        node.installFeature("1", one);
        node.clock.advance(Duration.ofDays(1));
        node.installFeature("2", two);
        node.write(node.row(one).drained(node.drain("replaced", false)));

        node.restart();

        assertEquals(Release.State.DRAINING, node.state(one));
        assertEquals(Optional.of(two.digest()), node.newestDigest());
        assertTrue(node.serves(one));
    }

    @Test
    public void bundleThatAPersonStoppedDoesNotTakeExecutionsAgainWithARestart() throws Exception {
        node.clock.set(Instant.now());
        node.installFeature("1", one);
        node.clock.advance(Duration.ofDays(1));
        node.stop(one);

        node.restart();

        assertEquals(Release.State.DRAINING, node.state(one));
        assertEquals(Optional.empty(), node.newestDigest());
        node.activate(one, false);
        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertEquals(List.of("mvn:sample/sample/1"), node.locations());
    }

    @Test
    public void brokenPluginIsRefusedAndStopsNobody() throws Exception {
        node.installFeature("9", SampleJar.version("9.0.0").with("Sample-Operations", "throws,sample.other"));
        node.installFeature("1", one);

        assertTrue(node.refusal(), node.refusal().contains("no name today"));
        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertTrue(node.registry().newest("sample.other").isPresent());
        node.settle();
        assertEquals(
                "it is refused once",
                1,
                node.audits.entries().stream()
                        .filter(entry -> entry.action() == AuditAction.RELEASE_REFUSED)
                        .count());
    }

    @Test
    public void fileWithTheSameBytesIsNotInstalledTwiceAndEndsNothing() throws Exception {
        node.installFeature("1", one);

        node.drop("a.jar", one);
        assertEquals(List.of("mvn:sample/sample/1"), node.locations());
        node.delete("a.jar");

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertEquals(List.of(AuditAction.RELEASE_ACTIVATED), node.actions(one));
    }

    @Test
    public void sameJarAsFileAndFeatureServesAsLongAsOneOfThemIsThere() throws Exception {
        node.drop("a.jar", one);
        Bundle bundle = node.installFeature("1", one);

        bundle.uninstall();
        node.settle();

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertEquals(Release.State.ACTIVE, node.state(one));
    }

    @Test
    public void fileOfAnEndedFeatureEndsWithTheFile() throws Exception {
        Bundle bundle = node.installFeature("1", one);
        bundle.uninstall();
        node.settle();

        node.drop("a.jar", one);
        assertEquals(Optional.of(one.digest()), node.newestDigest());
        node.delete("a.jar");

        assertEquals(Optional.empty(), node.newestDigest());
        assertEquals(Release.State.DRAINING, node.state(one));
    }

    @Test
    public void operationGoesWithItsServiceAndComesBack() throws Exception {
        Bundle bundle = node.installFeature("1", one);

        bundle.stop();
        assertFalse(node.serves(one));
        bundle.start();
        node.settle();

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertEquals(List.of(AuditAction.RELEASE_ACTIVATED), node.actions(one));
    }
}
