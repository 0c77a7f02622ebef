package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.ValidationResult.Problem;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class PayoutFormTest {

    @Test
    public void fillsInTheHistoricDefaults() {
        Parameters parameters = PayoutForm.schema().normalise(given(Map.of()));
        assertEquals(List.of("aed", "bhd", "thb", "nok", "qar", "hkd"), parameters.list(PayoutForm.CURRENCIES));
        assertEquals("Clear {CUR} balance to USD - Execution {id}", parameters.text(PayoutForm.DESCRIPTION_TEMPLATE));
        assertEquals(List.of(), problems(Map.of()));
    }

    @Test
    public void acceptsStatementTextsThatStripeAccepts() {
        for (String good : List.of("", "ACME SWEEP 11/2026", "a-b_c.d,e&f", "1234567890123456789012")) {
            assertTrue(good, accepts(PayoutForm.STATEMENT_DESCRIPTOR, good));
        }
        for (String bad : List.of("12345678901234567890123", "a<b", "a>b", "a\"b", "a'b", "a*b", "a\\b", "Übertrag")) {
            assertFalse(bad, accepts(PayoutForm.STATEMENT_DESCRIPTOR, bad));
        }
    }

    @Test
    public void acceptsADestinationOrTheDefault() {
        assertTrue(accepts(PayoutForm.DESTINATION, "default"));
        assertTrue(accepts(PayoutForm.DESTINATION, "ba_1abcDEF"));
        assertFalse(accepts(PayoutForm.DESTINATION, "DE89370400440532013000"));
        assertFalse(accepts(PayoutForm.DESTINATION, "ba_1 "));
    }

    @Test
    public void refusesAmountsThatWouldBeIgnoredOrAreMissing() {
        assertEquals(List.of("reserves conflict"), problems(Map.of("reserves", "aed=1")));
        assertEquals(List.of("fixedAmounts conflict"), problems(Map.of("fixedAmounts", "aed=1")));
        assertEquals(
                List.of("fixedAmounts required"),
                problems(Map.of("amountRule", "fixed", "fixedAmounts", "aed=1", "currencies", "aed,usd")));
        assertEquals(List.of(), problems(Map.of("amountRule", "fixed", "fixedAmounts", "aed=1", "currencies", "aed")));
        assertEquals(List.of("reserves required"), problems(Map.of("amountRule", "full_minus_reserve")));
        assertEquals(List.of("currencies required"), problems(Map.of("currencies", "")));
    }

    @Test
    public void refusesAmountsThatCannotBe() {
        assertEquals(
                List.of("fixedAmounts amounts", "maximumPerRun amounts"),
                problems(Map.of("amountRule", "fixed", "fixedAmounts", "bhd=1.234", "maximumPerRun", "jpy=1.5")));
    }

    @Test
    public void refusesAFileBesideAChoiceOfCurrencies() {
        JsonObject file = given(Map.of()).with("currencyFile", Json.of("file-1"));
        assertEquals(List.of(), problems(file));
        assertEquals(List.of("currencies conflict"), problems(file.with("currencies", Json.texts(List.of("aed")))));
    }

    @Test
    public void refusesPlaceholdersItDoesNotKnow() {
        assertEquals(
                List.of("descriptionTemplate placeholder"),
                problems(Map.of("descriptionTemplate", "Sweep {currency}")));
        assertEquals(List.of(), problems(Map.of("descriptionTemplate", "Sweep {CUR} {id}")));
    }

    private static boolean accepts(String parameter, String text) {
        return PayoutForm.schema().check(given(Map.of(parameter, text))).isValid();
    }

    private static List<String> problems(Map<String, String> texts) {
        return problems(given(texts));
    }

    private static List<String> problems(JsonObject given) {
        return PayoutForm.validate(PayoutForm.schema().normalise(given)).problems().stream()
                .map(PayoutFormTest::label)
                .toList();
    }

    private static String label(Problem problem) {
        return problem.parameter() + " " + problem.rule();
    }

    private static JsonObject given(Map<String, String> texts) {
        return Json.object()
                .putAll(PayoutForm.schema().fromTexts(texts))
                .put(PayoutForm.CONNECTION, "stripe-main")
                .build();
    }
}
