package io.countersign.reconciliation.statement;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.Map;
import org.junit.Test;

public class AmountTextTest {
    private static final AmountText ENGLISH = AmountText.decimals('.', ',');
    private static final AmountText GERMAN = AmountText.decimals(',', '.');

    @Test
    public void readsExactlyWhatIsWritten() throws UnreadableTextException {
        Map<String, Long> minorUnits = Map.ofEntries(
                Map.entry("0", 0L),
                Map.entry("0.01", 1L),
                Map.entry("12.5", 1250L),
                Map.entry("12.", 1200L),
                Map.entry(".5", 50L),
                Map.entry("1,234.56", 123456L),
                Map.entry("1,234,567", 123456700L),
                Map.entry("12,34,567.89", 123456789L),
                Map.entry("000000000000000000001.00", 100L),
                Map.entry("-12.50", -1250L),
                Map.entry("\u221212.50", -1250L),
                Map.entry("12.50-", -1250L),
                Map.entry("(12.50)", -1250L),
                Map.entry("( 12.50 )", -1250L),
                Map.entry("+12.50", 1250L),
                Map.entry("12.50 DR", -1250L),
                Map.entry("12.50CR", 1250L),
                Map.entry("D 12.50", -1250L),
                Map.entry("\u00a012.50\u202f", 1250L));
        for (Map.Entry<String, Long> one : minorUnits.entrySet()) {
            assertEquals(one.getKey(), (long) one.getValue(), ENGLISH.toMinorUnits(one.getKey(), "USD"));
        }
        assertEquals(123456L, GERMAN.toMinorUnits("1.234,56", "EUR"));
        assertEquals(1_234_567_89L, AmountText.decimals(',', ' ').toMinorUnits("1\u00a0234\u202f567,89", "EUR"));
        assertEquals(1_234_50L, AmountText.decimals('.', '\'').toMinorUnits("1\u2019234.50", "CHF"));
    }

    @Test
    public void countsInTheMinorUnitOfTheCurrency() throws UnreadableTextException {
        assertEquals(45670L, ENGLISH.toMinorUnits("45.67", "BHD"));
        assertEquals(45678L, ENGLISH.toMinorUnits("45.678", "BHD"));
        assertEquals(500L, ENGLISH.toMinorUnits("500", "JPY"));
        assertEquals(-123456L, AmountText.wholeMinorUnits().toMinorUnits("-123456", "USD"));
    }

    @Test
    public void neverRoundsMoreDecimalsThanTheCurrencyHas() {
        assertEquals("amount_scale", codeOf(ENGLISH, "12.345", "USD"));
        assertEquals("amount_scale", codeOf(ENGLISH, "1.500", "USD"));
        assertEquals("amount_scale", codeOf(ENGLISH, "1.5", "JPY"));
    }

    @Test
    public void refusesWhatCouldMeanSomethingElse() {
        for (String text : new String[] {
            "",
            " ",
            "-",
            ".",
            "()",
            "abc",
            "1.2.3",
            "1,2",
            "12,34",
            "1,23,45",
            "1234,567",
            ",123",
            "1,,234",
            "--1",
            "-1-",
            "(-1)",
            "1e3",
            "0x10",
            "1 2",
            "(1",
            "1)",
            "CR 1 DR",
            "1 XX",
            "CR",
            "١٢",
            "1,234,",
            "1,234.5,6",
            "1\u0000"
        }) {
            assertEquals("'" + text + "'", "amount_format", codeOf(ENGLISH, text, "USD"));
        }
        assertEquals("amount_format", codeOf(AmountText.wholeMinorUnits(), "12.50", "USD"));
        assertEquals("amount_format", codeOf(AmountText.decimals('.'), "1,234.00", "USD"));
    }

    @Test
    public void refusesAmountsBeyondItsRange() {
        assertEquals("amount_range", codeOf(ENGLISH, "9999999999999999999", "USD"));
        assertEquals("amount_range", codeOf(ENGLISH, "999999999999999999", "USD"));
        assertEquals("amount_range", codeOf(ENGLISH, "1".repeat(100_000), "USD"));
    }

    @Test
    public void refusesCurrenciesThatAreNone() {
        for (String currency : new String[] {"", "usd", "US", "USDX", "XXX", "QQQ", "U$D"}) {
            assertEquals(currency, "currency", codeOf(ENGLISH, "1.00", currency));
        }
    }

    @Test
    public void readsTheWordsOfDebitAndCreditColumns() throws UnreadableTextException {
        assertEquals(true, AmountText.isCredit(" crdt "));
        assertEquals(false, AmountText.isCredit("DR"));
        assertEquals(
                "indicator",
                assertThrows(UnreadableTextException.class, () -> AmountText.isCredit("H"))
                        .code());
    }

    private static String codeOf(AmountText rules, String text, String currency) {
        return assertThrows("'" + text + "'", UnreadableTextException.class, () -> rules.toMinorUnits(text, currency))
                .code();
    }
}
