package io.countersign.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * The distribution that is shipped, unpacked into a folder of its own on ports of its own. Starts, dies and starts again on
 * the same data. Not for several threads at once.
 */
public final class Distribution implements AutoCloseable {
    /** System property with the path of the archive. */
    public static final String ARCHIVE_PROPERTY = "countersign.distribution";

    private static final int USUAL_HTTP_PORT = 8181;
    private static final int USUAL_SSH_PORT = 8101;
    private static final Duration READY_MAX = Duration.ofMinutes(2);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    private final KarafProcess karaf;
    private final int httpPort;
    private final int sshPort;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();

    private Distribution(KarafProcess karaf, int httpPort, int sshPort) {
        this.karaf = karaf;
        this.httpPort = httpPort;
        this.sshPort = sshPort;
    }

    /**
     * The archive that the build made, named by the system property {@value #ARCHIVE_PROPERTY}.
     *
     * @throws IllegalStateException when the property is not set
     */
    public static Path builtArchive() {
        String archive = System.getProperty(ARCHIVE_PROPERTY);
        if (archive == null) {
            throw new IllegalStateException("set -D" + ARCHIVE_PROPERTY
                    + "=PATH to the archive in karaf-assembly/target; the Maven build does it");
        }
        return Path.of(archive);
    }

    /**
     * Unpacks an archive and gives it two free ports on loopback.
     *
     * @param home is created; must be empty or absent
     */
    public static Distribution unpack(Path archive, Path home) {
        return unpack(archive, home, Loopback.freePort(), Loopback.freePort());
    }

    /** Like {@link #unpack} on the ports people know, 8181 and 8101; a free one in place of one that is taken. */
    public static Distribution unpackOnUsualPorts(Path archive, Path home) {
        return unpack(archive, home, Loopback.freePort(USUAL_HTTP_PORT), Loopback.freePort(USUAL_SSH_PORT));
    }

    private static Distribution unpack(Path archive, Path home, int httpPort, int sshPort) {
        Distribution distribution = new Distribution(KarafProcess.unpack(archive, home), httpPort, sshPort);
        distribution.configure(
                "countersign.properties",
                Map.of(
                        "countersign.http.port", Integer.toString(distribution.httpPort),
                        "countersign.ssh.port", Integer.toString(distribution.sshPort)));
        return distribution;
    }

    /**
     * Sets keys of a file in etc/ and keeps its other lines. What the container watches it takes over while it runs; the
     * rest counts from the next start.
     */
    public Distribution configure(String file, Map<String, String> settings) {
        new EtcFile(home().resolve("etc").resolve(file)).put(settings);
        return this;
    }

    /** Watches the deploy folder, as on a developer's machine; the shipped configuration does not. */
    public Distribution watchDeploy() {
        Path etc = home().resolve("etc");
        try {
            Files.copy(
                    etc.resolve("org.apache.felix.fileinstall-deploy.cfg.off"),
                    etc.resolve("org.apache.felix.fileinstall-deploy.cfg"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot switch the deploy folder on in " + etc, e);
        }
        return this;
    }

    /**
     * Puts a jar into the deploy folder in one step, so that no half-written file is ever seen.
     *
     * @return where it lies now; deleting it takes the bundle away
     */
    public Path deploy(Path jar) {
        Path deploy = home().resolve("deploy");
        Path target = deploy.resolve(jar.getFileName());
        try {
            // outside the watched folder, but on the same file system
            Path whole =
                    Files.copy(jar, home().resolve("data/." + jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            return Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put " + jar + " into " + deploy, e);
        }
    }

    /** Starts the container and returns at once. */
    public Distribution start() {
        karaf.start();
        return this;
    }

    /**
     * Waits until a path answers 200.
     *
     * @throws IllegalStateException when the process ends or two minutes are over; tells the end of the log
     */
    public Distribution awaitOk(String path) {
        karaf.await("200 from " + base().resolve(path), READY_MAX, () -> status(path) == 200);
        return this;
    }

    /** Waits until the platform takes requests ({@code /health/ready}). */
    public Distribution awaitReady() {
        return awaitOk("/health/ready");
    }

    /**
     * Asks a path without signing in.
     *
     * @return the status, or -1 when nobody answers
     */
    public int status(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(base().resolve(path)).timeout(ANSWER_MAX).build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + path, e);
        }
    }

    /** Ends the process as {@code kill -9} does. */
    public void kill() {
        karaf.kill();
    }

    /** Asks the process to end and waits; returns its exit code. */
    public int stop() {
        return karaf.stop();
    }

    /** The process, for its id and its log. */
    public KarafProcess process() {
        return karaf;
    }

    /** The folder that holds bin, etc, data and deploy. */
    public Path home() {
        return karaf.home();
    }

    /** Where HTTP listens, with a slash at its end. */
    public URI base() {
        return URI.create("http://" + Loopback.ADDRESS + ":" + httpPort + "/");
    }

    public int httpPort() {
        return httpPort;
    }

    public int sshPort() {
        return sshPort;
    }

    /** A client of the REST API that is not signed in. */
    public ApiClient api() {
        return new ApiClient(base());
    }

    /** The Karaf shell as one user. */
    public SshShell shell(String user, String password) {
        return new SshShell(sshPort, user, password);
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        karaf.close();
    }
}
