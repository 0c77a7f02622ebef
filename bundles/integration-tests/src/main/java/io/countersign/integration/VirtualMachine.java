package io.countersign.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What jcmd says about a running JVM; each question collects garbage first. */
public final class VirtualMachine {
    private final long pid;

    public VirtualMachine(long pid) {
        this.pid = pid;
    }

    /** How many class loaders that are still in memory have loaded a class of this name. */
    public long loadersOf(String className) {
        ask("GC.run");
        Pattern line = Pattern.compile("(^|[^\\w.$])" + Pattern.quote(className) + "($|[^\\w.$])");
        return ask("VM.classloaders", "show-classes")
                .lines()
                .filter(text -> line.matcher(text).find())
                .count();
    }

    private String ask(String... command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        ProcessBuilder builder = new ProcessBuilder(jcmd.toString(), Long.toString(pid));
        builder.command().addAll(List.of(command));
        try {
            Process process = builder.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", builder.command()) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + jcmd + "; a JDK is needed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + jcmd, e);
        }
    }
}
