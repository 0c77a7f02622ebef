package io.countersign.core.plan;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonNumberException;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import org.junit.Test;

public class PlanDocumentTest {
    /** Written by hand from the format; its digest was computed by another program. */
    private static final String TEXT =
            "{\"executionId\":\"00000000000000000000000000000000\",\"format\":\"countersign-plan/1\","
                    + "\"operation\":\"bank.pay\",\"parameters\":{\"account\":\"main\"},"
                    + "\"plan\":{\"effects\":[{\"amount\":{\"currency\":\"EUR\",\"minorUnits\":\"10000\","
                    + "\"text\":\"100.00\"},\"amountRule\":\"EXACT\",\"beneficiary\":\"account of rent\","
                    + "\"connection\":\"main\",\"details\":{},\"id\":\"rent\",\"kind\":\"bank.payment\","
                    + "\"lockKey\":\"bank:rent\",\"request\":{\"amount\":\"10000\",\"item\":\"rent\"},"
                    + "\"sentence\":\"Pay 100.00 EUR for rent\"}],\"facts\":[],\"skipped\":[],"
                    + "\"totals\":[{\"currency\":\"EUR\",\"minorUnits\":\"10000\",\"text\":\"100.00\"}],"
                    + "\"warnings\":[]},\"release\":\"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\"}";

    private static final String DIGEST = "d9dc53ae8a77fe60948dac9bed36b2ad3f511c9b31dd86758ef331e800279b4f";

    @Test
    public void hasExactlyTheseBytesAndThisDigest() {
        PlanDocument document = document(request("rent"));
        assertEquals(TEXT, document.text());
        assertEquals(DIGEST, document.digest());
    }

    @Test
    public void isReadBackFromItsBytes() {
        PlanDocument stored = PlanDocument.ofBytes(document(request("rent")).bytes());
        assertEquals(DIGEST, stored.digest());
        assertEquals("rent", stored.plan().effects().get(0).id());
        assertEquals(Money.ofMinor(10_000, "EUR"), stored.plan().totals().get("EUR"));
        assertEquals(document(request("rent")), stored);
        assertEquals(document(request("rent")).hashCode(), stored.hashCode());
    }

    @Test
    public void anyChangeChangesTheDigest() {
        assertNotEquals(DIGEST, document(request("food")).digest());
        PlanDocument other =
                PlanDocument.of("1".repeat(32), "bank.pay", "d".repeat(64), JsonObject.empty(), Plan.readOnly());
        assertNotEquals(DIGEST, other.digest());
    }

    @Test
    public void handsOutCopies() {
        PlanDocument document = document(request("rent"));
        byte[] expected = document.bytes();
        document.bytes()[0] = 'x';
        assertArrayEquals(expected, document.bytes());
    }

    @Test
    public void refusesDecimals() {
        JsonObject decimals = Json.parse("{\"amount\":100.5}").asObject();
        assertThrows(JsonNumberException.class, () -> document(decimals));
    }

    private static JsonObject request(String item) {
        return Json.object().put("amount", "10000").put("item", item).build();
    }

    private static PlanDocument document(JsonObject request) {
        Plan plan = Plan.builder()
                .effect(PlannedEffect.builder("rent", "bank.payment")
                        .connection("main")
                        .request(request)
                        .amount(Money.ofMinor(10_000, "EUR"))
                        .beneficiary("account of rent")
                        .sentence("Pay 100.00 EUR for rent")
                        .lockKey("bank:rent")
                        .build())
                .build();
        JsonObject parameters = Json.object().put("account", "main").build();
        return PlanDocument.of("0".repeat(32), "bank.pay", "d".repeat(64), parameters, plan);
    }
}
