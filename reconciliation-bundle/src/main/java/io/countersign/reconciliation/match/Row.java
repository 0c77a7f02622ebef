package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.scan.CurrencyCode;
import io.countersign.reconciliation.scan.RowParser;
import io.countersign.reconciliation.scan.TextColumn;
import io.countersign.reconciliation.spill.PackedReader;
import io.countersign.reconciliation.spill.PackedWriter;

/** A line that the key pass left over, with all its texts. Only such lines are ever objects, a few thousand at a time. */
public final class Row {
    private static final int TEXT_LENGTH_MAX = 400;

    final Side side;
    final int line;
    final long amount;
    final int currency;
    final int valueDay;
    final int bookingDay;
    final long fee;
    final boolean feeKnown;
    private final String[] texts;

    /** Line of the same side that this one repeats; 0 when it repeats none. */
    int duplicateOf;
    /** Why a pass did not match it. */
    Hint hint = Hint.NONE;
    /** What the hint is about. */
    String detail = "";
    /** What makes it the same break in the next run, 32 hexadecimal digits; empty until it is known. */
    String identity = "";

    /** @param texts by {@link TextColumn} */
    Row(Side side, int line, RowParser parsed, String[] texts) {
        this.side = side;
        this.line = line;
        this.amount = parsed.amount();
        this.currency = parsed.currency();
        this.valueDay = parsed.valueDay();
        this.bookingDay = parsed.bookingDay();
        this.fee = parsed.fee();
        this.feeKnown = parsed.feeKnown();
        this.texts = texts;
    }

    private Row(PackedReader record) {
        this.side = record.getByte() == 0 ? Side.LEFT : Side.RIGHT;
        this.line = record.getInt();
        this.amount = record.getLong();
        this.currency = record.getInt();
        this.valueDay = record.getInt();
        this.bookingDay = record.getInt();
        this.fee = record.getLong();
        this.feeKnown = record.getByte() == 1;
        this.duplicateOf = record.getInt();
        this.hint = Hint.valueOf(record.getText());
        this.detail = record.getText();
        this.identity = record.getText();
        this.texts = new String[TextColumn.COUNT];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = record.getText();
        }
    }

    /** Reads what {@link #write} wrote. */
    static Row read(PackedReader record) {
        return new Row(record);
    }

    void write(PackedWriter record) {
        record.putByte(side == Side.LEFT ? 0 : 1).putInt(line).putLong(amount).putInt(currency);
        record.putInt(valueDay).putInt(bookingDay).putLong(fee).putByte(feeKnown ? 1 : 0);
        record.putInt(duplicateOf).putText(hint.name()).putText(detail).putText(identity);
        for (String text : texts) {
            record.putText(text.length() > TEXT_LENGTH_MAX ? text.substring(0, TEXT_LENGTH_MAX) : text);
        }
    }

    String text(TextColumn column) {
        return texts[column.slot()];
    }

    String currencyCode() {
        return CurrencyCode.text(currency);
    }

    /** What people call the line: its id, or else its reference. */
    String name() {
        String id = text(TextColumn.ID);
        return id.isEmpty() ? text(TextColumn.REFERENCE) : id;
    }

    boolean hasValueDay() {
        return valueDay != RowParser.NO_DAY;
    }

    /** What arrives on the other side when the fee was kept back. */
    long net() {
        return Math.subtractExact(amount, fee);
    }

    /** Why a line found no counterpart, as far as a pass knows. */
    enum Hint {
        NONE,
        AMBIGUOUS,
        TOO_MANY_CANDIDATES,
        GROUP_DIFFERENCE,
        TOLERANCE_CAP
    }
}
