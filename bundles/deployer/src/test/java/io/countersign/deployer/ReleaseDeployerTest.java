package io.countersign.deployer;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.registry.Release;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;

/** Files that come, are replaced and go. */
public final class ReleaseDeployerTest {
    private static final Duration QUIET = Duration.ofMinutes(2);

    private final SampleJar one = SampleJar.version("1.0.0");
    private final SampleJar two = SampleJar.version("2.0.0");
    private final TemporaryFolder root = new TemporaryFolder();
    private final TestNode node = new TestNode(root);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(root).around(node);

    @Test
    public void fileTakesNewExecutions() throws Exception {
        node.drop("a.jar", one);

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        Release release = node.releases.find(one.digest()).orElseThrow();
        assertEquals("deploy/a.jar", release.source());
        assertEquals("sample", release.symbolicName());
        assertEquals(Release.State.ACTIVE, release.state());
        assertEquals(List.of(AuditAction.RELEASE_ACTIVATED), node.actions(one));
        assertArrayEquals(one.bytes(), Files.readAllBytes(node.stored(one)));
        assertEquals(List.of("countersign:" + one.digest()), node.locations());
    }

    @Test
    public void replacedReleaseStaysBesideTheNewOneAsLongAsItIsPinned() throws Exception {
        node.drop("a.jar", one);
        node.releases.pin(one.digest());

        node.drop("a.jar", two);

        assertEquals(Optional.of(two.digest()), node.newestDigest());
        assertEquals(Release.State.DRAINING, node.state(one));
        node.clock.advance(Duration.ofDays(7));
        node.settle();
        node.clock.advance(Duration.ofDays(7));
        node.settle();
        assertTrue(node.serves(one));
        assertEquals(Release.State.DRAINING, node.state(one));
    }

    @Test
    public void replacedReleaseGoesWhenNothingIsPinnedAndNoCallCanStillRunInIt() throws Exception {
        node.drop("a.jar", one);
        node.drop("a.jar", two);

        node.clock.advance(QUIET.minusSeconds(1));
        node.settle();
        assertTrue(node.serves(one));
        node.clock.advance(Duration.ofSeconds(1));
        node.settle();

        assertFalse(node.serves(one));
        assertEquals(Release.State.RETIRED, node.state(one));
        assertEquals(List.of("countersign:" + two.digest()), node.locations());
        assertEquals(
                List.of(
                        AuditAction.RELEASE_ACTIVATED,
                        AuditAction.RELEASE_DEACTIVATED,
                        AuditAction.RELEASE_DEACTIVATED),
                node.actions(one));
    }

    @Test
    public void quietTimeBeginsAnewWhenTheLastPinGoes() throws Exception {
        node.drop("a.jar", one);
        node.drop("a.jar", two);
        // an execution that was being planned when the release was replaced
        node.releases.pin(one.digest());
        node.settle();
        node.clock.advance(Duration.ofDays(1));
        node.releases.unpin(one.digest());

        node.settle();
        assertTrue(node.serves(one));
        node.clock.advance(QUIET);
        node.settle();

        assertFalse(node.serves(one));
    }

    @Test
    public void removedFileTakesNothingNewAndFinishesWhatIsPinned() throws Exception {
        node.drop("a.jar", one);
        node.releases.pin(one.digest());

        node.delete("a.jar");

        assertEquals(Optional.empty(), node.newestDigest());
        assertTrue(node.serves(one));
        assertEquals(Release.State.DRAINING, node.state(one));
        node.releases.unpin(one.digest());
        node.settle();
        node.clock.advance(QUIET);
        node.settle();
        assertFalse(node.serves(one));
        assertEquals(List.of(), node.locations());
    }

    @Test
    public void sameBytesAgainChangeNothing() throws Exception {
        node.drop("a.jar", one);

        node.drop("a.jar", one);

        assertEquals(List.of(AuditAction.RELEASE_ACTIVATED), node.actions(one));
        assertEquals(1, node.locations().size());
    }

    @Test
    public void earlierBytesAgainAreActivatedAgain() throws Exception {
        node.drop("a.jar", one);
        node.drop("a.jar", two);

        node.drop("a.jar", one);

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertEquals(Release.State.ACTIVE, node.state(one));
        assertEquals(Release.State.DRAINING, node.state(two));
    }

    @Test
    public void sameBytesUnderTwoNamesGoWithTheLastOfThem() throws Exception {
        node.drop("a.jar", one);
        node.drop("b.jar", one);
        assertEquals(1, node.locations().size());

        node.delete("a.jar");
        assertEquals(Optional.of(one.digest()), node.newestDigest());

        node.delete("b.jar");
        assertEquals(Optional.empty(), node.newestDigest());
    }

    @Test
    public void replacingOneOfTwoEqualFilesKeepsTheOther() throws Exception {
        node.drop("a.jar", one);
        node.drop("b.jar", one);

        node.drop("a.jar", two);

        assertEquals(Release.State.ACTIVE, node.state(one));
        assertEquals(Optional.of(two.digest()), node.newestDigest());
    }

    @Test
    public void releaseActivatedLastWinsEvenIfTheClockWentBack() throws Exception {
        node.drop("a.jar", two);
        node.clock.advance(Duration.ofHours(-1));

        node.drop("b.jar", one);

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertTrue(node.serves(two));
    }

    @Test
    public void databaseThatIsAwayDelaysADeployment() throws Exception {
        node.releases.setAway(true);
        Path file = node.folder().resolve("a.jar");
        Files.write(file, one.bytes());
        node.deployer().fileAppeared(file);
        ExecutionException away = assertThrows(ExecutionException.class, node::settle);
        assertEquals("java.lang.IllegalStateException: the database is away", away.getMessage());
        assertEquals(List.of(), node.locations());

        node.releases.setAway(false);
        node.settle();

        assertEquals(Optional.of(one.digest()), node.newestDigest());
    }
}
