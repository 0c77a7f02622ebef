package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.OperationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

public class CurrencyFileTest {

    @Test
    public void readsTheOldSingleColumn() throws IOException {
        assertEquals(
                List.of("aed", "bhd"),
                read("currency\r\naed\r\nBHD\r\n").stream()
                        .map(line -> line.currency().code())
                        .toList());
    }

    @Test
    public void readsEveryColumnInAnyOrderWithMarkAndQuotes() throws IOException {
        List<CurrencyLine> lines = read(
                "\uFEFF"
                        + """
                source_type,currency,amount,keep_minimum,destination
                card,"bhd",45.67,1.005,ba_123
                ,aed,,,
                """);
        StripeCurrency bhd = StripeCurrenciesTest.of("bhd");
        assertEquals(new CurrencyLine(bhd, "card", bhd.amount(45_670), "ba_123", bhd.amount(1_005)), lines.get(0));
        assertEquals(CurrencyLine.of(StripeCurrenciesTest.of("aed")), lines.get(1));
    }

    @Test
    public void stopsAtAnythingItDoesNotUnderstand() {
        refuses("", "line 1, column 1", "no currency");
        refuses("currency\n", "line 2, column 1", "no currency");
        refuses("currency,note\naed,x\n", "line 1, column 2 (note)", "unknown column");
        refuses("currency;amount\naed;1\n", "line 1, column 1", "separated by commas");
        refuses("Currency\naed\n", "line 1, column 1 (Currency)", "unknown column");
        refuses("amount\n1\n", "line 1, column 1", "currency is missing");
        refuses("currency,currency\naed,aed\n", "line 1, column 2", "twice");
        refuses("currency,amount\naed,1\nbhd\n", "line 3, column 1", "has 1 fields");
        refuses("currency,amount\naed,1,2\n", "line 2, column 3", "has 3 fields");
        refuses("currency,amount\naed,1\n\nbhd,2\n", "line 3", "fields");
        refuses("currency\naed\n\n", "line 3, column 1 (currency)", "empty");
        refuses("currency\nxxx\n", "line 2, column 1 (currency)", "'xxx'");
        refuses("currency\n aed\n", "line 2, column 1 (currency)", "spaces");
        refuses("currency\naed\naed\n", "line 3, column 1 (currency)", "line 2");
        refuses("currency,source_type\naed,\naed,card\n", "line 3, column 1 (currency)", "line 2");
        refuses("currency,source_type\naed,cash\n", "line 2, column 2 (source_type)", "'cash'");
        refuses("currency,destination\naed,DE89\n", "line 2, column 2 (destination)", "'DE89'");
    }

    @Test
    public void stopsAtAmountsThatAreNotExact() {
        refuses("currency,amount\naed,1.234\n", "line 2, column 2 (amount)", "2 decimals");
        refuses("currency,amount\njpy,1.5\n", "line 2, column 2 (amount)", "0 decimals");
        refuses("currency,amount\nbhd,45.678\n", "line 2, column 2 (amount)", "45.670");
        refuses("currency,amount\naed,-5\n", "line 2, column 2 (amount)", "'-5'");
        refuses("currency,amount\naed,\"1,000.00\"\n", "line 2, column 2 (amount)", "'1,000.00'");
        refuses("currency,amount\naed,0\n", "line 2, column 2 (amount)", "nothing to pay");
        refuses("currency,keep_minimum\naed,-1\n", "line 2, column 2 (keep_minimum)", "'-1'");
    }

    @Test
    public void stopsAtBytesThatAreNotCleanText() throws IOException {
        refuses("currency\na\u0000ed\n", "line 2, character 2", "control character 0");
        refuses("currency\n\"aed\n", "line 2, character 1", "not closed");
        refuses("currency\n\"aed", "line 2, character 1", "never closed");
        refuses("currency\nae\"d\n", "line 2, character 3", "inside a field");
        refuses("currency\n\"aed\"x\n", "line 2, character 6", "follows a closing quote");
        refuses("currency\raed\r", "line 1, character 9", "carriage return");
        ByteArrayOutputStream latin = new ByteArrayOutputStream();
        latin.write("currency\na".getBytes(StandardCharsets.UTF_8));
        latin.write(0xE9);
        latin.write("d\n".getBytes(StandardCharsets.UTF_8));
        refuses(latin.toByteArray(), "line 2, character 2", "not UTF-8");
        refuses("currency\naed\n".getBytes(StandardCharsets.UTF_16), "line 1, character 1", "not UTF-8");
        latin.reset();
        latin.write("currency\na".getBytes(StandardCharsets.UTF_8));
        latin.write(0xC3);
        refuses(latin.toByteArray(), "line 2, character 2", "not UTF-8");
    }

    @Test
    public void stopsAtTooManyLines() {
        StringBuilder text = new StringBuilder("currency,source_type\n");
        for (String code : StripeCurrencies.codes()) {
            for (String source : SourceBalance.SOURCE_TYPES) {
                text.append(code).append(',').append(source).append('\n');
            }
        }
        text.append("aed,card\n");
        int lines = StripeCurrencies.codes().size() * SourceBalance.SOURCE_TYPES.size();
        refuses(text.toString(), "line " + (lines + 2) + ", column 1", "already asked for");
    }

    private static List<CurrencyLine> read(String text) throws IOException {
        return CurrencyFile.read("list.csv", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuses(String text, String place, String why) {
        refuses(text.getBytes(StandardCharsets.UTF_8), place, why);
    }

    private static void refuses(byte[] content, String place, String why) {
        OperationException refused =
                assertThrows(OperationException.class, () -> CurrencyFile.read("list.csv", content));
        String message = Said.by(refused);
        assertEquals("csv_invalid", refused.code());
        assertTrue(message, message.startsWith("file 'list.csv', " + place));
        assertTrue(message, message.contains(why));
    }
}
