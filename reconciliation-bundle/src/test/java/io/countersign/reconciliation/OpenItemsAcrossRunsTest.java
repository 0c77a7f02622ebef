package io.countersign.reconciliation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationException;
import io.countersign.api.testkit.FakeInputFile;
import io.countersign.api.testkit.TestRun;
import io.countersign.api.testkit.TestRunBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** A break stays the same break from run to run, wherever its line stands: so it ages, and closes itself. */
public final class OpenItemsAcrossRunsTest {
    private static final String HEADER = "id,amount\n";

    @Test
    public void agesWhatIsStillOpenAndClosesWhatIsNot() throws Exception {
        TestRun first = executed("a,1.00\nb,2.00\nb,2.00\nc,3.00\n", "c,4.00\n", "2026-11-01", Optional.empty());
        String firstBreaks = first.outputText("breaks.csv");
        TestRun second = executed(
                "new,9.00\na,1.00\nb,2.00\nb,2.00\nc,3.00\n", "c,3.00\n", "2026-11-20", Optional.of(firstBreaks));

        JsonObject items = summary(second).object("openItems");
        assertEquals(4, items.integer("previous"));
        assertEquals(3, items.integer("carried"));
        assertEquals(1, items.integer("closed"));
        assertEquals(1, items.integer("new"));
        assertEquals(List.of("19", "8-30", "2026-11-01"), age(second, "missing_right,,3,"));
        assertEquals(List.of("19", "8-30", "2026-11-01"), age(second, "duplicate_left,,5,"));
        assertEquals(List.of("0", "0-1", "2026-11-20"), age(second, "missing_right,,2,"));
    }

    @Test
    public void refusesOpenItemsThatAreNone() {
        OperationException refusal = assertThrows(
                OperationException.class,
                () -> executed("a,1.00\n", "a,1.00\n", "2026-11-20", Optional.of("x,y\n1,2\n")));
        assertEquals("open_items_refused", refusal.code());
    }

    private static TestRun executed(String left, String right, String asOf, Optional<String> previous)
            throws Exception {
        TestRunBuilder builder = TestRun.of(new ReconciliationOperation())
                .input("left", FakeInputFile.csv("left.csv", HEADER + left))
                .input("right", FakeInputFile.csv("right.csv", HEADER + right))
                .text("configuration", ReconciliationContractTest.CONFIGURATION)
                .text("asOf", asOf);
        previous.ifPresent(text -> builder.input("previous", FakeInputFile.csv("breaks.csv", text)));
        TestRun run = builder.build();
        assertTrue(run.execute(run.plan()).isSuccess());
        return run;
    }

    private static List<String> age(TestRun run, String classAndLine) {
        String line = run.outputText("breaks.csv")
                .lines()
                .filter(row -> row.contains("," + classAndLine))
                .findFirst()
                .orElseThrow(() -> new AssertionError(classAndLine + " in " + run.outputText("breaks.csv")));
        return List.of(line.split(",", -1)).subList(12, 15);
    }

    private static JsonObject summary(TestRun run) {
        return Json.parse(run.outputText("summary.json")).asObject();
    }
}
