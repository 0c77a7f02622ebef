package io.countersign.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.registry.Release;
import io.countersign.core.release.RefusedJar;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;

/** What cannot become a release leaves the old one serving. */
public final class RefusalTest {
    private final SampleJar serving = SampleJar.version("1.0.0");
    private final TemporaryFolder root = new TemporaryFolder();
    private final TestNode node = new TestNode(root);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(root).around(node);

    @Before
    public void deployOneThatServes() throws Exception {
        node.drop("a.jar", serving);
    }

    @Test
    public void refusesJarThatDoesNotResolve() throws Exception {
        refuses(next().with("Import-Package", "org.osgi.framework,no.such.library"), "no.such.library");
    }

    @Test
    public void jarThatLacksALibraryIsTriedAgainWhenABundleComes() throws Exception {
        SampleJar lacking =
                next().with("Import-Package", "org.osgi.framework,io.countersign.api.operation,no.such.library");
        node.drop("a.jar", lacking);
        assertTrue(onlyRefused().tryingAgain());

        node.context()
                .installBundle("library:other", new ByteArrayInputStream(library("another.library")))
                .start();
        node.settle();
        assertEquals(Optional.of(serving.digest()), node.newestDigest());
        assertEquals("said once", 1, refusals());

        node.context().installBundle("library:it", new ByteArrayInputStream(library("no.such.library")));
        TestNode.await("it serves", () -> node.newestDigest().equals(Optional.of(lacking.digest())));
        node.settle();

        assertEquals(List.of(), node.deployer().refused());
        assertEquals(Release.State.DRAINING, node.state(serving));
    }

    @Test
    public void whatWasRefusedIsShownUntilItGoes() throws Exception {
        SampleJar broken = next().with("Sample-Start", "throws");
        node.drop("b.jar", broken);
        node.drop("b.jar", broken);

        RefusedJar shown = onlyRefused();
        assertEquals("deploy/b.jar", shown.source());
        assertEquals(broken.digest(), shown.digest());
        assertTrue(shown.reason(), shown.reason().contains("not today"));
        assertFalse(shown.tryingAgain());
        assertEquals("the same jar is refused once", 1, refusals());
        assertTrue("the node is well", node.deployer().check().ready());

        node.delete("b.jar");
        assertEquals(List.of(), node.deployer().refused());
    }

    @Test
    public void refusesJarWhoseActivatorThrows() throws Exception {
        refuses(next().with("Sample-Start", "throws"), "not today");
    }

    @Test
    public void refusesJarWhoseActivatorHangs() throws Exception {
        refuses(next().with("Sample-Start", "hangs"), "did not end within 1 s");
    }

    @Test
    public void refusesJarThatOffersNothing() throws Exception {
        refuses(next().with("Sample-Operations", ""), "registered no usable OperationPlugin service within 1 s");
    }

    @Test
    public void refusesOperationWithBadName() throws Exception {
        refuses(next().with("Sample-Operations", "Not A Name"), "must be lower-case and dotted");
    }

    @Test
    public void refusesPluginWhoseGetterThrows() throws Exception {
        refuses(next().with("Sample-Operations", "throws"), "no name today");
    }

    @Test
    public void refusesAllWhenOneOfTwoOperationsBreaksTheContract() throws Exception {
        refuses(next().with("Sample-Operations", "sample.other,Bad"), "must be lower-case and dotted");
        assertEquals(Optional.empty(), node.registry().newest("sample.other"));
    }

    @Test
    public void refusesSameOperationTwice() throws Exception {
        refuses(next().with("Sample-Operations", "sample.count,sample.count"), "offers operation 'sample.count' twice");
    }

    @Test
    public void refusesJarWithoutSymbolicName() throws Exception {
        refuses(next().without("Bundle-SymbolicName"), "build it as an OSGi bundle");
    }

    @Test
    public void refusesLargeJar() throws Exception {
        String incompressible = new Random(1)
                .ints(200_000, 'A', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        refuses(next().with("Sample-Padding", incompressible), "more than 100000 bytes");
    }

    @Test
    public void refusesWhatIsNoJar() throws Exception {
        node.drop("a.jar", "not a jar".getBytes(StandardCharsets.UTF_8));

        assertTrue(node.refusal(), node.refusal().contains("not a jar with a manifest"));
        assertEquals(Optional.of(serving.digest()), node.newestDigest());
    }

    @Test
    public void fileThatWasReplacedByABrokenOneStillEndsItsReleaseWhenItGoes() throws Exception {
        node.drop("a.jar", next().with("Sample-Start", "throws"));

        node.delete("a.jar");

        assertEquals(Optional.empty(), node.newestDigest());
    }

    private static SampleJar next() {
        return SampleJar.version("2.0.0");
    }

    private void refuses(SampleJar broken, String reason) throws Exception {
        node.drop("a.jar", broken);

        assertTrue(node.refusal(), node.refusal().contains(reason));
        assertEquals(Optional.of(serving.digest()), node.newestDigest());
        assertEquals(List.of("countersign:" + serving.digest()), node.locations());
        assertEquals(Optional.empty(), node.releases.find(broken.digest()));
        assertEquals(1, refusals());
    }

    private RefusedJar onlyRefused() {
        List<RefusedJar> refused = node.deployer().refused();
        assertEquals(refused.toString(), 1, refused.size());
        return refused.get(0);
    }

    private long refusals() {
        return node.audits.entries().stream()
                .filter(entry -> entry.action() == AuditAction.RELEASE_REFUSED)
                .count();
    }

    private static byte[] library(String packageName) {
        return next().without("Provide-Capability")
                .without("Bundle-Activator")
                .without("Import-Package")
                .with("Bundle-SymbolicName", packageName)
                .with("Export-Package", packageName)
                .bytes();
    }
}
