package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Rule;
import org.junit.Test;

/** Whatever a plug-in does, the execution ends truthfully and the platform's threads live on. */
public class HostilePluginTest {
    private static final String LONE_SURROGATE = "\uD800";

    @Rule
    public final Platform platform = new Platform();

    @Test
    public void failsWithoutAPlan() {
        platform.node.plugin.planning = context -> nothing();
        assertPlanFails("plan_invalid", "returned no plan");
    }

    @Test
    public void failsWhenPlanningEndsWithAnError() {
        platform.node.plugin.planning = context -> {
            throw new NoClassDefFoundError("com/example/Missing");
        };
        assertPlanFails("plan_failed", "com/example/Missing");
    }

    @Test
    public void failsWhenPlanningNeverEndsItsRecursion() {
        platform.node.plugin.planning = HostilePluginTest::recurse;
        assertPlanFails("plan_failed", "StackOverflowError");
    }

    @Test
    public void tellsTheOperatorWhatAnOperationSays() {
        platform.node.plugin.planning = context -> {
            throw new OperationException("csv_unreadable", "line 3 has 4 columns; export it again");
        };
        assertPlanFails("csv_unreadable", "line 3 has 4 columns; export it again");
    }

    @Test
    public void failsAPlanOfAnUnknownKind() {
        platform.node.plugin.handlers = List.of();
        assertPlanFails("plan_invalid", "which no handler of bank.pay serves");
    }

    @Test
    public void failsAPlanWithDecimalsThatNobodyCanSign() {
        platform.node.plugin.planning = context -> Plan.builder()
                .effect(reshaped(Json.parse("{\"amount\":1.5}").asObject()))
                .build();
        assertPlanFails("plan_failed", "write it as a string");
    }

    @Test
    public void failsAPlanThatCannotBeReadBack() {
        Json deep = Json.of(1);
        for (int i = 0; i < 150; i++) {
            deep = Json.object().put("a", deep).build();
        }
        JsonObject request = Json.object().put("deep", deep).build();
        platform.node.plugin.planning =
                context -> Plan.builder().effect(reshaped(request)).build();
        assertPlanFails("plan_failed", "levels deep");
    }

    @Test
    public void failsAnAmountThatCannotBeReduced() {
        platform.node.plugin.planning = context -> Plan.builder()
                .effect(PlannedEffect.builder("rent", "bank.payment")
                        .connection("main")
                        .request(Json.object().put("amount", "100.00").build())
                        .amount(io.countersign.api.money.Money.ofMinor(10_000, "EUR"))
                        .atMostByField("amount")
                        .beneficiary("x")
                        .sentence("y")
                        .lockKey("z")
                        .build())
                .build();
        assertPlanFails("plan_invalid", "whole minor units");
    }

    @Test
    public void failsWithoutAResult() {
        platform.node.plugin.executing = context -> {
            context.performAllInOrder();
            return nothing();
        };
        ExecutionId id = run();
        assertEquals("no_result", platform.failure(id).code());
        assertTrue(platform.failure(id).message().endsWith("(1 of 1 effects applied)"));
    }

    @Test
    public void failsWhenExecutingEndsWithAnError() {
        platform.node.plugin.executing = context -> {
            context.effect("rent").perform();
            throw new NoClassDefFoundError("com/example/Missing");
        };
        ExecutionId id = run();
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals("execute_failed", platform.failure(id).code());
        assertTrue(platform.failure(id).message().endsWith("(1 of 1 effects applied)"));
    }

    @Test
    public void anErrorInAHandlerIsAnUnclearOutcome() {
        platform.bank.willAnswer("rent", (bank, call) -> {
            Bank.APPLY.to(bank, call);
            throw new NoClassDefFoundError("com/example/Missing");
        });
        assertCompletes(run());
        assertEquals(2, platform.bank.calls().size());
    }

    @Test
    public void aHandlerThatAlwaysFailsKeepsNobodyFromFindingOut() {
        platform.bank.willAlwaysAnswer("rent", (bank, call) -> {
            Bank.APPLY.to(bank, call);
            throw new StackOverflowError();
        });
        ExecutionId id = run();
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
        platform.workFor(Duration.ofHours(24));
        assertCompletes(id);
    }

    @Test
    public void noAnswerIsAnUnclearOutcome() {
        platform.bank.willAnswer("rent", (bank, call) -> nothing());
        assertCompletes(run());
    }

    @Test
    public void aHugeAnswerIsCutAndTheOutcomeKept() {
        JsonObject huge = Json.object().put("page", "x".repeat(100_000)).build();
        platform.bank.willAnswer("rent", (bank, call) -> {
            EffectReply reply = Bank.APPLY.to(bank, call);
            return EffectReply.applied(reply.externalId().orElseThrow() + "0".repeat(1000), huge);
        });
        ExecutionId id = run();
        assertCompletes(id);
        Effect effect = platform.effect(id, "rent");
        assertEquals(300, Optional.ofNullable(effect.externalId()).orElseThrow().length());
        assertTrue(Optional.ofNullable(effect.response()).orElseThrow().has("omitted"));
    }

