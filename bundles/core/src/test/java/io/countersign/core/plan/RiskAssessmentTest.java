package io.countersign.core.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.RiskLevel;
import io.countersign.api.testkit.FakeConnection;
import java.util.List;
import org.junit.Test;

public class RiskAssessmentTest {
    private static final OperationProfile LOW = OperationProfile.standard().withRisk(RiskLevel.LOW);

    @Test
    public void aPlanThatChangesNothingIsLowAndNeedsNobody() {
        RiskAssessment risk = RiskAssessment.of(
                OperationProfile.standard().withRisk(RiskLevel.CRITICAL),
                Plan.readOnly(),
                List.of(connection(ConnectionMode.LIVE)));
        assertEquals(RiskLevel.LOW, risk.level());
        assertEquals(List.of("read_only"), names(risk));
        assertTrue(ApprovalRequirement.of(Plan.readOnly()).isAutomatic());
    }

    @Test
    public void everyChangeOutsideNeedsAnotherPerson() {
        assertEquals(1, ApprovalRequirement.of(plan()).approvals());
        assertFalse(ApprovalRequirement.of(plan()).isAutomatic());
    }

    @Test
    public void startsFromTheOperationsOwnLevel() {
        assertEquals(
                RiskLevel.LOW,
                RiskAssessment.of(LOW, plan(), List.of(connection(ConnectionMode.TEST)))
                        .level());
        assertEquals(
                RiskLevel.CRITICAL,
                RiskAssessment.of(LOW.withRisk(RiskLevel.CRITICAL), plan(), List.of(connection(ConnectionMode.LIVE)))
                        .level());
    }

    @Test
    public void realMoneyIsHigh() {
        RiskAssessment risk = RiskAssessment.of(
                LOW, plan(), List.of(connection(ConnectionMode.TEST), connection(ConnectionMode.LIVE)));
        assertEquals(RiskLevel.HIGH, risk.level());
        assertEquals(List.of("operation", "live_connection"), names(risk));
    }

    @Test
    public void warningsAreAtLeastMedium() {
        RiskAssessment risk = RiskAssessment.of(LOW, plan("line 3 was skipped"), List.of());
        assertEquals(RiskLevel.MEDIUM, risk.level());
        JsonObject told = risk.toJson();
        assertEquals("MEDIUM", told.text("level"));
        assertEquals(
                "1 warnings are part of the plan",
                told.array("factors").objects().get(1).text("evidence"));
    }

    private static List<String> names(RiskAssessment risk) {
        return risk.factors().stream().map(RiskAssessment.Factor::name).toList();
    }

    private static Connection connection(ConnectionMode mode) {
        return FakeConnection.builder("main", "bank").mode(mode).build();
    }

    private static Plan plan(String... warnings) {
        Plan.Builder plan = Plan.builder()
                .effect(PlannedEffect.builder("rent", "bank.payment")
                        .connection("main")
                        .request(Json.object().put("amount", "1").build())
                        .amount(Money.ofMinor(1, "EUR"))
                        .beneficiary("account of rent")
                        .sentence("Pay rent")
                        .lockKey("bank:rent")
                        .build());
        List.of(warnings).forEach(plan::warning);
        return plan.build();
    }
}
