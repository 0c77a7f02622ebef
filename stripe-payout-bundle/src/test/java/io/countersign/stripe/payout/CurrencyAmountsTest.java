package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Map;
import org.junit.Test;

public class CurrencyAmountsTest {

    @Test
    public void readsOneAmountPerCurrency() {
        StripeCurrency aed = StripeCurrenciesTest.of("aed");
        StripeCurrency bhd = StripeCurrenciesTest.of("bhd");
        assertEquals(
                Map.of("aed", aed.amount(10_000), "bhd", bhd.amount(5_000)), CurrencyAmounts.parse("aed=100.00,bhd=5"));
        assertEquals(Map.of(), CurrencyAmounts.parse(""));
    }

    @Test
    public void namesEveryFaultAtOnce() {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> CurrencyAmounts.parse("aed=1.234,xxx=1,bhd=1,bhd=2"))
                        .getMessage());
        assertTrue(message, message.contains("1.234"));
        assertTrue(message, message.contains("xxx"));
        assertTrue(message, message.contains("'bhd' is given twice"));
    }

    @Test
    public void refusesWhatCannotBePaidExactly() {
        assertThrows(IllegalArgumentException.class, () -> CurrencyAmounts.parsePayable("bhd=45.678"));
        assertEquals(1, CurrencyAmounts.parse("bhd=45.678").size());
    }

    @Test
    public void formAcceptsTheShapeOnly() {
        assertTrue("aed=100.00,bhd=5".matches(CurrencyAmounts.PATTERN));
        assertTrue("".matches(CurrencyAmounts.PATTERN));
        for (String wrong : new String[] {"aed", "AED=1", "aed=1,", "aed=-1", "aed = 1", "aed=1;bhd=2"}) {
            assertFalse(wrong, wrong.matches(CurrencyAmounts.PATTERN));
        }
    }
}
