package io.countersign.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.registry.Release;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** What rows and the store bring back, on this node and on others. */
public final class RestartTest {
    private final SampleJar one = SampleJar.version("1.0.0");
    private final SampleJar two = SampleJar.version("2.0.0");
    private final TemporaryFolder root = new TemporaryFolder();
    private final TestNode node = new TestNode(root);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(root).around(node);

    @Test
    public void restartServesTheSameReleasesWithoutSayingSoAgain() throws Exception {
        node.drop("a.jar", two);
        node.drop("b.jar", one);

        node.restart();

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertTrue(node.serves(two));
        assertEquals(2, node.locations().size());
        assertEquals(2, node.audits.entries().size());
    }

    @Test
    public void fileThatIsStillThereAfterRestartIsRecognised() throws Exception {
        node.drop("a.jar", one);

        node.restart();
        node.drop("a.jar", one);

        assertEquals(List.of("countersign:" + one.digest()), node.locations());
        assertEquals(List.of(AuditAction.RELEASE_ACTIVATED), node.actions(one));
    }

    @Test
    public void fileThatWasReplacedWhileTheNodeWasDownReplacesItsRelease() throws Exception {
        node.drop("a.jar", one);

        node.restart();
        node.drop("a.jar", two);

        assertEquals(Optional.of(two.digest()), node.newestDigest());
        assertEquals(Release.State.DRAINING, node.state(one));
    }

    @Test
    public void lostBundleCacheIsBroughtBackFromTheStore() throws Exception {
        node.drop("a.jar", one);
        node.releases.pin(one.digest());
        node.drop("a.jar", two);
        node.stop();

        node.loseCache();
        node.startFramework();
        assertEquals(List.of(), node.locations());
        node.startDeployer();

        assertEquals(Optional.of(two.digest()), node.newestDigest());
        assertTrue("pinned executions can go on", node.serves(one));
        assertEquals(Release.State.DRAINING, node.state(one));
    }

    @Test
    public void damagedJarInTheStoreIsNotInstalledAndNamed() throws Exception {
        node.drop("a.jar", one);
        node.drop("b.jar", two);
        node.stop();
        node.loseCache();
        Files.writeString(node.stored(two), "tampered", StandardCharsets.UTF_8);

        node.startFramework();
        node.startDeployer();

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertFalse(node.serves(two));
        String health = node.deployer().check().message();
        assertTrue(health, health.contains("put it back as " + node.stored(two)));

        Files.write(node.stored(two), two.bytes());
        node.settle();

        assertEquals(Optional.of(two.digest()), node.newestDigest());
        assertEquals("every release serves", node.deployer().check().message());
    }

    @Test
    public void releaseThatAnotherNodeActivatedServesHere() throws Exception {
        activateElsewhere(one);

        node.settle();

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertEquals(List.of("countersign:" + one.digest()), node.locations());
    }

    @Test
    public void whatAnotherNodeSwitchedToServesBeforeTheOldOneStops() throws Exception {
        node.drop("a.jar", one);
        List<Optional<String>> newestAtStart = new CopyOnWriteArrayList<>();
        // synchronous: the start does not go on before it has looked
        SynchronousBundleListener listener = event -> {
            if (event.getType() == BundleEvent.STARTED
                    && event.getBundle().getLocation().endsWith(two.digest())) {
                newestAtStart.add(node.newestDigest());
            }
        };
        node.context().addBundleListener(listener);
        List<Optional<String>> newestAtReads = new CopyOnWriteArrayList<>();
        node.releases.beforeEachRead(() -> newestAtReads.add(node.newestDigest()));

        node.clock.advance(Duration.ofSeconds(1));
        activateElsewhere(two);
        drainElsewhere(one);
        node.settle();

        assertEquals(List.of(Optional.of(one.digest())), newestAtStart);
        assertFalse("there is always one: " + newestAtReads, newestAtReads.contains(Optional.empty()));
        assertEquals(Optional.of(two.digest()), node.newestDigest());
    }

    @Test
    public void aReplacementThatOffersNothingDoesNotKeepADrainedReleaseAlive() throws Exception {
        node.drop("a.jar", one);
        SampleJar silent = two.with("Sample-Operations", "");

        node.clock.advance(Duration.ofSeconds(1));
        activateElsewhere(silent);
        drainElsewhere(one);
        node.settle();

        assertEquals(Optional.empty(), node.newestDigest());
        assertTrue("what is pinned to it goes on", node.serves(one));
    }

    @Test
    public void releaseThatAnotherNodeDrainsTakesNothingNewHere() throws Exception {
        node.drop("a.jar", one);

        drainElsewhere(one);
        node.settle();

        assertEquals(Optional.empty(), node.newestDigest());
        assertTrue(node.serves(one));
    }

    @Test
    public void releaseThatIsPinnedAfterItRetiredComesBackToFinish() throws Exception {
        node.drop("a.jar", one);
        node.delete("a.jar");
        node.clock.advance(Duration.ofHours(1));
        node.settle();
        assertEquals(Release.State.RETIRED, node.state(one));

        node.releases.pin(one.digest());
        node.settle();

        assertTrue(node.serves(one));
        assertEquals(Optional.empty(), node.newestDigest());
    }

    @Test
    public void drainingReleaseThatStartsBeforeTheFirstAlignmentTakesNothingNew() throws Exception {
        node.drop("a.jar", one);
        drainElsewhere(one);
        node.stop();
        node.releases.setAway(true);
        node.startFramework();
        assertThrows(ExecutionException.class, node::startDeployer);
        node.releases.setAway(false);

        Bundle bundle = node.context().getBundle("countersign:" + one.digest());
        bundle.stop();
        bundle.start();
        TestNode.await("it serves", () -> node.serves(one));

        assertEquals(Optional.empty(), node.newestDigest());
    }

    @Test
    public void bundleWithoutRowIsRemoved() throws Exception {
        Bundle leftover =
                node.context().installBundle("countersign:" + one.digest(), new ByteArrayInputStream(one.bytes()));
        leftover.start();

        node.settle();

        assertEquals(List.of(), node.locations());
        assertEquals(Optional.empty(), node.newestDigest());
    }

    @Test
    public void bundleThatSomebodyStoppedStaysStopped() throws Exception {
        node.drop("a.jar", one);

        node.context().getBundle("countersign:" + one.digest()).stop();
        assertEquals(Optional.empty(), node.newestDigest());
        node.settle();

        assertEquals(Optional.empty(), node.newestDigest());
    }

    @Test
    public void readyOnlyOnceReleasesAreRestored() throws Exception {
        assertTrue(node.deployer().check().ready());
        node.stop();

        node.releases.setAway(true);
        node.startFramework();
        assertThrows(ExecutionException.class, node::startDeployer);
        assertFalse(node.deployer().check().ready());
        node.releases.setAway(false);
        node.settle();

        assertTrue(node.deployer().check().ready());
    }

    private void activateElsewhere(SampleJar jar) throws Exception {
        Files.createDirectories(node.stored(jar).getParent());
        Files.write(node.stored(jar), jar.bytes());
        node.write(Release.first(jar.digest(), "sample", "1.0.0", "deploy/x.jar", node.clock.instant()));
    }

    private void drainElsewhere(SampleJar jar) {
        node.write(node.row(jar).drained(node.drain("drained by node-2", false)));
    }
}
