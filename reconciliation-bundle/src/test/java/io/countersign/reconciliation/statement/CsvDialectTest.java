package io.countersign.reconciliation.statement;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.Test;

public class CsvDialectTest {

    @Test
    public void startsAsPlainCsv() {
        CsvDialect dialect = plain().build();
        assertEquals(',', dialect.delimiter());
        assertEquals('"', (char) dialect.quote().orElseThrow());
        assertEquals('.', (char) dialect.decimalSign().orElseThrow());
        assertEquals("Amount", dialect.column(CsvField.AMOUNT).orElseThrow());
        assertEquals(List.of("Amount"), dialect.columns().get(CsvField.AMOUNT));
        assertTrue(plain().amountsInMinorUnits().build().decimalSign().isEmpty());
    }

    @Test
    public void refusesPartsThatContradictEachOther() {
        assertRefused("quote and delimiter", dialect -> dialect.delimiter('"'));
        assertRefused("two different", dialect -> dialect.decimalSign(',').groupingSign(','));
        assertRefused("neither '.' nor ','", dialect -> dialect.decimalSign(';'));
        assertRefused("letter or a digit", dialect -> dialect.delimiter('a'));
        assertRefused("not one of", dialect -> dialect.charset(StandardCharsets.UTF_16));
        assertRefused("no pattern of a date", dialect -> dialect.datePattern("yyyy-MM"));
        assertRefused("no pattern of a date", dialect -> dialect.datePattern("HH:mm"));
        assertRefused("both 'debit' and 'credit'", dialect -> dialect.column(CsvField.DEBIT, "Debit"));
        assertRefused("'QQQ'", dialect -> dialect.currency("QQQ"));
        assertRefused("takes one column", dialect -> dialect.column(CsvField.ID, "a", "b"));
        assertRefused("given twice", dialect -> dialect.column(CsvField.REFERENCE, "a", "a"));
        assertRefused("not between 64", dialect -> dialect.recordBytesMax(1));
        assertRefused("not between 0", dialect -> dialect.preambleLines(-1));
        assertThrows(
                IllegalArgumentException.class,
                () -> CsvDialect.builder().currency("USD").build());
        assertThrows(
                IllegalArgumentException.class,
                () -> CsvDialect.builder().column(CsvField.AMOUNT, "Amount").build());
    }

    @Test
    public void readsDatesStrictly() throws UnreadableTextException {
        assertEquals(LocalDate.of(2026, 11, 22), DateText.of("dd.MM.yyyy").parse(" 22.11.2026 "));
        assertEquals(LocalDate.of(2026, 11, 22), DateText.of("dd/MM/yy").parse("22/11/26"));
        assertEquals(LocalDate.of(2026, 11, 2), DateText.of("d MMM yyyy").parse("2 Nov 2026"));
        assertEquals(
                LocalDate.of(2026, 11, 22),
                DateText.of("yyyy-MM-dd'T'HH:mm:ssX").parse("2026-11-22T23:59:59Z"));
        for (String wrong : new String[] {"31.06.2026", "2026-11-22", "22.11.26", "", "22.11.2026x", "29.02.2025"}) {
            assertEquals(
                    "date_format",
                    assertThrows(wrong, UnreadableTextException.class, () -> DateText.of("dd.MM.yyyy")
                                    .parse(wrong))
                            .code());
        }
    }

    private static CsvDialect.Builder plain() {
        return CsvDialect.builder().column(CsvField.AMOUNT, "Amount").currency("USD");
    }

    private static void assertRefused(String message, UnaryOperator<CsvDialect.Builder> change) {
        CsvDialect.Builder changed = change.apply(plain());
        IllegalArgumentException refusal = assertThrows(message, IllegalArgumentException.class, changed::build);
        String reason = String.valueOf(refusal.getMessage());
        assertTrue(reason, reason.contains(message));
    }
}
