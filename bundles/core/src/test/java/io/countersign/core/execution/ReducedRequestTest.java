package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.PlannedEffect;
import org.junit.Test;

public class ReducedRequestTest {

    @Test
    public void lowersTheAmountAndNothingElse() {
        assertEquals(request("7500"), ReducedRequest.of(effect("10000", 10_000, "EUR"), Money.ofMinor(7_500, "EUR")));
        assertEquals(request("10000"), ReducedRequest.of(effect("10000", 10_000, "EUR"), Money.ofMinor(10_000, "EUR")));
    }

    @Test
    public void keepsTheProvidersScale() {
        assertEquals(request("750"), ReducedRequest.of(effect("1000", 10_000, "KWD"), Money.ofMinor(7_500, "KWD")));
        assertEquals(request("50000"), ReducedRequest.of(effect("100000", 1_000, "JPY"), Money.ofMinor(500, "JPY")));
    }

    @Test
    public void refusesWhatTheProvidersScaleCannotSay() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> ReducedRequest.of(effect("1000", 10_000, "KWD"), Money.ofMinor(7_505, "KWD")));
        assertTrue(String.valueOf(refused.getMessage()).contains("cannot be expressed in field 'amount'"));
    }

    @Test
    public void doesNotOverflow() {
        long most = Long.MAX_VALUE;
        assertEquals(
                request(Long.toString(most - 1)),
                ReducedRequest.of(effect(Long.toString(most), most, "EUR"), Money.ofMinor(most - 1, "EUR")));
    }

    private static JsonObject request(String amount) {
        return Json.object().put("amount", amount).put("to", "rent").build();
    }

    private static PlannedEffect effect(String sent, long minorUnits, String currency) {
        return PlannedEffect.builder("rent", "bank.payment")
                .connection("main")
                .request(request(sent))
                .amount(Money.ofMinor(minorUnits, currency))
                .atMostByField("amount")
                .beneficiary("account of rent")
                .sentence("Pay rent")
                .lockKey("bank:rent")
                .build();
    }
}
