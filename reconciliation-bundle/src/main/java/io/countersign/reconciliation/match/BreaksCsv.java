package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.output.Ageing;
import io.countersign.reconciliation.output.CsvBytes;
import io.countersign.reconciliation.output.OpenItems;
import io.countersign.reconciliation.scan.TextColumn;
import io.countersign.reconciliation.spill.PackedWriter;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Books breaks and keeps their rendered lines until they can be written in order. */
final class BreaksCsv implements BreakSink {
    static final List<String> HEADER = List.of(
            "break",
            "class",
            "kind",
            "left_line",
            "right_line",
            "left_currency",
            "left_minor_units",
            "right_currency",
            "right_minor_units",
            "difference_minor_units",
            "left_value_date",
            "right_value_date",
            "age_days",
            "age_bucket",
            "first_seen",
            "field",
            "left_value",
            "right_value",
            "action",
            "left_id",
            "left_reference",
            "right_id",
            "right_reference",
            "counterparty",
            "description");

    private static final int CELL_LENGTH_MAX = 200;

    private final Ledger ledger;
    private final Ageing ageing;
    private final OpenItems openItems;
    private final SideSource left;
    private final SideSource right;
    private final PartitionedRecords lefts;
    private final PartitionedRecords rights;
    private final LineRanges leftRanges;
    private final LineRanges rightRanges;
    private final CsvBytes csv = new CsvBytes();
    private final PackedWriter record = new PackedWriter();
    private long newItems;

    /**
     * @param lefts takes breaks that have a left line, by range of left lines
     * @param rights takes the others, by range of right lines
     */
    BreaksCsv(
            Ledger ledger,
            Ageing ageing,
            OpenItems openItems,
            SideSource left,
            SideSource right,
            PartitionedRecords lefts,
            PartitionedRecords rights,
            LineRanges leftRanges,
            LineRanges rightRanges) {
        this.ledger = ledger;
        this.ageing = ageing;
        this.openItems = openItems;
        this.left = left;
        this.right = right;
        this.lefts = lefts;
        this.rights = rights;
        this.leftRanges = leftRanges;
        this.rightRanges = rightRanges;
    }

    /** Breaks that the previous run did not have. */
    long newItems() {
        return newItems;
    }

    @Override
    public void add(Break found) throws IOException {
        book(found);
        csv.clear();
        csv.line(cells(found));
        Row first = found.first();
        record.start().putInt(first.line).putByte(found.left() == null ? 0 : 1).putByte(found.right() == null ? 0 : 1);
        record.putBytes(csv.bytes(), 0, csv.length());
        if (first.side == Side.LEFT) {
            record.addTo(lefts, leftRanges.of(first.line));
        } else {
            record.addTo(rights, rightRanges.of(first.line));
        }
    }

    /** The cells of a line that could not be read. */
    List<String> reject(RejectRecord reject, Side side, String identity, LocalDate firstSeen) {
        boolean isLeft = side == Side.LEFT;
        String line = Long.toString(reject.line());
        String amount = reject.amountKnown() ? Long.toString(reject.amount()) : "";
        String currency =
                reject.amountKnown() ? io.countersign.reconciliation.scan.CurrencyCode.text(reject.currency()) : "";
        long age = ageing.days(firstSeen);
        return List.of(
                identity,
                BreakClass.PARSE_REJECT.key(),
                reject.code(),
                isLeft ? line : "",
                isLeft ? "" : line,
                isLeft ? currency : "",
                isLeft ? amount : "",
                isLeft ? "" : currency,
                isLeft ? "" : amount,
                "",
                "",
                "",
                Long.toString(age),
                ageing.bucket(age),
                firstSeen.toString(),
                "",
                isLeft ? shortened(reject.reason()) : "",
                isLeft ? "" : shortened(reject.reason()),
                BreakClass.PARSE_REJECT.action(),
                "",
                "",
                "",
                "",
                "",
                "");
    }

    /** The day a break was first seen, today for a new one. */
    LocalDate firstSeen(String identity) {
        Optional<LocalDate> before = openItems.seen(identity);
        if (before.isEmpty()) {
            newItems++;
        }
        return before.filter(day -> day.isBefore(ageing.asOf())).orElse(ageing.asOf());
    }

    private void book(Break found) {
        String name = found.breakClass().key() + (found.kind().isEmpty() ? "" : "/" + found.kind());
        Ledger.BookedBreaks booked = ledger.breaks(name);
        booked.count();
        Row one = found.left();
        if (one != null) {
            ledger.side(Side.LEFT).broken().add(one.currency, one.amount);
            booked.left().add(one.currency, one.amount);
        }
        Row other = found.right();
        if (other != null) {
            ledger.side(Side.RIGHT).broken().add(other.currency, other.amount);
            booked.right().add(other.currency, other.amount);
        }
    }

    private List<String> cells(Break found) {
        Row one = found.left();
        Row other = found.right();
        Row first = found.first();
        LocalDate firstSeen = firstSeen(first.identity);
        long age = ageing.days(first.hasValueDay() ? LocalDate.ofEpochDay(first.valueDay) : firstSeen);
        boolean comparable = one == null || other == null || one.currency == other.currency;
        long difference = (one == null ? 0 : one.amount) - (other == null ? 0 : other.amount);
        return List.of(
                first.identity,
                found.breakClass().key(),
                found.kind(),
                one == null ? "" : Integer.toString(left.sourceLine(one.line)),
                other == null ? "" : Integer.toString(right.sourceLine(other.line)),
                one == null ? "" : one.currencyCode(),
                one == null ? "" : Long.toString(one.amount),
                other == null ? "" : other.currencyCode(),
                other == null ? "" : Long.toString(other.amount),
                comparable ? Long.toString(difference) : "",
                day(one),
                day(other),
                Long.toString(age),
                ageing.bucket(age),
                firstSeen.toString(),
                found.field(),
                shortened(found.leftValue()),
                shortened(found.rightValue()),
                found.action(),
                text(one, TextColumn.ID),
                text(one, TextColumn.REFERENCE),
                text(other, TextColumn.ID),
                text(other, TextColumn.REFERENCE),
                text(first, TextColumn.COUNTERPARTY),
                text(first, TextColumn.DESCRIPTION));
    }

    private static String text(@Nullable Row row, TextColumn column) {
        return row == null ? "" : shortened(row.text(column));
    }

    private static String shortened(String text) {
        return text.length() > CELL_LENGTH_MAX ? text.substring(0, CELL_LENGTH_MAX) : text;
    }

    private static String day(@Nullable Row row) {
        return row == null || !row.hasValueDay()
                ? ""
                : LocalDate.ofEpochDay(row.valueDay).toString();
    }
}
