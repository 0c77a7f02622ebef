package io.countersign.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An unpacked Karaf and the process that runs it. The process is the JVM itself (no shell in between), so that its id and
 * its death are those of the container. Not for several threads at once.
 */
public final class KarafProcess implements AutoCloseable {
    private static final Duration UNPACK_MAX = Duration.ofMinutes(2);
    private static final Duration STOP_MAX = Duration.ofMinutes(1);
    private static final long POLL_MILLIS = 10;
    private static final int TOLD_LINES = 40;

    private final Path home;
    private @Nullable Process process;

    private KarafProcess(Path home) {
        this.home = home.toAbsolutePath();
    }

    /**
     * Unpacks an archive (tar.gz, one folder at its root) into a directory.
     *
     * @param home is created; must be empty or absent
     * @throws IllegalStateException when the archive is missing or cannot be unpacked
     */
    public static KarafProcess unpack(Path archive, Path home) {
        if (!Files.isRegularFile(archive)) {
            throw new IllegalStateException("there is no distribution at " + archive + "; build karaf-assembly first");
        }
        try {
            Files.createDirectories(home);
            try (Stream<Path> content = Files.list(home)) {
                if (content.findAny().isPresent()) throw new IllegalStateException(home + " is not empty");
            }
            Process tar = new ProcessBuilder(
                            "tar", "-xzf", archive.toString(), "-C", home.toString(), "--strip-components=1")
                    .inheritIO()
                    .start();
            if (!tar.waitFor(UNPACK_MAX.toSeconds(), TimeUnit.SECONDS) || tar.exitValue() != 0) {
                tar.destroyForcibly();
                throw new IllegalStateException("tar could not unpack " + archive + " into " + home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + archive + " into " + home, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return new KarafProcess(home);
    }

    /** A Karaf that was unpacked before, for a start on the same data. */
    public static KarafProcess at(Path home) {
        if (!Files.isExecutable(home.resolve("bin/karaf"))) {
            throw new IllegalStateException(home + " is not an unpacked distribution");
        }
        return new KarafProcess(home);
    }

    /** The folder that holds bin, etc, data and deploy. */
    public Path home() {
        return home;
    }

    /**
     * Starts the container on the JDK that runs this program and returns at once.
     *
     * @throws IllegalStateException when it already runs
     */
    public void start() {
        if (isAlive()) throw new IllegalStateException("the container in " + home + " already runs");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/karaf").toString(), "daemon");
        builder.directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KARAF_") || name.equals("JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(consoleFile().toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + home.resolve("bin/karaf"), e);
        }
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /**
     * The id of the operating system's process.
     *
     * @throws IllegalStateException when it was never started
     */
    public long pid() {
        return started().pid();
    }

    /**
     * Waits until a condition holds, asking again every few milliseconds.
     *
     * @param what the condition in words, for the error
     * @throws IllegalStateException when the process ends or the time is over; tells the end of the log
     */
    public void await(String what, Duration max, BooleanSupplier condition) {
        Process running = started();
        long deadline = System.nanoTime() + max.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                if (running.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                            "the container ended with " + running.exitValue() + " while waiting for " + what + told());
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("no " + what + " after " + max.toSeconds() + " s" + told());
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Ends the process as {@code kill -9} does: no hook runs, nothing is flushed. Harmless when it does not run. */
    public void kill() {
        if (process == null) return;
        process.destroyForcibly();
        awaitEnd(process);
    }

    /**
     * Asks the process to end (SIGTERM) and waits.
     *
     * @return the exit code
     * @throws IllegalStateException when it does not end within a minute; it is killed then
     */
    public int stop() {
        Process running = started();
        running.destroy();
        awaitEnd(running);
        return running.exitValue();
    }

    /** The last lines of the container's log, oldest first; empty when there is none yet. */
    public List<String> logTail(int lines) {
        List<String> all = logLines();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /** The lines of the container's log that were written at a level such as "ERROR" or "WARN". */
    public List<String> logLines(String level) {
        return logLines().stream().filter(line -> line.contains("| " + level)).toList();
    }

    /** Kills the process if it still runs. The folder stays, for whoever looks for the reason of a failure. */
    @Override
    public void close() {
        kill();
    }

    private List<String> logLines() {
        return lines(home.resolve("data/log/karaf.log"));
    }

    private Path consoleFile() {
        return home.resolve("console.log");
    }

    private String told() {
        return "; " + home + "/data/log/karaf.log ends with\n" + String.join("\n", logTail(TOLD_LINES)) + "\nconsole:\n"
                + String.join("\n", lines(consoleFile()));
    }

    private Process started() {
        if (process == null) throw new IllegalStateException("the container in " + home + " was not started");
        return process;
    }

    private static void awaitEnd(Process running) {
        try {
            if (!running.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly();
                throw new IllegalStateException(
                        "process " + running.pid() + " did not end within " + STOP_MAX.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static List<String> lines(Path file) {
        if (!Files.exists(file)) return List.of();
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for a process", cause);
    }
}
