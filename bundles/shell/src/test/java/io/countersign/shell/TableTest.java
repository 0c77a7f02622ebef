package io.countersign.shell;

import static org.junit.Assert.assertEquals;

import io.countersign.api.money.Money;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.Test;

public final class TableTest {
    private final Table<Money> table = new Table<Money>()
            .column("currency", money -> Cell.of(money.currency()))
            .column("amount", Cell::of)
            .column("minorUnits", "", money -> Cell.of(money.minorUnits()))
            .column("note", money -> Cell.of(money.isZero() ? null : "moves"));
    private final List<Money> rows = List.of(Money.ofMinor(125043, "AED"), Money.zero("JPY"));

    @Test
    public void columnsAreAlignedAndNumbersFlushRight() {
        assertEquals(
                """
                CURRENCY       AMOUNT  NOTE
                AED       1250.43 AED  moves
                JPY             0 JPY
                """,
                printed(out -> table.print(rows, "", out)));
    }

    @Test
    public void programsGetTheExactValuesAndNoEmptyOnes() {
        assertEquals(
                "[{\"currency\":\"AED\",\"amount\":{\"minorUnits\":\"125043\",\"currency\":\"AED\",\"text\":\"1250.43\"},"
                        + "\"minorUnits\":125043,\"note\":\"moves\"},"
                        + "{\"currency\":\"JPY\",\"amount\":{\"minorUnits\":\"0\",\"currency\":\"JPY\",\"text\":\"0\"},"
                        + "\"minorUnits\":0}]",
                table.toJson(rows).toText());
    }

    @Test
    public void textOfOthersCannotSteerTheTerminal() {
        Table<String> names = new Table<String>().column("name", Cell::of);

        assertEquals(
                "NAME\na\uFFFD[2Jb\uFFFDc\uFFFDd\n",
                printed(out -> names.print(List.of("a\u001b[2Jb\nc\u202Ed"), "", out)));
        assertEquals("Name  \uFFFD[31m\n", printed(new Sheet().field("name", "Name", Cell.of("\u001b[31m"))::print));
    }

    @Test
    public void aSheetLeavesOutWhatIsNotThere() {
        Sheet sheet = new Sheet()
                .field("id", "Execution", Cell.of("3f"))
                .field("failure", "Failure", Cell.of((String) null))
                .list("amounts", "Amounts", table, List.of())
                .list("more", "More", new Table<String>().column("x", Cell::of), List.of("1"));

        assertEquals("Execution  3f\n\nMore\n  X\n  1\n", printed(sheet::print));
        assertEquals(
                "{\"id\":\"3f\",\"amounts\":[],\"more\":[{\"x\":\"1\"}]}",
                sheet.toJson().toText());
    }

    private static String printed(Consumer<PrintStream> printing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        printing.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
