package io.countersign.api.example;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.Drift;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.ExecutionStoppedException;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.InvalidParametersException;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.Settlement;
import io.countersign.api.operation.SettlementContext;
import io.countersign.api.testkit.FakeConnection;
import io.countersign.api.testkit.FakeInputFile;
import io.countersign.api.testkit.IdempotencyKey;
import io.countersign.api.testkit.JournalEntry;
import io.countersign.api.testkit.JournalEntry.State;
import io.countersign.api.testkit.Progress;
import io.countersign.api.testkit.SimulatedCrashError;
import io.countersign.api.testkit.TestRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;

public final class TestRunTest {
    private final InMemoryBank bank = new InMemoryBank();

    /** The example with another {@code execute()}. */
    private interface Execution {
        OperationResult run(ExecutionContext context) throws Exception;
    }

    private final class Executing extends LedgerTransfer {
        private final Execution execution;

        Executing(Execution execution) {
            super(bank);
            this.execution = execution;
        }

        @Override
        public OperationResult execute(ExecutionContext context) throws Exception {
            return execution.run(context);
        }
    }

    private final class Handling extends LedgerTransfer {
        private final EffectHandler handler;

        Handling(EffectHandler handler) {
            super(bank);
            this.handler = handler;
        }

        @Override
        public List<EffectHandler> effectHandlers() {
            return List.of(handler);
        }
    }

    private static OperationResult done() {
        return OperationResult.success("done").build();
    }

    private static List<State> states(TestRun run) {
        return run.journal().stream().map(JournalEntry::state).toList();
    }

    @Test
    public void derivesTheKeyFromExecutionEffectAndAttempt() {
        // SHA-256 of "00112233445566778899aabbccddeeff\npayout:aed:card\n1", computed with sha256sum and base32
        assertEquals(
                "cs1_jt3lhwiyziokaeyncllspltrmtmmids2egbdzkqctffixq5dxxsq",
                IdempotencyKey.of("00112233445566778899aabbccddeeff", "payout:aed:card", 1));
        assertNotEquals(IdempotencyKey.of("00", "a", 1), IdempotencyKey.of("00", "a", 2));
    }

    @Test
    public void countsAmountsAndOutcomesExactly() throws Exception {
        InMemoryBank closing = new InMemoryBank("B2");
        TestRun run = LedgerRuns.of(new LedgerTransfer(closing));
        OperationResult result = run.execute(run.plan());
        assertFalse(result.isSuccess());
        assertEquals(
                List.of(3L, 2L, 1L),
                List.of(result.recordsProcessed(), result.recordsSuccessful(), result.recordsFailed()));
        assertEquals(Money.ofMinor(1001, "EUR"), result.amounts().get("EUR"));
        assertEquals(List.of("transfer:B2: REJECTED account_closed, account B2 is closed"), result.errors());
        assertEquals(List.of(State.APPLIED, State.REJECTED, State.APPLIED), states(run));
        assertEquals(
                "effect,outcome\ntransfer:A1,APPLIED\ntransfer:B2,REJECTED\ntransfer:C3,APPLIED\n",
                run.outputText("transfers.csv"));
    }

    @Test
    public void writesTheIntentBeforeTheHandlerIsCalled() throws Exception {
        List<TestRun> current = new ArrayList<>();
        List<State> seen = new ArrayList<>();
        EffectHandler handler = new TransferHandler(bank, Duration.ofHours(24)) {
            @Override
            public EffectReply perform(EffectCall call) throws IOException {
                seen.add(
                        current.get(0).journal(call.effect().id()).orElseThrow().state());
                return super.perform(call);
            }
        };
        TestRun run = LedgerRuns.of(new Handling(handler));
        current.add(run);
        run.execute(run.plan());
        assertEquals(List.of(State.INTENT, State.INTENT, State.INTENT), seen);
    }

