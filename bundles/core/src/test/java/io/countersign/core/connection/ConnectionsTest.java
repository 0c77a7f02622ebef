package io.countersign.core.connection;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.OperationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class ConnectionsTest {
    private static final String SECRET = "sk_test_51Hxyz";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path secrets;
    private Connections connections;

    @Before
    public void open() throws IOException {
        secrets = Files.createDirectory(folder.getRoot().toPath().resolve("secrets.d"));
        connections = new Connections(secrets);
        write("stripe-key", SECRET + "\n", "r--------");
    }

    @Test
    public void aConfiguredConnectionCanBeUsed() {
        configure(
                "main",
                Map.of(
                        "kind", "stripe",
                        "mode", "test",
                        "baseAddress", "http://127.0.0.1:12111",
                        "property.account", "acct_1",
                        "secret.key", "stripe-key"));

        Connection main = connections.find("main", "stripe").orElseThrow();

        assertEquals("main", main.name());
        assertEquals("stripe", main.kind());
        assertEquals(ConnectionMode.TEST, main.mode());
        assertEquals(Optional.of(URI.create("http://127.0.0.1:12111")), main.baseAddress());
        assertEquals(Optional.of("acct_1"), main.property("account"));
        assertEquals(Optional.empty(), main.property("other"));
        assertEquals(SECRET, main.secret("key"));
    }

    @Test
    public void theFileNameGivesTheNameWhateverTheFrameworkCallsIt() {
        for (Map<String, String> named : List.of(
                Map.of("service.pid", "io.countersign.connection~stripe-main"),
                Map.of(
                        "service.pid",
                        "io.countersign.connection.0f6c2f3a-77",
                        "felix.fileinstall.filename",
                        "file:/opt/etc/io.countersign.connection-stripe-main.cfg"))) {
            Map<String, Object> configuration = new HashMap<>(named);
            configuration.put("kind", "stripe");
            configuration.put("mode", "TEST");

            assertEquals("stripe-main", ConnectionSettings.read(configuration).name());
        }
    }

    @Test
    public void aSecretIsReadAtEachUseAndLookedAtAgain() throws IOException {
        configure("main", Map.of("kind", "stripe", "mode", "TEST", "secret.key", "stripe-key"));
        Connection main = connections.find("main", "stripe").orElseThrow();
        assertEquals(SECRET, main.secret("key"));

        write("stripe-key", "sk_test_rolled", "rw-------");
        assertEquals("sk_test_rolled", main.secret("key"));

        write("stripe-key", "sk_test_rolled", "rw-r--r--");
        OperationException refused = assertThrows(OperationException.class, () -> main.secret("key"));
        assertEquals("secret_refused", refused.code());
        assertFalse(refused.toString().contains("sk_test"));
    }

    @Test
    public void aSecretThatOthersMayReadMakesTheConnectionUnusable() throws IOException {
        for (String permissions : List.of("r--r-----", "r-----r--", "rw--w----", "r-x------")) {
            write("stripe-key", SECRET, permissions);
            assertFault(Map.of("secret.key", "stripe-key"), "chmod 0400");
        }
    }

    @Test
    public void aSecretOutsideTheDirectoryIsRefused() throws IOException {
        Path outside = Files.writeString(folder.getRoot().toPath().resolve("outside"), SECRET);
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("r--------"));
        Files.createSymbolicLink(secrets.resolve("link"), outside);
        Files.createDirectory(secrets.resolve("directory"));

        assertFault(Map.of("secret.key", "../outside"), "no plain file name");
        assertFault(Map.of("secret.key", outside.toString()), "no plain file name");
        assertFault(Map.of("secret.key", ""), "no plain file name");
        assertFault(Map.of("secret.key", "link"), "links are not followed");
        assertFault(Map.of("secret.key", "directory"), "no regular file");
        assertFault(Map.of("secret.key", "missing"), "cannot be looked at");
    }

    @Test
    public void anEmptySecretIsRefused() throws IOException {
        write("empty", "", "r--------");
        write("blank", " \n", "r--------");

        assertFault(Map.of("secret.key", "empty"), "0 bytes");
        configure("blank", Map.of("kind", "stripe", "mode", "TEST", "secret.key", "blank"));
        Connection blank = connections.find("blank", "stripe").orElseThrow();
        assertThrows(OperationException.class, () -> blank.secret("key"));
    }

    @Test
    public void correctingASecretFileNeedsNoRestart() throws IOException {
        configure("main", Map.of("kind", "stripe", "mode", "TEST", "secret.key", "later"));
        assertTrue(connections.find("main", "stripe").isEmpty());

        write("later", SECRET, "r--------");

        assertEquals(SECRET, connections.find("main", "stripe").orElseThrow().secret("key"));
    }

    @Test
    public void aSecretThatIsNotConfiguredCannotBeNamed() {
        configure("main", Map.of("kind", "stripe", "mode", "TEST"));
        Connection main = connections.find("main", "stripe").orElseThrow();

        assertEquals(
                "secret_unknown",
                assertThrows(OperationException.class, () -> main.secret("stripe-key"))
                        .code());
    }

    @Test
    public void nothingShowsASecret() {
        configure("main", Map.of("kind", "stripe", "mode", "TEST", "secret.key", "stripe-key"));
        Connection main = connections.find("main", "stripe").orElseThrow();

        assertFalse((main + " " + connections.list()).contains("stripe-key"));
        assertFalse((main + " " + connections.list()).contains(SECRET));
    }

    @Test
    public void aFaultyConfigurationSaysWhatToCorrect() {
        assertFault(Map.of("mode", "PRODUCTION"), "write mode = TEST, or LIVE");
        assertFault(Map.of("mode", ""), "write mode = TEST, or LIVE");
        assertFault(Map.of("kind", ""), "write the kind of provider");
        assertFault(Map.of("baseaddress", "https://example.com"), "unknown key 'baseaddress'");
        assertFault(Map.of("secrets.key", "stripe-key"), "unknown key 'secrets.key'");
        assertFault(Map.of("property", "x"), "unknown key 'property'");
        assertFault(Map.of("baseAddress", "ftp://example.com"), "no plain http or https address");
        assertFault(Map.of("baseAddress", "https://user:password@example.com"), "no plain http or https address");
        assertFault(Map.of("baseAddress", "https://"), "no plain http or https address");
        assertFault(Map.of("name", "Bad Name"), "no usable name");
        assertFault(Map.of("property.x", "x".repeat(5000)), "4096");
    }

    @Test
    public void aMissingModeIsNeverGuessed() {
        Connections empty = new Connections(secrets);
        empty.addConnection(
                new ConfiguredConnection(Map.of("service.pid", "io.countersign.connection~main", "kind", "stripe")));

        assertTrue(empty.find("main", "stripe").isEmpty());
        assertTrue(empty.list().get(0).fault().orElseThrow().contains("has no mode"));
    }

    @Test
    public void liveMoneyNeverGoesToALocalOrPrivateAddress() {
        for (String address : List.of(
                "https://localhost:12111",
                "https://api.localhost",
                "https://simulator.local",
                "https://simulator",
                "https://127.0.0.1",
                "https://127.1.2.3",
                "https://10.0.0.7",
                "https://172.16.0.1",
                "https://192.168.1.1",
                "https://169.254.169.254",
                "https://100.64.0.1",
                "https://0.0.0.0",
                "https://[::1]",
                "https://[fd00::1]",
                "https://[fe80::1]",
                "https://[::ffff:10.0.0.7]")) {
            assertFault(Map.of("mode", "LIVE", "baseAddress", address), "local or private");
        }
        assertFault(Map.of("mode", "LIVE", "baseAddress", "http://8.8.8.8"), "not https");
    }

    @Test
    public void liveMoneyMayGoToAPublicAddressOrTheProvidersOwn() {
        configure("public", Map.of("kind", "stripe", "mode", "LIVE", "baseAddress", "https://8.8.8.8"));
        configure("own", Map.of("kind", "stripe", "mode", "LIVE"));

        assertTrue(connections.find("public", "stripe").isPresent());
        assertTrue(connections.find("own", "stripe").isPresent());
    }

    @Test
    public void anAddressIsJudgedByWhereItLeads() throws IOException {
        assertTrue(PublicAddress.isInside(InetAddress.getByAddress("api.example.com", new byte[] {10, 1, 2, 3})));
        assertFalse(PublicAddress.isInside(InetAddress.getByAddress("api.example.com", new byte[] {8, 8, 8, 8})));
    }

    @Test
    public void twoOfTheSameNameAreBothRefusedUntilOneGoes() {
        ConfiguredConnection first = configure("main", Map.of("kind", "stripe", "mode", "TEST"));
        ConfiguredConnection second = configure("other", Map.of("kind", "stripe", "mode", "LIVE", "name", "main"));

        assertTrue(connections.find("main", "stripe").isEmpty());
        assertTrue(connections.problem("main", "stripe").orElseThrow().contains("configured 2 times"));

        connections.removeConnection(second);
        assertEquals(
                ConnectionMode.TEST,
                connections.find("main", "stripe").orElseThrow().mode());
        connections.removeConnection(first);
        assertEquals(List.of(), connections.list());
    }

    @Test
    public void theProblemSaysWhichConnectionWouldDo() {
        configure("main", Map.of("kind", "stripe", "mode", "TEST"));

        assertEquals(
                "connection 'nope' is not configured; write etc/io.countersign.connection-nope.cfg",
                connections.problem("nope", "stripe").orElseThrow());
        assertEquals(
                "connection 'main' is of kind 'stripe', not 'bank'; choose another connection",
                connections.problem("main", "bank").orElseThrow());
        assertTrue(connections.find("main", "bank").isEmpty());
        assertEquals(Optional.empty(), connections.problem("main", "stripe"));
    }

    @Test
    public void listsByNameWithFaults() {
        configure("zebra", Map.of("kind", "stripe", "mode", "TEST"));
        configure("alpha", Map.of("kind", "stripe", "mode", "TEST", "secret.key", "missing"));

        List<ConnectionInfo> list = connections.list();

        assertEquals(
                List.of("alpha", "zebra"),
                list.stream().map(ConnectionInfo::name).toList());
        assertTrue(list.get(0).fault().isPresent());
        assertEquals(Optional.empty(), list.get(1).fault());
    }

    private void assertFault(Map<String, String> changes, String expected) {
        Map<String, String> settings = new HashMap<>(Map.of("kind", "stripe", "mode", "TEST"));
        settings.putAll(changes);
        Connections alone = new Connections(secrets);
        alone.addConnection(connection("main", settings));

        String fault = alone.list().get(0).fault().orElse("none");
        assertTrue(changes + ": " + fault, fault.contains(expected));
        assertTrue(alone.find("main", String.valueOf(settings.get("kind"))).isEmpty());
    }

    private ConfiguredConnection configure(String instance, Map<String, String> settings) {
        ConfiguredConnection connection = connection(instance, settings);
        connections.addConnection(connection);
        return connection;
    }

    private static ConfiguredConnection connection(String instance, Map<String, String> settings) {
        Map<String, Object> configuration = new HashMap<>(settings);
        configuration.put("service.pid", "io.countersign.connection~" + instance);
        configuration.put("service.factoryPid", "io.countersign.connection");
        configuration.put("felix.fileinstall.filename", "file:/opt/etc/io.countersign.connection-" + instance + ".cfg");
        configuration.put("component.name", "x");
        configuration.put("component.id", 7L);
        configuration.put("osgi.ds.satisfying.condition.target", "(osgi.condition.id=true)");
        return new ConfiguredConnection(configuration);
    }

    private void write(String name, String value, String permissions) throws IOException {
        Path file = secrets.resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
