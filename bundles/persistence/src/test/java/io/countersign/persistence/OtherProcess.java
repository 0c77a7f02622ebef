package io.countersign.persistence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A second Java process on the same database, to be killed without warning. Its main class is in these tests. */
final class OtherProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private OtherProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static OtherProcess start(Class<?> main, DatabaseSettings settings) throws IOException {
        return start(main, settings, "-XX:TieredStopAtLevel=1");
    }

    static OtherProcess start(Class<?> main, DatabaseSettings settings, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName(),
                settings.url(),
                settings.ownerUser(),
                settings.ownerPasswordFile().toString(),
                settings.appUser(),
                settings.appPasswordFile().toString()));
        return new OtherProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** What {@link #start} gave the process. */
    static DatabaseSettings settings(String[] arguments) {
        return new DatabaseSettings(
                arguments[0], arguments[1], Path.of(arguments[2]), arguments[3], Path.of(arguments[4]), 8);
    }

    String readLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new AssertionError("the other process ended by itself");
        }
        return line;
    }

    void writeLine(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** kill -9; answers the lines it had written and nobody had read. The last may be cut. */
    List<String> kill() throws IOException, InterruptedException {
        // not Process.destroyForcibly, which closes the pipe with what is still in it
        process.toHandle().destroyForcibly();
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
        }
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the other process survived");
        }
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