    @Test
    public void replaysALostAnswerUnderTheSameKey() throws Exception {
        bank.loseAnswers(2);
        TestRun run = LedgerRuns.of(new LedgerTransfer(bank));
        assertTrue(run.execute(run.plan()).isSuccess());
        assertEquals(3, bank.transfers().size());
        assertEquals(5, bank.keysSeen().size());
        assertEquals(3, bank.keysSeen().stream().distinct().count());
    }

    @Test
    public void looksUpInsteadOfReplayingWhereNoKeyIsRemembered() throws Exception {
        bank.loseAnswers(1);
        TestRun run = LedgerRuns.of(new Handling(new TransferHandler(bank, Duration.ZERO)));
        assertTrue(run.execute(run.plan()).isSuccess());
        assertEquals(3, bank.keysSeen().size());
    }

    @Test
    public void leavesTheOutcomeUnknownWhenNothingIsFound() throws Exception {
        bank.loseRequests(1);
        TestRun run = LedgerRuns.of(new Handling(new TransferHandler(bank, Duration.ZERO)));
        Plan plan = run.plan();
        assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
        assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
        assertEquals(List.of(State.UNKNOWN), states(run));
        run.establishNotApplied("transfer:A1", "the bank has confirmed it in writing");
        OperationResult result = run.execute(plan);
        assertFalse(result.isSuccess());
        assertEquals(List.of(State.NOT_APPLIED, State.APPLIED, State.APPLIED), states(run));
        assertEquals(2, bank.transfers().size());
    }

