package io.countersign.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures first starts: plain Karaf until its SSH server greets, and Countersign until {@code /health/ready} answers 200.
 * The two take turns, so that both see the same machine. Fails when Countersign's median is more than twice plain Karaf's.
 *
 * <p>Run by {@code ./mvnw -Pstart-benchmark verify}.
 */
public final class StartBenchmark {
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final double RATIO_MAX = 2.0;

    private final Path plainKaraf;
    private final Path countersign;
    private final Path work;
    private final String readyPath;

    private StartBenchmark(Path plainKaraf, Path countersign, Path work, String readyPath) {
        this.plainKaraf = plainKaraf;
        this.countersign = countersign;
        this.work = work;
        this.readyPath = readyPath;
    }

    /** Arguments: archive of Karaf, archive of Countersign, working directory, rounds, path that has to answer 200. */
    public static void main(String[] arguments) {
        if (arguments.length != 5) {
            System.err.println("needs: KARAF.tar.gz COUNTERSIGN.tar.gz DIRECTORY ROUNDS READY_PATH");
            System.exit(2);
        }
        StartBenchmark benchmark =
                new StartBenchmark(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), arguments[4]);
        double ratio = benchmark.run(Integer.parseInt(arguments[3]));
        if (ratio > RATIO_MAX) {
            System.err.printf("too slow: %.2f times plain Karaf, %.1f is the limit%n", ratio, RATIO_MAX);
            System.exit(1);
        }
    }

    private double run(int rounds) {
        List<Duration> plain = new ArrayList<>();
        List<Duration> ours = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            plain.add(plainKaraf(work.resolve("karaf-" + round)));
            ours.add(countersign(work.resolve("countersign-" + round)));
        }
        double ratio = (double) median(ours).toMillis() / median(plain).toMillis();
        System.out.println("first start, plain Karaf to SSH greeting:     " + told(plain));
        System.out.println("first start, Countersign to 200 at " + readyPath + ": " + told(ours));
        System.out.printf("ratio of the medians: %.2f%n", ratio);
        return ratio;
    }

    private Duration plainKaraf(Path home) {
        int port = Loopback.freePort();
        try (KarafProcess karaf = KarafProcess.unpack(plainKaraf, home)) {
            new EtcFile(home.resolve("etc/org.apache.karaf.shell.cfg"))
                    .put(Map.of("sshPort", Integer.toString(port), "sshHost", Loopback.ADDRESS));
            long begin = System.nanoTime();
            karaf.start();
            karaf.await("SSH greeting on port " + port, START_MAX, () -> greets(port));
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);
            karaf.kill();
            delete(home);
            return taken;
        }
    }

    private Duration countersign(Path home) {
        try (Distribution distribution = Distribution.unpack(countersign, home)) {
            long begin = System.nanoTime();
            distribution.start().awaitOk(readyPath);
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);
            distribution.kill();
            delete(home);
            return taken;
        }
    }

    private static boolean greets(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(5_000);
            byte[] greeting = socket.getInputStream().readNBytes(4);
            return new String(greeting, StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException e) {
            return false;
        }
    }

    private static Duration median(List<Duration> durations) {
        return durations.stream().sorted().toList().get(durations.size() / 2);
    }

    private static String told(List<Duration> durations) {
        String all =
                durations.stream().map(each -> Long.toString(each.toMillis())).collect(Collectors.joining(", "));
        return "median " + median(durations).toMillis() + " ms of " + all;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
