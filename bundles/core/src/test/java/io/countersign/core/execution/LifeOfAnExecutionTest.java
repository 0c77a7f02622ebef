package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.Settlement;
import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

/** An execution from its submission to its end, when nothing goes wrong. */
public class LifeOfAnExecutionTest {
    @Rule
    public final Platform platform = new Platform();

    @Test
    public void goesFromSubmissionToCompletion() {
        ExecutionId id = platform.submit();
        assertEquals(ExecutionState.PLANNING, platform.state(id));
        platform.work();
        assertEquals(ExecutionState.AWAITING_APPROVAL, platform.state(id));
        assertTrue(platform.bank.calls().isEmpty());

        platform.approve(id);
        platform.work();

        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of("rent"), platform.bank.paid());
        assertEquals(
                List.of(
                        AuditAction.EXECUTION_SUBMITTED,
                        AuditAction.EXECUTION_PLANNED,
                        AuditAction.EXECUTION_APPROVED,
                        AuditAction.EXECUTION_STARTED,
                        AuditAction.EFFECT_INTENT,
                        AuditAction.EFFECT_APPLIED,
                        AuditAction.EXECUTION_SETTLING,
                        AuditAction.EXECUTION_COMPLETED),
                platform.actions(id));
        platform.assertEventsGapless(id);
        JsonObject result = Optional.ofNullable(platform.execution(id).result()).orElseThrow();
        assertTrue(result.flag("success"));
        assertEquals(1, result.object("metrics").integer("recordsSuccessful"));
        assertTrue(result.has("processingTimeMs"));
    }

    @Test
    public void signsTheDigestThatIsStoredAndTellsItToTheLog() {
        ExecutionId id = platform.approved();
        StoredPlan plan = platform.node.service.plan(Platform.BOB, id);

        assertEquals(platform.execution(id).planDigest(), plan.document().digest());
        assertEquals(
                plan.document().digest(),
                platform.audit.entries().stream()
                        .filter(entry -> entry.action() == AuditAction.EXECUTION_APPROVED)
                        .findFirst()
                        .orElseThrow()
                        .afterDigest());
        assertEquals("rent", plan.document().plan().effects().get(0).id());
    }

    @Test
    public void sendsTheDerivedKeyAndTheSignedRequest() {
        ExecutionId id = platform.approved();
        platform.work();

        Bank.Call call = platform.bank.calls().get(0);
        assertEquals(IdempotencyKeys.of(id, "rent", 1), call.key());
        assertFalse(call.replay());
        assertEquals(Json.object().put("amount", "10000").put("item", "rent").build(), call.request());
    }

    @Test
    public void runsAReadOnlyPlanWithoutApproval() {
        platform.node.plugin.planning = context -> Plan.readOnly();
        platform.node.plugin.executing =
                context -> OperationResult.success("3 lines matched").build();
        ExecutionId id = platform.submit();
        platform.work();

        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(
                List.of(
                        AuditAction.EXECUTION_SUBMITTED,
                        AuditAction.EXECUTION_PLANNED,
                        AuditAction.EXECUTION_STARTED,
                        AuditAction.EXECUTION_COMPLETED),
                platform.actions(id));
        assertTrue(platform.node.service.plan(Platform.ANN, id).risk().flag("autoApproved"));
    }

    @Test
    public void waitsForItsTime() {
        Instant due = platform.clock.instant().plus(Duration.ofHours(2));
        JsonObject parameters = Json.object().put("account", "main").build();
        ExecutionId id = platform.node
                .service
                .submit(Platform.ANN, new SubmitRequest(BankPlugin.NAME, parameters, "", due, null))
                .id();
        platform.work();
        platform.approve(id);
        assertEquals(ExecutionState.SCHEDULED, platform.state(id));

        platform.workFor(Duration.ofMinutes(119));
        assertEquals(ExecutionState.SCHEDULED, platform.state(id));
        platform.workFor(Duration.ofMinutes(1));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
    }

    @Test
    public void expiresWhenNobodyDecides() {
        ExecutionId id = platform.submit();
        platform.workFor(Duration.ofDays(7).minusSeconds(1));
        assertEquals(ExecutionState.AWAITING_APPROVAL, platform.state(id));
        platform.workFor(Duration.ofSeconds(1));

        assertEquals(ExecutionState.EXPIRED, platform.state(id));
        assertEquals("expired", platform.failure(id).code());
        assertTrue(platform.actions(id).contains(AuditAction.EXECUTION_EXPIRED));
    }

    @Test
    public void anApprovedExecutionDoesNotExpire() {
        ExecutionId id = platform.approved();
        platform.workFor(Duration.ofDays(8));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
    }

    @Test
    public void settlesInItsOwnTime() {
        List<Integer> checks = new ArrayList<>();
        platform.node.plugin.settling = context -> {
            checks.add(context.check());
            long seen = context.state() instanceof JsonObject before ? before.integer("seen") : 0;
            return seen == 2
                    ? Settlement.settled()
                    : Settlement.pending(Json.object().put("seen", seen + 1).build(), Duration.ofHours(6));
        };
        ExecutionId id = platform.approved();
        platform.work();
        assertEquals(ExecutionState.SETTLING, platform.state(id));
        platform.workFor(Duration.ofHours(12));

        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of(1, 2, 3), checks);
    }

    @Test
    public void failsWhenAnEffectComesBack() {
        platform.node.plugin.settling = context -> Settlement.returned("rent", "account_closed", JsonObject.empty());
        ExecutionId id = platform.approved();
        platform.work();

        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertEquals(new Failure("returned", "effect 'rent' came back: account_closed"), platform.failure(id));
        assertEquals(List.of(EffectState.RETURNED), platform.effectStates(id));
        assertTrue(platform.actions(id).contains(AuditAction.EFFECT_RETURNED));
    }

    @Test
    public void saysWhyAFailingCheckOfSettlementWaitsAndGoesOn() {
        platform.node.plugin.settling = context -> {
            throw new java.io.IOException("bank is closed");
        };
        ExecutionId id = platform.approved();
        platform.work();
        assertEquals(ExecutionState.SETTLING, platform.state(id));
        assertTrue(String.valueOf(platform.execution(id).waitingReason()).contains("bank is closed"));

        platform.node.plugin.settling = context -> Settlement.settled();
        platform.workFor(Duration.ofMinutes(1));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
    }

    @Test
    public void refusesASettlementThatCannotBe() {
        platform.node.plugin.settling = context -> Settlement.returned("food", "gone", JsonObject.empty());
        ExecutionId id = platform.approved();
        platform.work();
        assertEquals(ExecutionState.SETTLING, platform.state(id));
        assertTrue(String.valueOf(platform.execution(id).waitingReason()).contains("'food' cannot come back"));
    }

    @Test
    public void newReleasesTakeNewExecutionsWhileOldOnesStayOnTheirs() {
        ExecutionId old = platform.approved();
        String next = "e".repeat(64);
        platform.node.deploy(next, 2);
        ExecutionId young = platform.submit();
        platform.work();

        assertEquals(Node.DIGEST, platform.execution(old).releaseDigest());
        assertEquals(ExecutionState.COMPLETED, platform.state(old));
        assertEquals(next, platform.execution(young).releaseDigest());
    }

    @Test
    public void waitsForItsReleaseAndSaysSo() {
        ExecutionId id = platform.approved();
        platform.node.undeploy();
        platform.node.deploy("e".repeat(64), 2);
        platform.work();
        assertEquals(ExecutionState.QUEUED, platform.state(id));
        assertTrue(String.valueOf(platform.execution(id).waitingReason()).contains(Node.DIGEST));

        platform.node.deploy(Node.DIGEST, 1);
        platform.workFor(Duration.ofSeconds(2));
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(null, platform.execution(id).waitingReason());
    }

    @Test
    public void plansWhenThePluginIsThereAgain() {
        ExecutionId id = platform.submit();
        platform.node.undeploy();
        platform.work();
        assertEquals(ExecutionState.PLANNING, platform.state(id));
        assertTrue(String.valueOf(platform.execution(id).waitingReason()).contains("no plug-in"));

        platform.node.deploy(Node.DIGEST, 1);
        platform.workFor(Duration.ofSeconds(2));
        assertEquals(ExecutionState.AWAITING_APPROVAL, platform.state(id));
    }

    @Test
    public void aSecondWorkItemDoesNoHarm() {
        ExecutionId id = platform.approved();
        platform.work();
        int entries = platform.audit.entries().size();
        assertEquals(Optional.empty(), platform.node.engine.perform(id, WorkItem.Kind.PLAN));
        assertEquals(Optional.empty(), platform.node.engine.perform(id, WorkItem.Kind.RUN));
        assertEquals(Optional.empty(), platform.node.engine.perform(id, WorkItem.Kind.SETTLE));
        assertEquals(Optional.empty(), platform.node.engine.perform(id, WorkItem.Kind.EXPIRE));
        assertEquals(entries, platform.audit.entries().size());
        assertEquals(1, platform.bank.calls().size());
    }
}
