package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

public class CsvOutputTest {

    @Test
    public void writesByRfc4180() throws IOException {
        assertEquals(
                "a,b\r\nplain,\"comma, \"\"quote\"\"\"\r\n\"line\nbreak\",ü\r\n",
                written(List.of(List.of("plain", "comma, \"quote\""), List.of("line\nbreak", "ü"))));
    }

    @Test
    public void disarmsFormulasButNotNumbers() {
        for (String formula : List.of("=1+1", "+1", "-cmd", "@sum", "\tx", "\rx", "-", "-1-1", "-1.")) {
            assertEquals("'" + formula, CsvOutput.harmless(formula));
        }
        for (String plain : List.of("", "1", "-1", "-12.50", "12.50", "aed", "a=b", "{\"id\":1}")) {
            assertEquals(plain, CsvOutput.harmless(plain));
        }
    }

    @Test
    public void refusesARaggedRow() {
        assertThrows(IllegalStateException.class, () -> written(List.of(List.of("only one"))));
    }

    private static String written(List<List<String>> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CsvOutput.write(bytes, List.of("a", "b"), rows);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
