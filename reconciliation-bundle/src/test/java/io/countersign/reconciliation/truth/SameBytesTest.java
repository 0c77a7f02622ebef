package io.countersign.reconciliation.truth;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.OperationResult;
import io.countersign.api.testkit.TestRun;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.Test;

/** The same inputs give the same bytes, whatever the machine has and wherever it stands. */
public final class SameBytesTest {
    private static final List<String> PLACES = List.of("en-US America/Los_Angeles", "ar-EG-u-nu-arab Asia/Tokyo");

    /** Too few for the larger files. */
    private static final int SPILLING_MEGABYTES = 1;

    private final Map<String, byte[]> first = new TreeMap<>();

    @Test
    public void writesTheSameBytesWhereverItStandsAndWhateverItHas() throws Exception {
        GroundTruth truth = new GroundTruth(7, 2_000);
        // memory is taken as it is needed: the largest takes no more than these files ask for
        assertSameEverywhere(truth, 64, 256, 2_048);
    }

    @Test
    public void writesTheSameBytesWhenTheLinesDoNotFitIntoMemory() throws Exception {
        GroundTruth truth = new GroundTruth(42, 12_000);
        assertSameEverywhere(truth, SPILLING_MEGABYTES, 64);
    }

    private void assertSameEverywhere(GroundTruth truth, int... budgetsMegabytes) throws Exception {
        String left = truth.leftFile();
        String right = truth.rightFile();
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            for (String place : PLACES) {
                Locale.setDefault(Locale.forLanguageTag(place.split(" ", -1)[0]));
                TimeZone.setDefault(TimeZone.getTimeZone(place.split(" ", -1)[1]));
                for (int threads = 1; threads <= 2; threads++) {
                    for (int megabytes : budgetsMegabytes) {
                        String setting = place + ", " + threads + " threads, " + megabytes + " MB";
                        TestRun run = run(truth, left, right, threads, megabytes);
                        OperationResult result = run.execute(run.plan());
                        assertTrue(setting, result.isSuccess());
                        assertEquals(
                                "spills with " + setting,
                                megabytes == SPILLING_MEGABYTES,
                                result.counts().getOrDefault("spilledBytes", 0L) > 0);
                        assertSame(setting, run);
                    }
                }
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
        assertEquals(
                "[breaks.csv, matched.csv, rejects.csv, summary.json]",
                first.keySet().toString());
    }

    private static TestRun run(GroundTruth truth, String left, String right, int threads, int megabytes) {
        return GroundTruthTest.run(truth, left, right)
                .text("threads", Integer.toString(threads))
                .text("memoryMegabytes", Integer.toString(megabytes))
                .build();
    }

    private void assertSame(String setting, TestRun run) {
        run.outputs().forEach((name, versions) -> {
            byte[] content = versions.get(versions.size() - 1);
            byte[] expected = first.computeIfAbsent(name, unused -> content);
            assertArrayEquals(
                    name + " with " + setting + " begins "
                            + new String(content, 0, Math.min(200, content.length), StandardCharsets.UTF_8),
                    expected,
                    content);
        });
    }
}
