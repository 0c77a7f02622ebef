package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.money.Money;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

public class StripeCurrenciesTest {

    @Test
    public void countsAsStripeDoes() {
        for (String code : List.of(
                "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof",
                "xpf")) {
            assertEquals(code, new StripeCurrency(code, 0, 1, 1), of(code));
        }
        for (String code : List.of("bhd", "jod", "kwd", "omr", "tnd")) {
            assertEquals(code, new StripeCurrency(code, 3, 10, 1000), of(code));
        }
        for (String code : List.of("huf", "isk", "twd", "ugx")) {
            assertEquals(code, new StripeCurrency(code, 2, 100, 100), of(code));
        }
        assertEquals(new StripeCurrency("aed", 2, 1, 100), of("aed"));
        assertEquals(new StripeCurrency("php", 2, 1, 2_000), of("php"));
    }

    @Test
    public void knowsWhereStripeAndIsoDiffer() {
        Set<String> different = StripeCurrencies.codes().stream()
                .filter(code -> !of(code).countsLikeIso())
                .collect(Collectors.toSet());
        assertEquals(Set.of("isk", "ugx", "mga"), different);
    }

    @Test
    public void everyMinimumCanBePaidOut() {
        for (String code : StripeCurrencies.codes()) {
            StripeAmount minimum = of(code).amount(of(code).minimumMinorUnits());
            assertEquals(code, minimum, minimum.roundedDownToStep());
            assertTrue(code, minimum.isPositive());
        }
    }

    @Test
    public void roundsThreeDecimalsDownAndKeepsTheRest() {
        StripeAmount balance = of("bhd").amount(45_678);
        assertEquals("45.670", balance.roundedDownToStep().text());
        assertEquals("0.008", balance.minus(balance.roundedDownToStep()).text());
    }

    @Test
    public void convertsToIsoExactlyOrNotAtAll() {
        assertEquals(Money.ofMinor(123, "ISK"), of("isk").amount(12_300).toMoney());
        assertEquals(Money.ofMinor(500, "MGA"), of("mga").amount(5).toMoney());
        assertEquals(Money.ofMinor(45_670, "BHD"), of("bhd").amount(45_670).toMoney());
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> of("isk").amount(12_345).toMoney());
        assertTrue(Said.by(refused), Said.by(refused).contains("123.45 ISK"));
        assertFalse(of("ugx").amount(1).findMoney().isPresent());
    }

    @Test
    public void readsIsoMoneyBack() {
        for (String code : List.of("isk", "mga", "jpy", "bhd", "aed")) {
            Money money = Money.ofMinor(700, code);
            assertEquals(money, of(code).ofMoney(money).toMoney());
        }
        assertThrows(IllegalArgumentException.class, () -> of("aed").ofMoney(Money.ofMinor(1, "usd")));
    }

    @Test
    public void parsesExactlyOrRefuses() {
        assertEquals(10_050, of("aed").parse("100.5").minorUnits());
        assertEquals(5_000, of("bhd").parse("5").minorUnits());
        assertThrows(IllegalArgumentException.class, () -> of("aed").parse("100.555"));
        assertThrows(IllegalArgumentException.class, () -> of("jpy").parse("1.5"));
        assertThrows(IllegalArgumentException.class, () -> of("aed").parse("-1"));
        assertThrows(IllegalArgumentException.class, () -> of("aed").parse("1e3"));
        assertThrows(IllegalArgumentException.class, () -> of("bhd").parsePayable("45.678"));
        assertThrows(IllegalArgumentException.class, () -> of("huf").parsePayable("10.50"));
        assertThrows(IllegalArgumentException.class, () -> of("aed").parsePayable("0"));
        assertEquals(45_670, of("bhd").parsePayable("45.67").minorUnits());
    }

    @Test
    public void neverAddsCurrencies() {
        StripeAmount aed = of("aed").amount(1);
        StripeAmount usd = of("usd").amount(1);
        assertThrows(IllegalArgumentException.class, () -> aed.minus(usd));
        assertThrows(IllegalArgumentException.class, () -> aed.isMoreThan(usd));
    }

    static StripeCurrency of(String code) {
        return StripeCurrencies.find(code).orElseThrow();
    }
}
