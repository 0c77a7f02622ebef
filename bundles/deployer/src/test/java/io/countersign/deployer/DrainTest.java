package io.countersign.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.registry.Release;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.wiring.BundleWiring;

/** How a release that was replaced ends, and what it leaves behind. */
public final class DrainTest {
    private static final Duration QUIET = Duration.ofMinutes(2);

    private final SampleJar one = SampleJar.version("1.0.0");
    private final SampleJar two = SampleJar.version("2.0.0");
    private final TemporaryFolder root = new TemporaryFolder();
    private final TestNode node = new TestNode(root);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(root).around(node);

    @Test
    public void whatSettlesMovesToTheNewestRelease() throws Exception {
        node.drop("a.jar", one);
        node.releases.settle(one.digest());
        node.drop("a.jar", two);

        becomeQuiet();

        assertFalse(node.serves(one));
        assertEquals(Release.State.RETIRED, node.state(one));
    }

    @Test
    public void whatSettlesKeepsItsReleaseWhenThereIsNoOther() throws Exception {
        node.drop("a.jar", one);
        node.releases.settle(one.digest());
        node.delete("a.jar");

        becomeQuiet();

        assertTrue(node.serves(one));
    }

    @Test
    public void nothingKeepsTheClassesOfAnUninstalledReleaseInMemory() throws Exception {
        node.drop("a.jar", one);
        WeakReference<ClassLoader> loader = loaderOf(one);
        WeakReference<Object> plugin = new WeakReference<>(node.registry()
                .find(TestNode.OPERATION, one.digest())
                .orElseThrow()
                .plugin());
        node.drop("a.jar", two);

        becomeQuiet();

        assertEquals(List.of("countersign:" + two.digest()), node.locations());
        TestNode.await("plug-in and class loader are collected", () -> {
            System.gc();
            return plugin.get() == null && loader.get() == null;
        });
    }

    @Test
    public void runsOfAReplacedReleaseHaveADeadline() throws Exception {
        node.drop("a.jar", one);
        assertEquals(Optional.empty(), node.registry().runEnd(one.digest(), node.clock.instant()));
        Instant replacedAt = node.clock.instant();
        node.drop("a.jar", two);
        node.releases.pin(one.digest());
        node.settle();

        Instant before = replacedAt.minusSeconds(5);
        Instant after = replacedAt.plusSeconds(5);
        assertEquals(
                Optional.of(replacedAt.plus(TestNode.DRAIN_DEADLINE)),
                node.registry().runEnd(one.digest(), before));
        assertEquals(
                "approved later, it has its time all the same",
                Optional.of(after.plus(TestNode.DRAIN_DEADLINE)),
                node.registry().runEnd(one.digest(), after));
        assertEquals(Optional.empty(), node.registry().runEnd(two.digest(), before));

        node.activate(one, false);
        assertEquals("active again", Optional.empty(), node.registry().runEnd(one.digest(), before));
    }

    @Test
    public void runsOfAWithdrawnReleaseEndAtOnceAndItsBundleStaysUntilTheyHave() throws Exception {
        node.drop("a.jar", one);
        node.releases.pin(one.digest());

        node.withdraw(one);

        Instant now = node.clock.instant();
        assertEquals(Optional.of(now), node.registry().runEnd(one.digest(), now.minusSeconds(60)));
        becomeQuiet();
        assertTrue("an effect may still have to be looked up", node.serves(one));
        node.releases.unpin(one.digest());
        becomeQuiet();
        assertFalse(node.serves(one));
        assertEquals(Release.State.WITHDRAWN, node.state(one));
    }

    @Test
    public void retiringDoesNotOverwriteWhatAnotherNodeActivatedMeanwhile() throws Exception {
        node.drop("a.jar", one);
        node.drop("a.jar", two);
        node.settle();
        node.clock.advance(QUIET);
        node.releases.beforeNextRecord(
                () -> node.write(node.row(one).activated(node.clock.instant().plusSeconds(1))));

        node.settle();

        assertEquals(Release.State.ACTIVE, node.state(one));
        assertEquals("and it serves again here", Optional.of(one.digest()), node.newestDigest());
    }

    @Test
    public void jarsAreDeletedLongAfterTheirReleaseEnded() throws Exception {
        SampleJar three = SampleJar.version("3.0.0");
        for (SampleJar jar : List.of(one, two, three)) {
            node.drop("a.jar", jar);
            node.clock.advance(Duration.ofSeconds(1));
            Files.setLastModifiedTime(node.stored(jar), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        }
        becomeQuiet();
        becomeQuiet();
        assertEquals(Release.State.RETIRED, node.state(one));

        node.clock.advance(TestNode.RETENTION.minusDays(1));
        node.settle();
        assertTrue("too early", Files.exists(node.stored(one)));

        node.releases.settle(one.digest());
        node.clock.advance(Duration.ofDays(2));
        node.settle();
        assertTrue("something is pinned to it", Files.exists(node.stored(one)));

        node.releases.unpin(one.digest());
        node.clock.advance(Duration.ofHours(1));
        node.settle();
        assertFalse(Files.exists(node.stored(one)));
        assertTrue("a rollback leads there", Files.exists(node.stored(two)));
        assertTrue("it serves", Files.exists(node.stored(three)));
    }

    private WeakReference<ClassLoader> loaderOf(SampleJar jar) {
        return new WeakReference<>(node.context()
                .getBundle("countersign:" + jar.digest())
                .adapt(BundleWiring.class)
                .getClassLoader());
    }

    private void becomeQuiet() throws Exception {
        node.settle();
        node.clock.advance(QUIET);
        node.settle();
    }
}
