package io.countersign.api.operation;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.Test;

public final class PlanTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static PlannedEffect.Builder effect(String id, String minorUnits, String currency) {
        return PlannedEffect.builder(id, "bank.transfer")
                .connection("main")
                .request(Json.object().put("amount", minorUnits).put("to", "A1").build())
                .amount(Money.ofMinor(Long.parseLong(minorUnits), currency))
                .beneficiary("account A1")
                .sentence("Pay account A1")
                .lockKey("bank:" + id);
    }

    private static Plan full() {
        return Plan.builder()
                .effect(effect("b", "500", "EUR").atMostByField("amount").build())
                .effect(effect("a", "250", "EUR")
                        .details(Json.object().put("reserve", "0").build())
                        .build())
                .effect(effect("c", "7", "JPY").build())
                .fact(Fact.binding("rate", Json.of("1.25"), "bank GET /rate", NOON))
                .fact(Fact.informative("balance", Json.of(3), "bank GET /balance", NOON))
                .skipped(SkippedLine.of("usd", "not_in_list", "USD was not asked for"))
                .skipped(SkippedLine.of("gbp", "below_minimum", "too small", Money.ofMinor(1, "GBP")))
                .warning("the balance is low")
                .build();
    }

    @Test
    public void survivesJsonWithoutLoss() {
        Plan plan = full();
        byte[] signed = plan.toJson().signableBytes();
        Plan reread = Plan.fromJson(Json.parse(signed).asObject());
        assertArrayEquals(signed, reread.toJson().signableBytes());
        assertEquals(
                List.of("b", "a", "c"),
                reread.effects().stream().map(PlannedEffect::id).toList());
        assertEquals(AmountRule.AT_MOST, reread.effect("b").orElseThrow().amountRule());
        assertEquals(AmountRule.EXACT, reread.effect("a").orElseThrow().amountRule());
        assertEquals("1.25", reread.facts().get(0).value().asText());
        assertEquals(NOON, reread.facts().get(0).readAt());
        assertEquals(Money.ofMinor(1, "GBP"), reread.skipped().get(1).amount().orElseThrow());
        assertEquals(List.of("the balance is low"), reread.warnings());
        assertEquals(List.of(), Drift.between(plan, reread));
    }

    @Test
    public void totalsEachCurrencyByItself() {
        assertEquals(Map.of("EUR", Money.ofMinor(750, "EUR"), "JPY", Money.ofMinor(7, "JPY")), full().totals());
        assertTrue(Plan.readOnly().isReadOnly());
        assertEquals(Map.of(), Plan.readOnly().totals());
        assertFalse(full().isReadOnly());
    }

    @Test
    public void refusesDuplicates() {
        Map<String, Consumer<Plan.Builder>> duplicates = Map.of(
                "effect id 'a' appears twice",
                plan -> plan.effect(effect("a", "1", "EUR").build())
                        .effect(effect("a", "2", "EUR").lockKey("other").build()),
                "lock key 'bank:a' appears twice",
                plan -> plan.effect(effect("a", "1", "EUR").build())
                        .effect(effect("b", "2", "EUR").lockKey("bank:a").build()),
                "fact key 'k' appears twice",
                plan -> plan.fact(Fact.binding("k", Json.of(1), "s", NOON))
                        .fact(Fact.informative("k", Json.of(2), "s", NOON)));
        duplicates.forEach((message, parts) -> {
            Plan.Builder plan = Plan.builder();
            parts.accept(plan);
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, plan::build);
            assertEquals(message + " in the plan", refused.getMessage());
        });
    }

    @Test
    public void holdsTenThousandEffectsAndNoMore() {
        Plan.Builder plan = Plan.builder();
        for (int i = 0; i < Plan.EFFECTS_MAX; i++) {
            plan.effect(effect("e" + i, "1", "EUR").build());
        }
        assertEquals(Money.ofMinor(10_000, "EUR"), plan.build().totals().get("EUR"));
        plan.effect(effect("more", "1", "EUR").build());
        assertThrows(IllegalArgumentException.class, plan::build);
    }

    @Test
    public void namesThePartThatAnEffectLacks() {
        IllegalArgumentException blank = assertThrows(
                IllegalArgumentException.class,
                () -> effect("a", "1", "EUR").sentence(" ").build());
        assertEquals("sentence of effect a is missing", blank.getMessage());
        IllegalArgumentException longText = assertThrows(
                IllegalArgumentException.class,
                () -> effect("a", "1", "EUR").lockKey("x".repeat(201)).build());
        assertEquals("lock key of effect a has 201 characters; at most 200 are allowed", longText.getMessage());
        IllegalArgumentException field = assertThrows(
                IllegalArgumentException.class,
                () -> effect("a", "1", "EUR").atMostByField("value").build());
        assertTrue(String.valueOf(field.getMessage()).contains("AT_MOST by field 'value'"));
    }

    @Test
    public void refusesAnAmountRuleThatItsFieldContradicts() {
        JsonObject exact = effect("a", "1", "EUR").build().toJson();
        assertThrows(
                IllegalArgumentException.class,
                () -> PlannedEffect.fromJson(exact.with("amountRule", Json.of("AT_MOST"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> PlannedEffect.fromJson(exact.with("amountField", Json.of("amount"))));
    }

    @Test
    public void cannotBeSignedWithADecimalInARequest() {
        Plan plan = Plan.builder()
                .effect(effect("a", "1", "EUR")
                        .request(Json.parse("{\"rate\":1.5}").asObject())
                        .build())
                .build();
        assertThrows(RuntimeException.class, () -> plan.toJson().signableBytes());
    }
}