    @Test
    public void textThatCannotBeStoredDoesNotLoseAnOutcome() {
        platform.bank.willAnswer(
                "rent", (bank, call) -> EffectReply.rejected("no\u0000", "told " + LONE_SURROGATE + "x".repeat(5000)));
        ExecutionId id = run();
        assertEquals(ExecutionState.FAILED, platform.state(id));
        Effect effect = platform.effect(id, "rent");
        assertEquals(EffectState.REJECTED, effect.state());
        assertEquals("no\uFFFD", effect.code());
        assertTrue(String.valueOf(effect.message()).startsWith("told \uFFFDxxx"));
        assertEquals(2000, String.valueOf(effect.message()).length());
    }

    @Test
    public void aFailureWithUnstorableTextIsStillReported() {
        platform.node.plugin.executing = context -> {
            throw new OperationException("bad", "sur" + LONE_SURROGATE + "rogate");
        };
        assertEquals(
                "sur\uFFFDrogate (0 of 1 effects applied, 1 not started)",
                platform.failure(run()).message());
    }

    @Test
    public void aWishToWaitForAYearIsNotFollowed() {
        platform.bank.willAnswer("rent", (bank, call) -> EffectReply.unclear("429", true, Duration.ofDays(365)));
        ExecutionId id = run();
        platform.workFor(Duration.ofMinutes(16));
        assertCompletes(id);
    }

    @Test
    public void aThreadThatThePluginLeftBehindSendsNothingAfterTheEnd() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<Throwable> refused = new AtomicReference<>();
        CountDownLatch tried = new CountDownLatch(1);
        platform.node.plugin.executing = context -> {
            Thread leftBehind = new Thread(
                    () -> {
                        try {
                            ended.await();
                            context.effect("rent").perform();
                        } catch (InterruptedException | RuntimeException e) {
                            refused.set(e);
                        }
                        tried.countDown();
                    },
                    "left-behind");
            leftBehind.setDaemon(true);
            leftBehind.start();
            return OperationResult.success("done").build();
        };
        ExecutionId id = run();
        ended.countDown();
        assertTrue(tried.await(10, TimeUnit.SECONDS));
        assertEquals("effects_incomplete", platform.failure(id).code());
        assertTrue(String.valueOf(refused.get()).contains("the run has ended"));
        assertTrue(platform.bank.calls().isEmpty());
    }

    @Test
    public void aRunDoesNotEndWhileAThreadLeftBehindNotesAnIntent() throws InterruptedException {
        CountDownLatch noting = new CountDownLatch(1);
        AtomicReference<ExecutionState> stateWhenNoted = new AtomicReference<>();
        ExecutionId[] id = new ExecutionId[1];
        platform.node.beforeVerb("recordIntent", () -> {
            noting.countDown();
            Platform.pollFor(Duration.ofMillis(300), () -> platform.state(id[0]).isEnd());
        });
        platform.node.afterVerb("recordIntent", () -> stateWhenNoted.set(platform.state(id[0])));
        platform.node.plugin.executing = context -> {
            Thread leftBehind = new Thread(() -> context.effect("rent").perform(), "left-behind");
            leftBehind.setUncaughtExceptionHandler((thread, stopped) -> {});
            leftBehind.setDaemon(true);
            leftBehind.start();
            noting.await();
            return OperationResult.success("done").build();
        };
        id[0] = platform.approved();
        platform.work();
        assertEquals(ExecutionState.RUNNING, stateWhenNoted.get());
    }

    @Test
    public void runsWithThePluginsClassLoader() {
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        platform.node.plugin.executing = context -> {
            seen.set(Thread.currentThread().getContextClassLoader());
            return context.performAllInOrder();
        };
        run();
        assertSame(BankPlugin.class.getClassLoader(), seen.get());
    }

    @Test
    public void noThreadOfThePlatformKeepsWhatItWasStartedFrom() {
        Set<ClassLoader> inherited = ConcurrentHashMap.newKeySet();
        platform.node.beforeVerb(
                "recordStep", () -> inherited.add(Thread.currentThread().getContextClassLoader()));
        platform.node.plugin.executing = context -> {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(new ClassLoader(before) {});
            try {
                for (int i = 0; i < 40; i++) {
                    context.step("step " + i, () -> Json.of(true));
                }
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
            return context.performAllInOrder();
        };
        run();
        assertEquals(Set.of(PlatformThreads.class.getClassLoader()), inherited);
    }

    private static Plan recurse(io.countersign.api.operation.PlanContext context) {
        return deeper(context);
    }

    private static Plan deeper(io.countersign.api.operation.PlanContext context) {
        return recurse(context);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a plug-in should not do
    private static <T> T nothing() {
        return null;
    }

    private static PlannedEffect reshaped(JsonObject request) {
        return PlannedEffect.builder("rent", "bank.payment")
                .connection("main")
                .request(request)
                .amount(io.countersign.api.money.Money.ofMinor(10_000, "EUR"))
                .beneficiary("account of rent")
                .sentence("Pay rent")
                .lockKey("bank:rent")
                .build();
    }

    private ExecutionId run() {
        ExecutionId id = platform.approved();
        platform.work();
        return id;
    }

    private void assertCompletes(ExecutionId id) {
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of("rent"), platform.bank.paid());
    }

    private void assertPlanFails(String code, String told) {
        ExecutionId id = platform.submit();
        platform.work();
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals(code, platform.failure(id).code());
        assertTrue(
                platform.failure(id).message(), platform.failure(id).message().contains(told));
    }
}
