package io.countersign.integration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.countersign.api.json.Json;
import io.countersign.integration.SshShell.ShellReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The distribution as it is shipped opens two doors, both on loopback, and nobody can come in without an account. */
public final class DoorsIT {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final String ADMINISTRATOR = "admin";
    private static final String OPERATOR = "olivia";
    private static final String OPERATOR_PASSWORD = "correct horse battery staple 7";
    private static final Duration TUNNEL_MAX = Duration.ofSeconds(10);
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static Distribution distribution;

    @BeforeClass
    public static void start() throws IOException {
        distribution = Distribution.unpack(
                Distribution.builtArchive(), FOLDER.getRoot().toPath().resolve("countersign"));
        distribution.start().awaitReady();
        distribution
                .api()
                .signIn(ADMINISTRATOR, administratorPassword())
                .post(
                        "users",
                        Json.object()
                                .put("username", OPERATOR)
                                .put("displayName", "Olivia Operator")
                                .put("password", OPERATOR_PASSWORD)
                                .put("roles", Json.texts(List.of("operator")))
                                .build())
                .expect(201);
    }

    @AfterClass
    public static void kill() {
        distribution.close();
    }

    @Test
    public void listensOnLoopbackAndOnTwoPortsOnly() throws IOException {
        Set<String> addresses = ListeningSockets.of(distribution.process().pid());

        assertEquals(
                List.of(),
                addresses.stream()
                        .filter(each -> !ListeningSockets.isLoopback(each))
                        .toList());
        assertEquals(
                Set.of(distribution.httpPort(), distribution.sshPort()),
                addresses.stream().map(ListeningSockets::port).collect(Collectors.toSet()));
    }

    @Test
    public void noLibraryAnswersOnAPathOfItsOwn() {
        String nothing = whatAnswers("no-such-path");

        for (String path : List.of("cxf", "cxf/", "cxf/services", "system/console", "hawtio", "jolokia")) {
            assertEquals(nothing, whatAnswers(path));
        }
    }

    private static String whatAnswers(String path) {
        ApiReply reply = distribution.api().get("/" + path);
        return reply.status() + " " + reply.text().replace(path, "PATH");
    }

    @Test
    public void takesNoDefaultAccount() {
        for (String user : List.of("karaf", "admin", "root")) {
            try (SshShell shell = distribution.shell(user, user)) {
                assertThrows(SignInRefusedException.class, () -> shell.run("bundle:list"));
            }
        }
    }

    @Test
    public void anOperatorReachesTheCommandsOfThePlatformAndNoOther() {
        try (SshShell shell = distribution.shell(OPERATOR, OPERATOR_PASSWORD)) {
            ShellReply list = shell.run("ops:list");
            assertTrue(list.errors(), list.succeeded());
            assertTrue(list.output(), list.output().contains("stripe.payout"));

            for (String command : List.of(
                    "bundle:list",
                    "config:list",
                    "feature:list",
                    "log:display",
                    "jaas:realm-list",
                    "scr:list",
                    "cm:listConfigurations null",
                    "shell:exec id",
                    "shell:cat etc/system.properties",
                    "ops:list > stolen",
                    "($.context bundle 0) symbolicName")) {
                assertFalse(command, shell.run(command).succeeded());
            }
        }
        assertFalse(Files.exists(distribution.home().resolve("stolen")));
    }

    @Test
    public void anAdministratorReachesTheContainer() throws IOException {
        try (SshShell shell = distribution.shell(ADMINISTRATOR, administratorPassword())) {
            ShellReply bundles = shell.run("bundle:list");

            assertTrue(bundles.errors(), bundles.succeeded());
            assertTrue(bundles.output(), bundles.output().contains("Countersign"));
        }
    }

    @Test
    public void nobodyTunnelsThroughTheShell() throws IOException {
        SshdSocketAddress here = new SshdSocketAddress("127.0.0.1", 0);
        SshdSocketAddress behind = new SshdSocketAddress("127.0.0.1", distribution.httpPort());
        try (SshShell shell = distribution.shell(OPERATOR, OPERATOR_PASSWORD);
                ClientSession session = shell.signIn();
                ChannelDirectTcpip tunnel = session.createDirectTcpipChannel(here, behind)) {
            SshException refused =
                    assertThrows(SshException.class, () -> tunnel.open().verify(TUNNEL_MAX));

            assertTrue(refused.toString(), refused.getCause() instanceof SshChannelOpenException);
        }
    }

    @Test
    public void keepsConfigurationKeysAndDataToItsOwner() throws IOException {
        for (Path folder :
                List.of(distribution.home().resolve("etc"), distribution.home().resolve("data/log"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
                    permissions.removeAll(OWNER);
                    assertEquals(file + " is open to others", Set.of(), permissions);
                }
            }
        }
    }

    @Test
    public void goesToNoRemoteRepository() throws IOException {
        String maven = Files.readString(distribution.home().resolve("etc/org.ops4j.pax.url.mvn.cfg"));

        assertFalse(maven, maven.contains("http"));
    }

    @Test
    public void doesNotWatchTheDeployFolder() {
        assertFalse(Files.exists(distribution.home().resolve("etc/org.apache.felix.fileinstall-deploy.cfg")));
    }

    @Test
    public void carriesNoStandInForAProvider() throws IOException {
        try (Stream<Path> files = Files.walk(distribution.home().resolve("system"))) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().contains("simulator")).toList());
        }
    }

    @Test
    public void startsWithoutAnErrorInItsLog() {
        assertEquals(List.of(), distribution.process().logLines("ERROR"));
    }

    @Test
    public void refusesJdk24AndNewerWithOneSentence() throws IOException, InterruptedException {
        Path jdk = tooNewJdk();
        assumeTrue("no JDK 24 or newer is installed", Files.isExecutable(jdk.resolve("bin/java")));
        ProcessBuilder start =
                new ProcessBuilder(distribution.home().resolve("bin/start").toString()).redirectErrorStream(true);
        start.environment().put("JAVA_HOME", jdk.toString());

        Process process = start.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(1, process.waitFor());
        assertTrue(said, said.contains("it needs a JDK from 17 to 23"));
        assertTrue(said, said.contains(jdk.toString()));
    }

    private static String administratorPassword() throws IOException {
        return Files.readString(distribution.home().resolve("data/initial-admin-password"))
                .strip();
    }

    private static Path tooNewJdk() throws IOException {
        Path installed = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(installed)) return installed;
        try (Stream<Path> jdks = Files.list(installed)) {
            return jdks.filter(jdk -> jdk.getFileName().toString().matches(".*-(2[4-9]|[3-9][0-9])\\b.*"))
                    .findFirst()
                    .orElse(installed);
        }
    }
}
