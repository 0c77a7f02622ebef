package io.countersign.crash;

import static org.junit.Assert.assertEquals;

import io.countersign.core.execution.CrashPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

/**
 * Each declared crash point once, by turns on both databases, with each fault of the bank among them; the whole matrix is run by
 * {@code ./mvnw -Pcrash-matrix}.
 */
public final class CrashMatrixIT {
    /** Which fault goes with which point; at all others nothing but the process fails, where that leads there. */
    private static final Map<String, BankFault> FAULTS = Map.ofEntries(
            Map.entry("before-replay", BankFault.TIMEOUT_BEFORE),
            Map.entry("after-replay", BankFault.TIMEOUT_AFTER),
            Map.entry("after-look-up", BankFault.STORED_500_AFTER),
            Map.entry("before-intent", BankFault.RATE_LIMIT),
            Map.entry("after-outcome", BankFault.RESET),
            Map.entry("after-settlement-state", BankFault.LATE_FAILURE));

    @Test
    public void nothingIsPaidTwiceOrLostWhereverAProcessDies() throws IOException {
        List<CrashCase> cases = once();

        Map<CrashCase, Verdict> verdicts = CrashMatrix.run(cases, System.out);

        assertEquals(
                Map.of(),
                verdicts.entrySet().stream()
                        .filter(verdict -> !verdict.getValue().isOk())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertEquals(Set.copyOf(cases), verdicts.keySet());
    }

    @Test
    public void everyFaultIsThere() {
        assertEquals(
                Set.of(BankFault.values()),
                once().stream().map(CrashCase::fault).collect(Collectors.toSet()));
    }

    @Test
    public void everyPointIsReachedByAtLeastOneFault() {
        Set<CrashPoint> reached = CrashCase.all().stream().map(CrashCase::point).collect(Collectors.toSet());

        assertEquals(Set.copyOf(CrashPoint.all()), reached);
    }

    private static List<CrashCase> once() {
        List<CrashCase> cases = new ArrayList<>();
        DatabaseKind[] databases = DatabaseKind.values();
        for (CrashPoint point : CrashPoint.all()) {
            BankFault first = Arrays.stream(BankFault.values())
                    .filter(one -> one.leadsTo(point))
                    .findFirst()
                    .orElseThrow();
            // the pairs take turns, so that neither database sees only what is before or after
            int number = cases.size();
            DatabaseKind database = databases[(number + number / 2) % databases.length];
            cases.add(new CrashCase(point, database, FAULTS.getOrDefault(point.toString(), first)));
        }
        return cases;
    }
}
