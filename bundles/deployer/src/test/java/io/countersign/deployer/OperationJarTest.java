package io.countersign.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class OperationJarTest {
    private static final String PLUGIN = "io.countersign.api.operation.OperationPlugin";

    @Rule
    public final TemporaryFolder root = new TemporaryFolder();

    @Test
    public void readsCapabilityInEveryNotation() throws Exception {
        assertTrue(offers("osgi.service;objectClass:List<String>=\"" + PLUGIN + "\""));
        assertTrue(offers("osgi.service;objectClass=" + PLUGIN + ";effective:=active"));
        assertTrue(offers("osgi.extender;osgi.extender=\"x\",osgi.service;objectClass:List<String>=\"a.B," + PLUGIN
                + "\";uses:=\"a,b\""));
    }

    @Test
    public void otherCapabilitiesAreNotOurs() throws Exception {
        assertFalse(offers("osgi.service;objectClass:List<String>=\"" + PLUGIN + "Listener\""));
        assertFalse(offers("osgi.other;objectClass=" + PLUGIN));
        assertFalse(offers("osgi.service;other=" + PLUGIN));
        assertFalse(OperationJar.offersOperations(
                file(SampleJar.version("1.0.0").without("Provide-Capability").bytes())));
    }

    @Test
    public void halfCopiedFileIsNotOursYet() throws Exception {
        byte[] bytes = SampleJar.version("1.0.0").bytes();

        assertTrue(OperationJar.offersOperations(file(bytes)));
        assertFalse(OperationJar.offersOperations(file(Arrays.copyOf(bytes, bytes.length - 1))));
        assertFalse(OperationJar.offersOperations(file("text".getBytes(StandardCharsets.UTF_8))));
        assertFalse(OperationJar.offersOperations(root.getRoot().toPath().resolve("none.jar")));
    }

    @Test
    public void identityIsDigestNameAndNormalVersion() throws Exception {
        SampleJar sample = SampleJar.version("1.0.0").with("Bundle-Version", "1.2");

        OperationJar jar = OperationJar.of(sample.bytes(), 100_000);

        assertEquals(sample.digest(), jar.digest());
        assertEquals("sample", jar.symbolicName());
        assertEquals("1.2.0", jar.version());
    }

    @Test
    public void versionThatIsNoneIsRefused() {
        byte[] bytes =
                SampleJar.version("1.0.0").with("Bundle-Version", "one.two").bytes();

        ReleaseRefusedException refused =
                assertThrows(ReleaseRefusedException.class, () -> OperationJar.of(bytes, 100_000));

        assertEquals("its Bundle-Version 'one.two' is not like 1.0.0 or 1.0.0.qualifier", refused.getMessage());
    }

    private boolean offers(String capability) throws IOException {
        return OperationJar.offersOperations(file(SampleJar.version("1.0.0")
                .with("Provide-Capability", capability)
                .bytes()));
    }

    private Path file(byte[] bytes) throws IOException {
        Path file = root.newFile().toPath();
        return Files.write(file, bytes);
    }
}
