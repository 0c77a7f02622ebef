package io.countersign.api.money;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonFieldException;
import io.countersign.api.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class MoneyTest {

    @Test
    public void knowsTheExponentsOfIso4217() {
        Map.of("JPY", 0, "KRW", 0, "EUR", 2, "AED", 2, "ISK", 0, "BHD", 3, "KWD", 3, "CLF", 4, "uyw", 4, "XCG", 2)
                .forEach((currency, exponent) -> assertEquals(currency, (int) exponent, Money.exponentOf(currency)));
    }

    @Test
    public void refusesCodesWithoutAMinorUnit() {
        for (String code : List.of("XAU", "XXX", "XTS")) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> Money.ofMinor(1, code));
            assertEquals("'" + code + "' has no minor unit in ISO 4217", refused.getMessage());
        }
        for (String code : List.of("", "EU", "EURO", "QQQ", "€", "EUR ")) {
            IllegalArgumentException refused =
                    assertThrows(code, IllegalArgumentException.class, () -> Money.ofMinor(1, code));
            assertTrue(String.valueOf(refused.getMessage()).contains("is not an ISO 4217 currency code"));
        }
    }

    @Test
    public void readsPlainDecimalsExactly() {
        assertEquals(Money.ofMinor(125_043, "AED"), Money.parse("1250.43", "aed"));
        assertEquals(Money.ofMinor(45_670, "BHD"), Money.parse("45.67", "BHD"));
        assertEquals(Money.ofMinor(12_345, "CLF"), Money.parse("1.2345", "CLF"));
        assertEquals(Money.ofMinor(1000, "JPY"), Money.parse("1000", "JPY"));
        assertEquals(Money.ofMinor(1, "JPY"), Money.parse("1.000", "JPY"));
        assertEquals(Money.ofMinor(-700, "EUR"), Money.parse("-7", "EUR"));
        assertEquals(Money.ofMinor(10, "EUR"), Money.parse("00.1", "EUR"));
        assertEquals(Money.zero("EUR"), Money.parse("-0.00", "EUR"));
    }

    @Test
    public void refusesTextThatIsNoPlainDecimalOrTooFine() {
        for (String text : List.of(
                "", "-", "+1", "1,5", "1.", ".5", "1e2", " 1", "1 ", "1'000", "1_0", "NaN", "--1", "١", "0x1")) {
            IllegalArgumentException refused =
                    assertThrows(text, IllegalArgumentException.class, () -> Money.parse(text, "EUR"));
            assertTrue(String.valueOf(refused.getMessage()).contains("write it like 1250.43"));
        }
        for (List<String> tooFine : List.of(
                List.of("0.001", "EUR"), List.of("0.5", "JPY"), List.of("1.2345", "BHD"), List.of("1.00001", "UYW"))) {
            assertThrows(
                    tooFine.toString(),
                    IllegalArgumentException.class,
                    () -> Money.parse(tooFine.get(0), tooFine.get(1)));
        }
        assertThrows(IllegalArgumentException.class, () -> Money.parse("999999999999999999", "EUR"));
        assertThrows(IllegalArgumentException.class, () -> Money.parse("1234567890123456789", "JPY"));
    }

    @Test
    public void printsAllDecimalsOfTheCurrency() {
        assertEquals("45.670 BHD", Money.ofMinor(45_670, "BHD").toString());
        assertEquals("0.05", Money.ofMinor(5, "EUR").decimalText());
        assertEquals("-0.05", Money.ofMinor(-5, "EUR").decimalText());
        assertEquals("1000", Money.ofMinor(1000, "JPY").decimalText());
        assertEquals("0.0001", Money.ofMinor(1, "UYW").decimalText());
        assertEquals(
                "-92233720368547758.08", Money.ofMinor(Long.MIN_VALUE, "EUR").decimalText());
    }

    @Test
    public void neverAddsTwoCurrencies() {
        Money euro = Money.ofMinor(1, "EUR");
        Money dollar = Money.ofMinor(1, "USD");
        for (Runnable mixed :
                List.<Runnable>of(() -> euro.plus(dollar), () -> euro.minus(dollar), () -> euro.compareTo(dollar))) {
            CurrencyMismatchException refused = assertThrows(CurrencyMismatchException.class, mixed::run);
            assertEquals("EUR", refused.left());
            assertEquals("USD", refused.right());
        }
        assertNotEquals(euro, dollar);
    }

    @Test
    public void refusesToOverflow() {
        Money most = Money.ofMinor(Long.MAX_VALUE, "EUR");
        Money least = Money.ofMinor(Long.MIN_VALUE, "EUR");
        Money one = Money.ofMinor(1, "EUR");
        assertThrows(ArithmeticException.class, () -> most.plus(one));
        assertThrows(ArithmeticException.class, () -> least.minus(one));
        assertEquals(Money.ofMinor(-1, "EUR"), most.plus(least));
        assertEquals(Money.zero("EUR"), one.minus(one));
        assertTrue(least.compareTo(most) < 0);
        assertTrue(one.isPositive() && !one.isZero() && !least.isPositive());
    }

    @Test
    public void readsWhatItWritesAndNothingLooser() {
        for (long minorUnits : new long[] {0, 1, -1, 45_670, Long.MAX_VALUE, Long.MIN_VALUE}) {
            Money money = Money.ofMinor(minorUnits, "BHD");
            assertEquals(money, Money.fromJson(money.toJson()));
        }
        assertEquals(
                Json.parse("{\"minorUnits\":\"45670\",\"currency\":\"BHD\",\"text\":\"45.670\"}"),
                Money.ofMinor(45_670, "BHD").toJson());
        for (String minorUnits : List.of(
                "", "-", "+1", "01", "-0", "-01", "1.0", "1e3", " 1", "١", "9223372036854775808", "1".repeat(30))) {
            JsonObject json = Json.object()
                    .put("minorUnits", minorUnits)
                    .put("currency", "EUR")
                    .build();
            assertThrows(minorUnits, IllegalArgumentException.class, () -> Money.fromJson(json));
        }
        assertThrows(
                JsonFieldException.class,
                () -> Money.fromJson(
                        Json.parse("{\"minorUnits\":1,\"currency\":\"EUR\"}").asObject()));
    }
}
