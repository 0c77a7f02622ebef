package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.money.Money;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.ExecutionStoppedException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Plan;
import io.countersign.core.audit.AuditAction;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** A plug-in that tries what nobody signed is stopped, whatever it does with the exception. */
public class OutsidePlanTest {
    @Rule
    public final Platform platform = new Platform();

    /** What a plug-in tries. */
    private interface Attempt {
        void in(ExecutionContext context) throws Exception;
    }

    @Test
    public void performsNoEffectThatIsNotInThePlan() {
        assertStopped("outside_plan", context -> context.effect("yacht").perform());
    }

    @Test
    public void changesNoRequestOfAnExactEffect() {
        assertStopped("outside_plan", context -> context.effect("rent").performReduced(Money.ofMinor(1, "EUR")));
    }

    @Test
    public void sendsNoMoreThanWasSigned() {
        platform.node.plugin.atMost = true;
        assertStopped("outside_plan", context -> context.effect("rent").performReduced(Money.ofMinor(10_001, "EUR")));
    }

    @Test
    public void sendsNoOtherCurrency() {
        platform.node.plugin.atMost = true;
        assertStopped("outside_plan", context -> context.effect("rent").performReduced(Money.ofMinor(1, "USD")));
    }

    @Test
    public void sendsNothingNegative() {
        platform.node.plugin.atMost = true;
        assertStopped("outside_plan", context -> context.effect("rent").performReduced(Money.ofMinor(-1, "EUR")));
    }

    @Test
    public void reachesNoConnectionItDidNotDeclare() {
        assertStopped("foreign_connection", context -> context.connection("other"));
    }

    @Test
    public void asksForNothingOfAnotherTypeAsAConnection() {
        assertStopped("foreign_connection", context -> context.connection("list"));
    }

    @Test
    public void aPlanThroughAForeignConnectionIsNotShown() {
        platform.node.plugin.planning = context -> Plan.builder()
                .effect(platform.node.plugin.effect("rent", "other"))
                .build();
        ExecutionId id = platform.submit();
        platform.work();

        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals("foreign_connection", platform.failure(id).code());
        assertTrue(platform.failure(id).message().contains("'other'"));
        assertTrue(platform.actions(id).contains(AuditAction.EFFECT_REFUSED));
    }

    @Test
    public void aPlanThatReachedForAForeignConnectionIsNotShownEvenWhenThePluginHidesIt() {
        platform.node.plugin.planning = context -> {
            try {
                context.connection("other");
            } catch (RuntimeException hidden) {
                context.log().info("nothing happened");
            }
            return platform.node.plugin.payEachItem(context);
        };
        ExecutionId id = platform.submit();
        platform.work();
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals("foreign_connection", platform.failure(id).code());
    }

    @Test
    public void aComparisonThatReachesForAForeignConnectionSendsNothing() {
        platform.node.plugin.drifting = (context, approved) -> {
            try {
                context.connection("other");
            } catch (RuntimeException hidden) {
                context.log().info("nothing happened");
            }
            return List.of();
        };
        ExecutionId id = platform.approved();
        platform.work();
        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals("foreign_connection", platform.failure(id).code());
        assertTrue(platform.bank.calls().isEmpty());
    }

    @Test
    public void whatWasDoneBeforeIsCounted() {
        platform.node.plugin.executing = context -> {
            context.effect("rent").perform();
            context.effect("yacht").perform();
            return OperationResult.success("done").build();
        };
        ExecutionId id = platform.approved("rent", "food");
        platform.work();

        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertTrue(platform.failure(id).message().endsWith("1 of 2 effects applied, 1 not started"));
        assertEquals(List.of("rent"), platform.bank.paid());
    }

    @Test
    public void aReducedAmountIsNotedAndSentInTheProvidersScale() {
        platform.node.plugin.atMost = true;
        platform.node.plugin.executing = context -> {
            context.effect("rent").performReduced(Money.ofMinor(7_500, "EUR"));
            return OperationResult.success("done").build();
        };
        ExecutionId id = platform.approved();
        platform.work();

        Effect effect = platform.effect(id, "rent");
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(Money.ofMinor(7_500, "EUR"), effect.sentAmount());
        assertEquals(Money.ofMinor(10_000, "EUR"), effect.plannedAmount());
        assertEquals(Json.object().put("amount", "7500").put("item", "rent").build(), effect.request());
        assertEquals(effect.request(), platform.bank.calls().get(0).request());
        assertEquals(effect.request(), intentOf(id).get("request"));
    }

    private io.countersign.api.json.JsonObject intentOf(ExecutionId id) {
        return platform.audit.entries().stream()
                .filter(entry -> entry.action() == AuditAction.EFFECT_INTENT
                        && entry.subject().equals(EngineParts.subject(id)))
                .findFirst()
                .orElseThrow()
                .details();
    }

    /** Once letting the exception pass, once hiding it and paying afterwards. */
    private void assertStopped(String code, Attempt attempt) {
        assertStoppedWhen(code, context -> {
            attempt.in(context);
            return OperationResult.success("done").build();
        });
        assertStoppedWhen(code, context -> {
            try {
                attempt.in(context);
            } catch (ExecutionStoppedException hidden) {
                context.effect("rent").perform();
            }
            return OperationResult.success("done").build();
        });
        assertStoppedWhen(code, context -> {
            try {
                attempt.in(context);
            } catch (ExecutionStoppedException hidden) {
                // goes on as if nothing had happened
            }
            return OperationResult.success("done").build();
        });
    }

    private void assertStoppedWhen(String code, BankPlugin.Executing executing) {
        platform.node.plugin.executing = executing;
        ExecutionId id = platform.approved();
        platform.work();

        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals(code, platform.failure(id).code());
        assertTrue(platform.failure(id).message().endsWith("0 of 1 effects applied, 1 not started"));
        assertEquals(
                1,
                platform.actions(id).stream()
                        .filter(action -> action == AuditAction.EFFECT_REFUSED)
                        .count());
        assertTrue(platform.bank.calls().isEmpty());
        assertEquals(List.of(EffectState.PLANNED), platform.effectStates(id));
    }
}
