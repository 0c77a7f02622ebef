package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.OperationResult;
import io.countersign.core.file.StoredFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;

/** What an operation may use while it runs: steps, outputs, log, progress, work directory. */
public class RunContextTest {
    @Rule
    public final Platform platform = new Platform();

    @Test
    public void remembersStepsWhenItIsEnteredAgain() {
        AtomicInteger computed = new AtomicInteger();
        platform.bank.willAnswer("rent", Bank.LOSE_ANSWER, Bank.LOSE_ANSWER, Bank.LOSE_ANSWER);
        platform.node.plugin.executing = context -> {
            Json rate = context.step("rate", () -> Json.of("1.0" + computed.incrementAndGet()));
            context.effect("rent").perform();
            return OperationResult.success("rate " + rate.asText()).build();
        };
        ExecutionId id = run();
        platform.workFor(Duration.ofMinutes(1));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(1, computed.get());
        assertEquals(
                "rate 1.01",
                java.util.Objects.requireNonNull(platform.execution(id).result())
                        .text("message"));
    }

    @Test
    public void refusesAStepThatIsTooLargeOrHasNoName() {
        platform.node.plugin.executing = context -> {
            context.step("big", () -> Json.of("x".repeat(64 * 1024)));
            return context.performAllInOrder();
        };
        assertTrue(platform.failure(run()).message().contains("at most 65536 bytes"));
        platform.node.plugin.executing = context -> {
            context.step("", () -> Json.of(1));
            return context.performAllInOrder();
        };
        assertTrue(platform.failure(run()).message().contains("needs a name"));
    }

    @Test
    public void anOutputIsVisibleOnlyWhenItIsClosed() {
        List<Integer> seen = new ArrayList<>();
        ExecutionId[] id = new ExecutionId[1];
        platform.node.plugin.executing = context -> {
            OutputStream forgotten = context.output("forgotten.csv", "text/csv");
            forgotten.write(1);
            try (OutputStream output = context.output("paid.csv", "text/csv")) {
                output.write("rent\n".getBytes(StandardCharsets.UTF_8));
                seen.add(platform.files.outputs(id[0].text()).size());
            }
            seen.add(platform.files.outputs(id[0].text()).size());
            return context.performAllInOrder();
        };
        id[0] = platform.approved();
        platform.work();

        assertEquals(ExecutionState.COMPLETED, platform.state(id[0]));
        assertEquals(List.of(0, 1), seen);
        List<StoredFile> outputs = platform.node.service.files(Platform.ANN, id[0]);
        assertEquals(List.of("paid.csv"), outputs.stream().map(StoredFile::name).toList());
        assertEquals("rent\n", platform.fileStore.text(outputs.get(0).sha256()));
        assertEquals(Platform.ANN.userId(), outputs.get(0).ownerId());
    }

    @Test
    public void anOutputOverTheLimitIsNotKept() {
        platform.node.plugin.executing = context -> {
            try (OutputStream output = context.output("big.csv", "text/csv")) {
                output.write(new byte[1000]);
                output.write(1);
            }
            return context.performAllInOrder();
        };
        ExecutionId id = run();
        assertTrue(platform.failure(id).message().contains("larger than the limit of 1000 bytes"));
        assertTrue(platform.files.outputs(id.text()).isEmpty());
    }

    @Test
    public void refusesNamesAndMediaTypesThatAreNone() {
        for (String[] wrong : new String[][] {
            {"../x", "text/csv"}, {"", "text/csv"}, {".hidden", "text/csv"}, {"a.csv", "text"}, {"a.csv", "a/b\r\nX: y"}
        }) {
            platform.node.plugin.executing = context -> {
                context.output(wrong[0], wrong[1]).close();
                return context.performAllInOrder();
            };
            assertEquals("execute_failed", platform.failure(run()).code());
        }
    }

    @Test
    public void theWorkDirectoryIsGoneAfterwards() throws IOException {
        List<Path> seen = new ArrayList<>();
        platform.node.plugin.executing = context -> {
            seen.add(Files.writeString(context.workDirectory().resolve("draft"), "x"));
            return context.performAllInOrder();
        };
        run();
        assertTrue(Files.notExists(seen.get(0)));
        try (Stream<Path> left = Files.list(platform.workDirectory())) {
            assertEquals(0, left.count());
        }
    }

    @Test
    public void keepsTenThousandLinesAndSaysThatItIsCut() {
        platform.node.plugin.executing = context -> {
            for (int i = 1; i <= 10_100; i++) {
                context.log().info("line " + i);
            }
            return context.performAllInOrder();
        };
        ExecutionId id = run();
        List<LogLine> lines = platform.executions.logs(id, 0, 20_000);
        assertEquals(10_000, lines.size());
        assertEquals("line 9999", lines.get(9_998).text());
        assertTrue(lines.get(9_999).text().startsWith("truncated"));
    }

    @Test
    public void reportsProgress() {
        platform.node.plugin.executing = context -> {
            assertThrows(IllegalArgumentException.class, () -> context.progress(2, 1));
            context.progress(3, 7);
            return OperationResult.success("done").build();
        };
        platform.node.plugin.planning = context -> io.countersign.api.operation.Plan.readOnly();
        ExecutionId id = platform.submit();
        platform.work();
        assertEquals(3, platform.execution(id).progressDone());
        assertEquals(7, platform.execution(id).progressTotal());
    }

    @Test
    public void toldOfItemsThatOthersHold() {
        platform.bank.willAlwaysAnswer("rent", Bank.LOSE_REQUEST);
        ExecutionId first = run();
        List<OpenItem> seen = new ArrayList<>();
        platform.node.plugin.planning = context -> {
            seen.addAll(context.openItems(List.of("bank:rent", "bank:food")));
            return platform.node.plugin.payEachItem(context);
        };
        platform.submit();
        platform.work();
        assertEquals(List.of(new OpenItem("bank:rent", first.text(), "rent", "UNKNOWN")), seen);
    }

    @Test
    public void aMissingParameterIsToldToTheOperator() {
        platform.node.plugin.planning = context -> {
            context.input("list");
            throw new AssertionError("not reached");
        };
        ExecutionId id = platform.submit();
        platform.work();
        assertEquals("parameter_missing", platform.failure(id).code());
        platform.node.plugin.planning = context -> {
            context.connection("second");
            throw new AssertionError("not reached");
        };
        id = platform.submit();
        platform.work();
        assertEquals("parameter_missing", platform.failure(id).code());
    }

    @Test
    public void aConnectionThatIsGoneSinceTheApprovalSendsNothing() {
        ExecutionId id = platform.approved();
        platform.connections.remove("main");
        platform.work();
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals("connection_unusable", platform.failure(id).code());
        assertEquals(List.of(EffectState.PLANNED), platform.effectStates(id));
    }

    private ExecutionId run() {
        ExecutionId id = platform.approved();
        platform.work();
        return id;
    }
}
