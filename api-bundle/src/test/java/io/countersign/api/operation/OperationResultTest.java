package io.countersign.api.operation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.CurrencyMismatchException;
import io.countersign.api.money.Money;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public final class OperationResultTest {

    @Test
    public void showsItselfAsJson() {
        OperationResult result = OperationResult.failure("1 of 2 payouts sent, 1 rejected")
                .data(Json.object().put("batch", "b1").build())
                .records(2, 1, 1)
                .amount(Money.ofMinor(100, "USD"))
                .amount(Money.ofMinor(25, "EUR"))
                .amount(Money.ofMinor(75, "EUR"))
                .count("skipped", 3)
                .warning("slow")
                .error("b: rejected")
                .build();
        assertEquals(
                Json.parse(
                        """
                        {"success":false,"message":"1 of 2 payouts sent, 1 rejected","data":{"batch":"b1"},
                         "metrics":{"recordsProcessed":2,"recordsSuccessful":1,"recordsFailed":1,
                          "amounts":[{"minorUnits":"100","currency":"EUR","text":"1.00"},
                                     {"minorUnits":"100","currency":"USD","text":"1.00"}],
                          "counts":{"skipped":3}},
                         "warnings":["slow"],"errors":["b: rejected"]}
                        """),
                result.toJson());
        assertEquals(Map.of("EUR", Money.ofMinor(100, "EUR"), "USD", Money.ofMinor(100, "USD")), result.amounts());
    }

    @Test
    public void needsAMessage() {
        assertThrows(IllegalArgumentException.class, () -> OperationResult.success(" ")
                .build());
        assertThrows(IllegalArgumentException.class, () -> OperationResult.success("x".repeat(2001))
                .build());
    }

    @Test
    public void keepsOutcomesOfEffectsWithTheirKind() {
        Money amount = Money.ofMinor(5, "EUR");
        EffectOutcome applied = EffectOutcome.of(
                "a",
                EffectOutcome.Kind.APPLIED,
                amount,
                1,
                "cs1_k",
                EffectReply.applied("po_1", Json.object().put("id", "po_1").build()));
        assertEquals(
                Json.parse(
                        """
                        {"effectId":"a","outcome":"APPLIED","amount":{"minorUnits":"5","currency":"EUR","text":"0.05"},
                         "attempt":1,"idempotencyKey":"cs1_k","externalId":"po_1","response":{"id":"po_1"}}
                        """),
                applied.toJson());
        EffectOutcome rejected = EffectOutcome.of(
                "a", EffectOutcome.Kind.REJECTED, amount, 1, "cs1_k", EffectReply.rejected("no_funds", "empty"));
        assertEquals(Optional.of("no_funds"), rejected.code());
        assertEquals("empty", rejected.toJson().text("message"));
        assertThrows(CurrencyMismatchException.class, () -> rejected.amount().plus(Money.ofMinor(5, "USD")));
    }

    @Test
    public void limitsProfilesAndSettlements() {
        OperationProfile profile = OperationProfile.standard()
                .withConnectionKinds("stripe", "bank")
                .withPlanTimeout(Duration.ofHours(1))
                .withExecutionTimeout(Duration.ofSeconds(1));
        assertEquals(Set.of("bank", "stripe"), profile.connectionKinds());
        assertThrows(IllegalArgumentException.class, () -> profile.withPlanTimeout(Duration.ofMinutes(61)));
        assertThrows(IllegalArgumentException.class, () -> profile.withExecutionTimeout(Duration.ofHours(25)));
        assertThrows(IllegalArgumentException.class, () -> profile.withPlanTimeout(Duration.ofMillis(999)));
        assertThrows(
                IllegalArgumentException.class, () -> Settlement.pending(Json.nullValue(), Duration.ofMillis(999)));
        assertEquals(
                Duration.ofSeconds(1),
                Settlement.pending(Json.nullValue(), Duration.ofSeconds(1)).nextCheck());
    }

    @Test
    public void aSettlementSaysWhetherToLookAgain() {
        Settlement watching = Settlement.watching(Json.of("paid"), Duration.ofDays(1));
        assertEquals(Settlement.Kind.WATCHING, watching.kind());
        assertEquals(Duration.ofDays(1), watching.nextCheck());
        assertThrows(
                IllegalArgumentException.class, () -> Settlement.watching(Json.nullValue(), Duration.ofMillis(999)));
        assertEquals(Duration.ZERO, Settlement.settled().nextCheck());
    }

    @Test
    public void severalEffectsMayComeBackAtOnce() {
        ReturnedEffect rent = ReturnedEffect.of("rent", "account_closed", JsonObject.empty());
        ReturnedEffect food = ReturnedEffect.of("food", "no_account", JsonObject.empty());
        Settlement both = Settlement.returned(List.of(rent, food), Json.of("state"));
        assertEquals(List.of(rent, food), both.returnedEffects());
        assertEquals("rent", both.effectId().orElseThrow());
        assertEquals("account_closed", both.code().orElseThrow());
        assertEquals(Duration.ZERO, both.nextCheck());
        assertEquals(
                Duration.ofHours(1), both.lookingAgainAfter(Duration.ofHours(1)).nextCheck());

        assertThrows(IllegalArgumentException.class, () -> Settlement.returned(List.of(), Json.nullValue()));
        assertThrows(IllegalArgumentException.class, () -> Settlement.returned(List.of(rent, rent), Json.nullValue()));
        assertThrows(IllegalStateException.class, () -> Settlement.settled().lookingAgainAfter(Duration.ofHours(1)));
    }

    @Test
    public void anInboundReplyNamesItsEventOrItsReason() {
        InboundReply accepted = InboundReply.accepted("evt_1", "payout.paid", List.of("po_1"));
        assertTrue(accepted.isAccepted());
        assertEquals("evt_1", accepted.eventId().orElseThrow());
        InboundReply refused = InboundReply.refused("no signature");
        assertFalse(refused.isAccepted());
        assertEquals("no signature", refused.reason());
        assertEquals(List.of(), refused.externalIds());
        assertThrows(IllegalArgumentException.class, () -> InboundReply.accepted("", "payout.paid", List.of()));
    }
}
