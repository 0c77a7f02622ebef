package io.countersign.crash;

import io.countersign.core.execution.CrashPoint;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Every declared crash point under every fault of the bank on both databases: {@code ./mvnw -Pcrash-matrix}, narrowed by
 * {@code -Dpoint=after-intent -Ddatabase=h2 -Dfault=stored-500}. Ends with 1 when a single cell is not ok.
 */
final class CrashMatrix {
    private static final int LANES_PER_DATABASE = 2;
    private static final int WORTH_AN_ARCHIVE = 12;
    private static final String CANNOT_HAPPEN = ".";

    private final Map<CrashCase, Verdict> verdicts = Collections.synchronizedMap(new LinkedHashMap<>());
    private final PrintStream output;

    private CrashMatrix(PrintStream output) {
        this.output = output;
    }

    /** Runs what the system properties point, database and fault leave. */
    public static void main(String[] arguments) throws IOException {
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<CrashCase> cases = CrashCase.all().stream()
                .filter(one -> isWanted("point", one.point().toString()))
                .filter(one -> isWanted("database", one.database().word()))
                .filter(one -> isWanted("fault", one.fault().word()))
                .toList();
        if (cases.isEmpty()) {
            output.println("there is no such case, or the fault never leads to the point; points are "
                    + CrashPoint.all() + ", databases " + Arrays.toString(DatabaseKind.values()) + ", faults "
                    + Arrays.stream(BankFault.values()).map(BankFault::word).toList());
            System.exit(2);
        }
        Map<CrashCase, Verdict> verdicts = run(cases, output);
        System.exit(
                verdicts.size() == cases.size() && verdicts.values().stream().allMatch(Verdict::isOk) ? 0 : 1);
    }

    private static boolean isWanted(String property, String value) {
        String wish = System.getProperty(property, "");
        return wish.isEmpty() || wish.equals(value);
    }

    /** Runs the cases, prints the table, and answers what became of each. */
    static Map<CrashCase, Verdict> run(List<CrashCase> cases, PrintStream output) throws IOException {
        CrashMatrix matrix = new CrashMatrix(output);
        long start = System.nanoTime();
        matrix.runInLanes(cases);
        matrix.print(cases, Duration.ofNanos(System.nanoTime() - start));
        return matrix.verdicts;
    }

    private void runInLanes(List<CrashCase> cases) throws IOException {
        Path directory = Files.createTempDirectory("countersign-crash-matrix");
        ClassArchive classes = cases.size() < WORTH_AN_ARCHIVE ? ClassArchive.none() : ClassArchive.ofThisRun();
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> grounds = new ArrayList<>();
        for (DatabaseKind kind : DatabaseKind.values()) {
            List<CrashCase> ofKind =
                    cases.stream().filter(one -> one.database() == kind).toList();
            if (!ofKind.isEmpty()) {
                grounds.add(threads.submit(() -> {
                    runOn(CrashLane.Ground.prepare(kind, directory, classes), ofKind, threads);
                    return kind;
                }));
            }
        }
        awaitAll(grounds);
        threads.shutdown();
    }

    private void runOn(CrashLane.Ground ground, List<CrashCase> cases, ExecutorService threads) {
        List<Future<?>> lanes = new ArrayList<>();
        for (int number = 0; number < Math.min(LANES_PER_DATABASE, cases.size()); number++) {
            List<CrashCase> ofLane = everyNth(cases, number);
            String name = "lane_" + number;
            lanes.add(threads.submit(() -> {
                try (CrashLane lane = new CrashLane(ground, name, ofLane.size(), this::take)) {
                    lane.run(ofLane);
                }
                return name;
            }));
        }
        awaitAll(lanes);
    }

    private static void awaitAll(List<Future<?>> all) {
        for (Future<?> one : all) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the matrix could not be run to its end", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private static List<CrashCase> everyNth(List<CrashCase> cases, int first) {
        List<CrashCase> chosen = new ArrayList<>();
        for (int i = first; i < cases.size(); i += LANES_PER_DATABASE) {
            chosen.add(cases.get(i));
        }
        return chosen;
    }

    private void take(CrashCase crashCase, Verdict verdict) {
        verdicts.put(crashCase, verdict);
        if (!verdict.isOk()) {
            output.println(verdict.kind().word() + " " + crashCase + ": " + verdict.detail());
        }
    }

    private void print(List<CrashCase> cases, Duration took) {
        for (DatabaseKind kind : DatabaseKind.values()) {
            if (cases.stream().anyMatch(one -> one.database() == kind)) {
                print(kind, cases);
            }
        }
        output.printf(
                "%d cases, %d double, %d lost, %d otherwise not ok, %d s%n",
                cases.size(),
                count(Verdict.Kind.DOUBLE),
                count(Verdict.Kind.LOST),
                cases.size() - count(Verdict.Kind.OK) - count(Verdict.Kind.DOUBLE) - count(Verdict.Kind.LOST),
                took.toSeconds());
    }

    private void print(DatabaseKind kind, List<CrashCase> cases) {
        output.printf("%n%-25s", kind.word());
        for (BankFault fault : BankFault.values()) {
            output.printf("%-17s", fault.word());
        }
        output.println();
        for (CrashPoint point : CrashPoint.all()) {
            if (cases.stream().noneMatch(one -> one.point().equals(point) && one.database() == kind)) {
                continue;
            }
            output.printf("%-25s", point);
            for (BankFault fault : BankFault.values()) {
                output.printf("%-17s", cell(cases, new CrashCase(point, kind, fault)));
            }
            output.println();
        }
    }

    private String cell(List<CrashCase> cases, CrashCase crashCase) {
        if (!crashCase.fault().leadsTo(crashCase.point())) {
            return CANNOT_HAPPEN;
        }
        Verdict verdict = verdicts.get(crashCase);
        if (verdict == null) {
            return cases.contains(crashCase) ? "NO VERDICT" : "";
        }
        return verdict.kind().word();
    }

    private long count(Verdict.Kind kind) {
        return verdicts.values().stream()
                .filter(verdict -> verdict.kind() == kind)
                .count();
    }
}