    @Test
    public void neverReplaysAStoredFailure() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        EffectHandler handler = new TransferHandler(bank, Duration.ofHours(24)) {
            @Override
            public EffectReply perform(EffectCall call) {
                calls.incrementAndGet();
                return EffectReply.unclear("HTTP 500, stored", false, Duration.ZERO);
            }
        };
        TestRun run = LedgerRuns.of(new Handling(handler));
        Plan plan = run.plan();
        assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
        assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
        assertEquals(1, calls.get());
    }

    @Test
    public void resumesAfterACrashBeforeTheCallUnderTheSameKey() throws Exception {
        TestRun run = LedgerRuns.of(new LedgerTransfer(bank));
        Plan plan = run.plan();
        run.crashAfterIntent("transfer:B2");
        assertThrows(SimulatedCrashError.class, () -> run.execute(plan));
        assertEquals(List.of(State.APPLIED, State.INTENT), states(run));
        assertEquals(1, bank.transfers().size());
        assertTrue(run.execute(plan).isSuccess());
        assertEquals(3, bank.transfers().size());
        assertEquals(3, bank.keysSeen().stream().distinct().count());
    }

    @Test
    public void findsWhatWasSentBeforeACrashOnceTheKeyIsForgotten() throws Exception {
        TestRun run = LedgerRuns.of(new LedgerTransfer(bank));
        Plan plan = run.plan();
        run.crashAfterCall("transfer:B2");
        assertThrows(SimulatedCrashError.class, () -> run.execute(plan));
        bank.forgetKeys();
        run.clock().advance(Duration.ofHours(23));
        assertTrue(run.execute(plan).isSuccess());
        assertEquals(3, bank.transfers().size());
    }

    @Test
    public void failsAnEffectThatIsNotInThePlanEvenWhenTheExceptionIsCaught() throws Exception {
        TestRun run = LedgerRuns.of(new Executing(context -> {
            try {
                context.effect("transfer:mine").perform();
            } catch (ExecutionStoppedException e) {
                context.log().info("never mind");
            }
            return done();
        }));
        Plan plan = run.plan();
        assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
        assertEquals(List.of("effect 'transfer:mine' is not part of the approved plan"), run.violations());
        assertEquals(List.of(), bank.transfers());
    }

    @Test
    public void sendsAReducedAmountAndJournalsIt() throws Exception {
        TestRun run = LedgerRuns.of(new Executing(context -> {
            context.effect("transfer:A1").performReduced(Money.ofMinor(400, "EUR"));
            return done();
        }));
        Plan plan = run.plan();
        run.crashAfterCall("transfer:A1");
        assertThrows(SimulatedCrashError.class, () -> run.execute(plan));
        run.execute(plan);
        assertEquals("400", bank.transfers().get(0).request().text("minorUnits"));
        JournalEntry entry = run.journal("transfer:A1").orElseThrow();
        assertEquals(Money.ofMinor(400, "EUR"), entry.amount());
        assertEquals(bank.transfers().get(0).request(), entry.request());
    }

    @Test
    public void refusesAmountsThatWereNotSigned() throws Exception {
        for (Money amount : List.of(
                Money.ofMinor(1001, "EUR"), Money.zero("EUR"), Money.ofMinor(-1, "EUR"), Money.ofMinor(400, "USD"))) {
            TestRun run = LedgerRuns.of(new Executing(context -> {
                context.effect("transfer:A1").performReduced(amount);
                return done();
            }));
            Plan plan = run.plan();
            assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
            assertEquals("violations of " + amount, 1, run.violations().size());
        }
        assertEquals(List.of(), bank.transfers());
    }

    @Test
    public void sendsNothingForAnItemThatAnotherExecutionHolds() throws Exception {
        OpenItem held = new OpenItem("bank:A1", "f".repeat(32), "transfer:A1", "UNKNOWN");
        TestRun run =
                LedgerRuns.builder(new LedgerTransfer(bank)).openItem(held).build();
        Plan plan = run.plan();
        assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
        assertEquals(List.of(), run.journal());
    }

    @Test
    public void countsAnExceptionOfAHandlerAsUnclearAndAnErrorAsAFailedTest() throws Exception {
        EffectHandler handler = new TransferHandler(bank, Duration.ZERO) {
            @Override
            public FindReply find(EffectCall call) {
                throw new IllegalStateException("no search today");
            }
        };
        bank.loseAnswers(1);
        TestRun run = LedgerRuns.of(new Handling(handler));
        Plan plan = run.plan();
        ExecutionStoppedException stopped = assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
        assertTrue(String.valueOf(stopped.getMessage()).contains("no search today"));

        EffectHandler asserting = new TransferHandler(bank, Duration.ZERO) {
            @Override
            public EffectReply perform(EffectCall call) {
                throw new AssertionError("the fake provider saw something wrong");
            }
        };
        TestRun failing = LedgerRuns.of(new Handling(asserting));
        Plan otherPlan = failing.plan();
        assertThrows(AssertionError.class, () -> failing.execute(otherPlan));
    }

    @Test
    public void remembersStepsAcrossACrash() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        TestRun run = LedgerRuns.of(new Executing(context -> {
            Json step = context.step("count", () -> Json.of(runs.incrementAndGet()));
            context.effect("transfer:A1").perform();
            return OperationResult.success("step " + step).build();
        }));
        Plan plan = run.plan();
        run.crashAfterIntent("transfer:A1");
        assertThrows(SimulatedCrashError.class, () -> run.execute(plan));
        assertEquals("step 1", run.execute(plan).message());
        assertEquals(1, runs.get());
    }

    @Test
    public void refusesAStepLargerThan64Kibibytes() throws Exception {
        TestRun fits = LedgerRuns.of(new Executing(context -> {
            context.step("s", () -> Json.of("x".repeat(65_534)));
            return done();
        }));
        fits.execute(fits.plan());
        TestRun large = LedgerRuns.of(new Executing(context -> {
            context.step("s", () -> Json.of("x".repeat(65_535)));
            return done();
        }));
        Plan plan = large.plan();
        assertThrows(OperationException.class, () -> large.execute(plan));
    }

    @Test
    public void showsAnOutputOnlyOnceItIsClosedAndKeepsItsVersions() throws Exception {
        TestRun run = LedgerRuns.of(new Executing(context -> {
            for (String text : List.of("one", "two")) {
                try (OutputStream out = context.output("report.txt", "text/plain")) {
                    out.write(text.getBytes(StandardCharsets.UTF_8));
                }
            }
            OutputStream forgotten = context.output("open.txt", "text/plain");
            forgotten.write(1);
            assertThrows(IllegalArgumentException.class, () -> context.output("../evil", "text/plain"));
            return done();
        }));
        run.execute(run.plan());
        assertEquals(List.of("report.txt"), List.copyOf(run.outputs().keySet()));
        assertEquals(2, run.outputs().values().iterator().next().size());
        assertEquals("two", run.outputText("report.txt"));
    }

    @Test
    public void deletesTheWorkDirectoryAfterwards() throws Exception {
        AtomicReference<Path> directory = new AtomicReference<>();
        TestRun run = LedgerRuns.of(new Executing(context -> {
            Path inside = Files.createDirectories(context.workDirectory().resolve("a/b"));
            Files.writeString(inside.resolve("c.txt"), "private");
            directory.set(context.workDirectory());
            return done();
        }));
        run.execute(run.plan());
        assertFalse(Files.exists(Objects.requireNonNull(directory.get())));
    }

    @Test
    public void stopsAtTheTimeLimitAndReportsProgress() throws Exception {
        List<TestRun> current = new ArrayList<>();
        TestRun run = LedgerRuns.of(new Executing(context -> {
            context.progress(1, 2);
            current.get(0).clock().advance(Duration.ofMinutes(16));
            context.checkCancelled();
            return done();
        }));
        current.add(run);
        Plan plan = run.plan();
        assertThrows(ExecutionStoppedException.class, () -> run.execute(plan));
        assertEquals(List.of(new Progress(1, 2)), run.progress());
    }

    @Test
    public void seesDriftWhenAnEffectHasChanged() throws Exception {
        TestRun run = LedgerRuns.of(new LedgerTransfer(bank));
        TestRun changed = LedgerRuns.builder(new LedgerTransfer(bank))
                .input("payees", FakeInputFile.csv("payees.csv", "A1,11.00\nB2,20.50\nC3,0.01\n"))
                .build();
        List<String> subjects =
                changed.drift(run.plan()).stream().map(Drift::subject).toList();
        assertEquals(List.of("effect transfer:A1", "fact file"), subjects);
    }

    @Test
    public void handsTheStateOfASettlementToTheNextCheck() throws Exception {
        TestRun run = LedgerRuns.of(new LedgerTransfer(bank));
        run.execute(run.plan());
        assertEquals(Settlement.Kind.PENDING, run.settle().kind());
        Settlement second = run.settle();
        assertEquals(Settlement.Kind.SETTLED, second.kind());
        assertEquals(Json.of(3), second.state());
    }

    @Test
    public void journalsAReturnedEffect() throws Exception {
        TestRun run = LedgerRuns.of(new LedgerTransfer(bank) {
            @Override
            public Settlement settle(SettlementContext context) {
                return Settlement.returned("transfer:A1", "account_closed", JsonObject.empty());
            }
        });
        run.execute(run.plan());
        run.settle();
        EffectOutcome outcome =
                run.journal("transfer:A1").orElseThrow().outcome().orElseThrow();
        assertEquals(EffectOutcome.Kind.RETURNED, outcome.kind());
        assertEquals("account_closed", outcome.code().orElseThrow());
        run.settle();
        assertEquals(1, run.violations().size());
    }

    @Test
    public void refusesWhatThePlatformRefusesAtSubmit() {
        LedgerTransfer plugin = new LedgerTransfer(bank);
        assertThrows(
                InvalidParametersException.class,
                () -> LedgerRuns.builder(plugin).text("limit", "5 USD").build());
        assertThrows(InvalidParametersException.class, () -> LedgerRuns.builder(plugin)
                .connection("bank", FakeConnection.builder("shop", "stripe").build())
                .build());
        assertThrows(InvalidParametersException.class, () -> LedgerRuns.builder(plugin)
                .input("payees", FakeInputFile.of("payees.pdf", "application/pdf", new byte[1]))
                .build());
    }
}
