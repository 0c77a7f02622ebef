package io.countersign.reconciliation.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Runs ours and DuckDB in turns on the same files, each in a JVM of its own: FOLDER ROWS ROUNDS. */
public final class Benchmark {
    /** Half of it holds packed lines. */
    private static final List<String> OURS = List.of("-Xmx900m");

    private static final List<String> OURS_SMALL = List.of("-Xmx256m");
    private static final List<String> DUCKDB = List.of("-Xmx256m");

    private final Path folder;
    private final Path left;
    private final Path right;
    private final Map<String, List<Measured>> measured = new LinkedHashMap<>();

    private Benchmark(Path folder, long rows) {
        this.folder = folder;
        this.left = folder.resolve("left-" + rows + ".csv");
        this.right = folder.resolve("right-" + rows + ".csv");
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        long rows = Long.parseLong(arguments[1]);
        Benchmark benchmark = new Benchmark(folder, rows);
        new BenchmarkFiles(rows).write(benchmark.left, benchmark.right);
        System.out.printf(
                Locale.ROOT,
                "%,d rows a side, %,d and %,d bytes%n",
                rows,
                Files.size(benchmark.left),
                Files.size(benchmark.right));
        for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
            benchmark.measure("ours", OURS, BenchmarkOurs.class);
            benchmark.measure("DuckDB", DUCKDB, BenchmarkDuckDb.class);
            benchmark.measure("ours -Xmx256m", OURS_SMALL, BenchmarkOurs.class);
        }
        benchmark.printBest();
    }

    private void measure(String name, List<String> options, Class<?> main) throws IOException, InterruptedException {
        Path outputs = folder.resolve("outputs");
        delete(outputs);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(left.toString(), right.toString(), outputs.toString()));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("run.log").toFile())
                .start();
        int status = process.waitFor();
        long wallMillis = (System.nanoTime() - start) / 1_000_000;
        List<String> said = Files.readAllLines(folder.resolve("run.log"));
        String usage = said.isEmpty() ? "" : said.get(said.size() - 1);
        if (status != 0 || !usage.startsWith(Usage.PREFIX)) {
            throw new IllegalStateException(name + " ended with " + status + ": " + said);
        }
        String[] numbers = usage.substring(Usage.PREFIX.length()).split(" ", -1);
        Measured run = new Measured(wallMillis, Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
        measured.computeIfAbsent(name, unused -> new ArrayList<>()).add(run);
        System.out.println(line(name, run) + ", load " + load());
    }

    private void printBest() {
        measured.forEach((name, runs) -> System.out.println("best: "
                + line(
                        name,
                        runs.stream()
                                .min(Comparator.comparingLong(Measured::wallMillis))
                                .orElseThrow())));
    }

    private static String line(String name, Measured run) {
        return String.format(
                Locale.ROOT,
                "%-14s wall %6.2f s, CPU %6.2f s, peak %5d MB",
                name,
                run.wallMillis / 1e3,
                run.cpuMillis / 1e3,
                run.peakMegabytes);
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** One run. */
    private record Measured(long wallMillis, long cpuMillis, long peakMegabytes) {}
}
