package io.countersign.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.registry.Release;
import io.countersign.core.release.ReleaseConflictException;
import io.countersign.core.release.ReleaseTooLargeException;
import io.countersign.core.release.ReleaseUnusableException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;

/** What people order: upload, start, rollback, stop, withdraw. */
public final class OrdersTest {
    private final SampleJar one = SampleJar.version("1.0.0");
    private final SampleJar two = SampleJar.version("2.0.0");
    private final TemporaryFolder root = new TemporaryFolder();
    private final TestNode node = new TestNode(root);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(root).around(node);

    @Before
    public void now() {
        // files get their times from the machine
        node.clock.set(Instant.now());
    }

    @Test
    public void uploadTakesOverFromWhateverServed() throws Exception {
        node.drop("a.jar", one);

        Release uploaded = node.upload(two);

        assertEquals(Optional.of(two.digest()), node.newestDigest());
        assertEquals("upload/sample.jar", uploaded.source());
        assertEquals(Release.State.DRAINING, node.state(one));
        assertEquals(
                "replaced by " + two.digest() + " from upload/sample.jar",
                Objects.requireNonNull(node.row(one).drain()).reason());
        assertEquals(
                "maria",
                node.audits
                        .list("release:" + two.digest(), "", Long.MAX_VALUE, 1)
                        .get(0)
                        .entry()
                        .object("actor")
                        .text("name"));
        assertEquals("nothing of the upload is left", List.of(), incoming());
    }

    @Test
    public void uploadOfWhatServesAlreadyChangesNothing() throws Exception {
        node.upload(one);
        node.upload(one);

        assertEquals(List.of(AuditAction.RELEASE_ACTIVATED), node.actions(one));
    }

    @Test
    public void uploadThatCannotServeChangesNothingAndSaysWhy() throws Exception {
        node.drop("a.jar", one);

        refusesUpload(SampleJar.version("2.0.0").with("Sample-Start", "throws"), "not today");
        refusesUpload(SampleJar.version("2.0.0").with("Import-Package", "no.such.library"), "no.such.library");
        refusesUpload(SampleJar.version("2.0.0").with("Sample-Operations", "throws"), "no name today");
        refusesUpload(SampleJar.version("2.0.0").without("Provide-Capability"), "does not provide the capability");

        assertEquals(List.of("countersign:" + one.digest()), node.locations());
    }

    @Test
    public void largeUploadIsRefusedWhileItComes() throws Exception {
        ReleaseTooLargeException refused = assertThrows(ReleaseTooLargeException.class, () -> node.deployer()
                .install(TestNode.PERSON, "a.jar", new ByteArrayInputStream(new byte[100_001])));

        assertTrue(refused.getMessage(), String.valueOf(refused.getMessage()).contains("more than 100000 bytes"));
        assertEquals(List.of(), incoming());
    }

    @Test
    public void retiredReleaseIsBroughtBack() throws Exception {
        node.drop("a.jar", one);
        node.drop("a.jar", two);
        node.settle();
        node.clock.advance(Duration.ofMinutes(2));
        node.settle();
        assertEquals(Release.State.RETIRED, node.state(one));
        assertFalse(node.serves(one));

        node.activate(one, true);

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertEquals(Release.State.ACTIVE, node.state(one));
        assertEquals(Release.State.DRAINING, node.state(two));
        assertTrue("it finishes its own", node.serves(two));
    }

    @Test
    public void releaseWhoseJarIsDamagedIsNotGoneBackTo() throws Exception {
        node.drop("a.jar", one);
        node.drop("a.jar", two);
        Files.writeString(node.stored(one), "tampered");

        ReleaseUnusableException refused = assertThrows(ReleaseUnusableException.class, () -> node.activate(one, true));

        assertTrue(refused.getMessage(), String.valueOf(refused.getMessage()).contains("missing or damaged"));
        assertEquals(Optional.of(two.digest()), node.newestDigest());
        assertEquals(Release.State.ACTIVE, node.state(two));
    }

    @Test
    public void whoeverLooksAtAnOldRowIsToldSo() throws Exception {
        node.drop("a.jar", one);
        node.drop("a.jar", two);
        Release seen = node.row(one);
        node.withdraw(one);

        assertThrows(ReleaseConflictException.class, () -> node.deployer()
                .activate(TestNode.PERSON, seen, node.drain("replaced", false)));

        assertEquals(Release.State.WITHDRAWN, node.state(one));
        assertEquals(Optional.of(two.digest()), node.newestDigest());
    }

    @Test
    public void rollbackOutlivesARestartAlthoughTheNewerFileStillLiesThere() throws Exception {
        node.dropOld("a.jar", one);
        node.clock.advance(Duration.ofSeconds(1));
        node.dropOld("a.jar", two);
        node.activate(one, true);

        node.restart();
        node.dropOld("a.jar", two);

        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertEquals(Release.State.DRAINING, node.state(two));
        String why = node.deployer().refused().get(0).reason();
        assertTrue(why, why.contains("use ops:plugin-start " + two.digest()));
    }

    @Test
    public void fileThatIsPutThereAgainBringsItsReleaseBack() throws Exception {
        node.drop("a.jar", one);
        node.stop(one);
        node.delete("a.jar");

        node.drop("a.jar", one);

        assertEquals(Optional.of(one.digest()), node.newestDigest());
    }

    @Test
    public void noFileBringsAWithdrawnReleaseBackButAPersonDoes() throws Exception {
        node.drop("a.jar", one);
        node.withdraw(one);
        node.delete("a.jar");

        node.drop("a.jar", one);
        assertEquals(Optional.empty(), node.newestDigest());
        assertEquals(Release.State.WITHDRAWN, node.state(one));

        node.activate(one, false);
        assertEquals(Optional.of(one.digest()), node.newestDigest());
    }

    private void refusesUpload(SampleJar jar, String reason) {
        ReleaseUnusableException refused = assertThrows(ReleaseUnusableException.class, () -> node.upload(jar));

        assertTrue(refused.getMessage(), String.valueOf(refused.getMessage()).contains(reason));
        assertEquals(Optional.of(one.digest()), node.newestDigest());
        assertEquals(Optional.empty(), node.releases.find(jar.digest()));
        assertEquals(List.of(AuditAction.RELEASE_REFUSED), node.actions(jar));
    }

    private List<String> incoming() throws Exception {
        try (Stream<Path> files = Files.list(node.stored(one).getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("incoming"))
                    .toList();
        }
    }
}
