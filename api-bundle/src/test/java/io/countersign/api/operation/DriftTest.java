package io.countersign.api.operation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonNull;
import io.countersign.api.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.Test;

public final class DriftTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static PlannedEffect.Builder effect(String id) {
        return PlannedEffect.builder(id, "bank.transfer")
                .connection("main")
                .request(Json.object().put("amount", "500").put("fee", "1").build())
                .amount(Money.ofMinor(500, "EUR"))
                .atMostByField("amount")
                .beneficiary("account A1")
                .sentence("Pay account A1")
                .lockKey("bank:" + id);
    }

    private static List<Drift> driftOf(UnaryOperator<PlannedEffect.Builder> change) {
        Plan approved = Plan.builder().effect(effect("a").build()).build();
        Plan now = Plan.builder().effect(change.apply(effect("a")).build()).build();
        return Drift.between(approved, now);
    }

    @Test
    public void ignoresWhatIsOnlyForPeople() {
        assertEquals(List.of(), driftOf(effect -> effect.sentence("Other words")));
        assertEquals(
                List.of(),
                driftOf(effect ->
                        effect.details(Json.object().put("reserve", "9").build())));
        Plan noon = Plan.builder()
                .fact(Fact.informative("balance", Json.of(1), "bank", NOON))
                .fact(Fact.binding("rate", Json.of("1.0"), "bank", NOON))
                .warning("low")
                .build();
        Plan later = Plan.builder()
                .fact(Fact.informative("balance", Json.of(2), "bank", NOON.plusSeconds(60)))
                .fact(Fact.binding("rate", Json.of("1.0"), "other page", NOON.plusSeconds(60)))
                .skipped(SkippedLine.of("usd", "not_in_list", "left out"))
                .build();
        assertEquals(List.of(), Drift.between(noon, later));
    }

    @Test
    public void showsEveryChangeOfWhatIsSent() {
        List<UnaryOperator<PlannedEffect.Builder>> changes = List.of(
                effect -> effect.connection("other"),
                effect -> effect.request(
                        Json.object().put("amount", "501").put("fee", "1").build()),
                effect -> effect.amount(Money.ofMinor(501, "EUR")),
                effect -> effect.amount(Money.ofMinor(500, "USD")),
                effect -> effect.atMostByField("fee"),
                effect -> effect.beneficiary("account A2"),
                effect -> effect.lockKey("bank:other"));
        for (UnaryOperator<PlannedEffect.Builder> change : changes) {
            List<Drift> drifts = driftOf(change);
            assertEquals(1, drifts.size());
            assertEquals("effect a", drifts.get(0).subject());
            assertEquals(
                    "effect a has changed since the plan was made",
                    drifts.get(0).explanation());
        }
    }

    @Test
    public void showsWhatCameAndWhatWent() {
        Plan approved = Plan.builder()
                .effect(effect("a").build())
                .effect(effect("b").build())
                .fact(Fact.binding("gone", Json.of(1), "bank", NOON))
                .build();
        Plan now = Plan.builder()
                .effect(effect("b").build())
                .effect(effect("c").build())
                .fact(Fact.binding("new", Json.of(1), "bank", NOON))
                .build();
        assertEquals(
                List.of(
                        "effect a is gone",
                        "effect c was not part of the approved plan",
                        "fact gone is gone",
                        "fact new was not part of the approved plan"),
                Drift.between(approved, now).stream().map(Drift::explanation).toList());
        Drift came = Drift.between(approved, now).get(1);
        assertEquals(JsonNull.class, came.approved().getClass());
        assertEquals("main", came.now().asObject().text("connection"));
    }

    @Test
    public void showsAFactThatBecameBindingOrChanged() {
        Plan approved = Plan.builder()
                .fact(Fact.binding("rate", Json.of("1.0"), "bank", NOON))
                .fact(Fact.informative("limit", Json.of(5), "bank", NOON))
                .build();
        Plan now = Plan.builder()
                .fact(Fact.binding("rate", Json.of("1.1"), "bank", NOON))
                .fact(Fact.binding("limit", Json.of(5), "bank", NOON))
                .build();
        List<Drift> drifts = Drift.between(approved, now);
        assertEquals(
                List.of("fact limit", "fact rate"),
                drifts.stream().map(Drift::subject).toList());
        assertEquals(Json.of("1.0"), drifts.get(1).approved());
        assertEquals(Json.of("1.1"), drifts.get(1).now());
    }

    @Test
    public void ignoresTheOrderOfRequestFields() {
        assertEquals(
                List.of(),
                driftOf(effect -> effect.request(
                        Json.object().put("fee", "1").put("amount", "500").build())));
    }

    @Test
    public void survivesJson() {
        Drift drift = driftOf(effect -> effect.connection("other")).get(0);
        assertEquals(
                drift, Drift.fromJson(Json.parse(drift.toJson().signableBytes()).asObject()));
        assertThrows(IllegalArgumentException.class, () -> new Drift("", Json.of(1), Json.of(2), "why"));
    }
}
