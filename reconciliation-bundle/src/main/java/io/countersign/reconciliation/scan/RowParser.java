package io.countersign.reconciliation.scan;

import io.countersign.reconciliation.statement.AmountText;
import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.CsvField;
import io.countersign.reconciliation.statement.ShownText;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads amounts, currencies and dates of one record after another into the same place. */
public final class RowParser {
    /** Stands for a day that is not told. */
    public static final int NO_DAY = Integer.MIN_VALUE;

    /** A longer text than this is refused in a column that identifies a line. */
    public static final int TEXT_BYTES_MAX = 400;

    /** A larger amount is refused: so a few dozen of them can be added up without a thought for overflow. */
    static final long MINOR_UNITS_MAX = 100_000_000_000_000_000L;

    private static final long NOT_SIMPLE = Long.MIN_VALUE;
    private static final int SIMPLE_BYTES_MAX = 14;
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000};

    private final CsvDialect dialect;
    private final CsvLayout layout;
    private final boolean opposite;
    private final boolean utf8;
    private final boolean minorUnits;
    private final byte decimalSign;
    private final int fileCurrency;
    private final int amountColumn;
    private final int currencyColumn;
    private final int valueDateColumn;
    private final int bookingDateColumn;
    private final int feeColumn;
    private final DateCache dates;
    private final RareAmounts rareAmounts;
    private final int[] textColumns = new int[TextColumn.COUNT];

    private boolean amountKnown;
    private long amount;
    private int currency;
    private int valueDay;
    private int bookingDay;
    private long fee;
    private boolean feeKnown;
    private int faultField;

    /** @param opposite whether this side states amounts with the other sign than its counterpart */
    public RowParser(CsvDialect dialect, CsvLayout layout, boolean opposite) {
        this.dialect = dialect;
        this.layout = layout;
        this.opposite = opposite;
        this.utf8 = dialect.charset().equals(StandardCharsets.UTF_8)
                || dialect.charset().equals(StandardCharsets.US_ASCII);
        this.minorUnits = dialect.decimalSign().isEmpty();
        this.decimalSign = (byte) (char) dialect.decimalSign().orElse('.');
        this.fileCurrency = CurrencyCode.of(dialect.currency());
        this.rareAmounts = new RareAmounts(dialect, layout);
        this.amountColumn = rareAmounts.isOneColumn() ? layout.column(CsvField.AMOUNT, 0) : -1;
        this.currencyColumn = layout.column(CsvField.CURRENCY, 0);
        this.valueDateColumn = layout.column(CsvField.VALUE_DATE, 0);
        this.bookingDateColumn = layout.column(CsvField.BOOKING_DATE, 0);
        this.feeColumn = layout.column(CsvField.FEE, 0);
        this.dates = new DateCache(dialect.dates());
        for (TextColumn column : TextColumn.values()) {
            textColumns[column.slot()] = layout.column(column.field(), column.index());
        }
    }

    /**
     * Reads the current record of the scanner, which must have no fault.
     *
     * @throws UnreadableTextException with code and reason; {@link #faultField} tells the field and {@link #amountKnown}
     *     whether amount and currency could be read nevertheless
     */
    public void parse(RecordScanner record) throws UnreadableTextException {
        amountKnown = false;
        faultField = -1;
        requireFields(record);
        requireEncoding(record);
        faultField = currencyColumn;
        currency = currency(record);
        faultField = amountColumn;
        long read = amountColumn >= 0 ? amount(record, amountColumn) : rareAmounts.read(record, currencyText());
        amount = requireRange(opposite ? -read : read);
        amountKnown = true;
        faultField = valueDateColumn;
        valueDay = day(record, valueDateColumn);
        faultField = bookingDateColumn;
        bookingDay = day(record, bookingDateColumn);
        faultField = feeColumn;
        feeKnown = feeColumn >= 0 && record.end(feeColumn) > record.start(feeColumn);
        fee = feeKnown ? requireRange(amount(record, feeColumn)) : 0;
        requireTextLengths(record);
        faultField = -1;
    }

    /** Whether amount and currency of the latest record are known, also when it was refused for something else. */
    public boolean amountKnown() {
        return amountKnown;
    }

    /** Minor units, in the sign that both sides share. */
    public long amount() {
        return amount;
    }

    /** See {@link CurrencyCode}. */
    public int currency() {
        return currency;
    }

    /** Days since 1970-01-01, or {@link #NO_DAY}. */
    public int valueDay() {
        return valueDay;
    }

    /** Days since 1970-01-01, or {@link #NO_DAY}. */
    public int bookingDay() {
        return bookingDay;
    }

    /** Minor units kept back; 0 unless {@link #feeKnown}. */
    public long fee() {
        return fee;
    }

    public boolean feeKnown() {
        return feeKnown;
    }

    /** Field of the record that was refused; -1 when the whole record was. */
    public int faultField() {
        return faultField;
    }

    /** A text of the record without spaces around it; empty when no column feeds it. */
    public String text(RecordScanner record, TextColumn column) {
        int field = textColumns[column.slot()];
        return field < 0 ? "" : FieldText.decode(record, field, dialect).strip();
    }

    /**
     * Copies a text of the record in UTF-8, without spaces around it.
     *
     * @return index behind the last byte written
     */
    public int copyText(RecordScanner record, TextColumn column, byte[] to, int at) {
        int field = textColumns[column.slot()];
        if (field < 0) {
            return at;
        }
        if (!record.isAscii() || record.hasEscapes()) {
            byte[] text = text(record, column).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(text, 0, to, at, text.length);
            return at + text.length;
        }
        byte[] bytes = record.bytes();
        int start = record.start(field);
        int end = record.end(field);
        while (start < end && bytes[start] <= ' ') {
            start++;
        }
        while (end > start && bytes[end - 1] <= ' ') {
            end--;
        }
        for (int i = start; i < end; i++) {
            to[at++] = bytes[i];
        }
        return at;
    }

    private void requireFields(RecordScanner record) throws UnreadableTextException {
        int fields = record.fields();
        if (fields == layout.fields()) {
            return;
        }
        throw new UnreadableTextException(
                "columns", "the record has " + fields + " values but the header has " + layout.fields());
    }

    private void requireEncoding(RecordScanner record) throws UnreadableTextException {
        if (record.isAscii() || !utf8) {
            return;
        }
        int at = Utf8.firstFault(record.bytes(), record.recordStart(), record.recordEnd());
        if (at >= 0) {
            for (int i = 0; i < record.fields(); i++) {
                faultField = record.start(i) <= at ? i : faultField;
            }
            throw new UnreadableTextException(
                    "encoding",
                    String.format(
                            "byte 0x%02X is not " + dialect.charset() + " here; name the file's encoding",
                            record.bytes()[at] & 0xFF));
        }
    }

    private int currency(RecordScanner record) throws UnreadableTextException {
        if (currencyColumn < 0) {
            return fileCurrency;
        }
        int start = record.start(currencyColumn);
        int length = record.end(currencyColumn) - start;
        if (length == 3) {
            byte[] bytes = record.bytes();
            int number = CurrencyCode.of(bytes[start], bytes[start + 1], bytes[start + 2]);
            if (number >= 0 && CurrencyCode.exponent(number) >= 0) {
                return number;
            }
        }
        String text = FieldText.decode(record, currencyColumn, dialect).strip().toUpperCase(Locale.ROOT);
        if (text.isEmpty() && fileCurrency >= 0) {
            return fileCurrency;
        }
        AmountText.exponentOf(text);
        return CurrencyCode.of(text);
    }

    private static long requireRange(long minorUnits) throws UnreadableTextException {
        if (minorUnits > MINOR_UNITS_MAX || minorUnits < -MINOR_UNITS_MAX) {
            throw new UnreadableTextException(
                    "amount_range", minorUnits + " minor units are more than " + MINOR_UNITS_MAX);
        }
        return minorUnits;
    }

    private String currencyText() {
        return CurrencyCode.text(currency);
    }

    private long amount(RecordScanner record, int field) throws UnreadableTextException {
        int exponent = minorUnits ? 0 : CurrencyCode.exponent(currency);
        long simple = simple(record.bytes(), record.start(field), record.end(field), exponent);
        return simple != NOT_SIMPLE
                ? simple
                : dialect.amounts().toMinorUnits(FieldText.decode(record, field, dialect), currencyText());
    }

    /** Reads {@code -1234.56} and the like; anything else, good or bad, is not simple. */
    private long simple(byte[] bytes, int start, int end, int exponent) {
        boolean negative = start < end && bytes[start] == '-';
        int at = negative ? start + 1 : start;
        if (at == end || end - at > SIMPLE_BYTES_MAX) {
            return NOT_SIMPLE;
        }
        long value = 0;
        int point = -1;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
            } else if (bytes[at] == decimalSign && point < 0 && !minorUnits) {
                point = at;
            } else {
                return NOT_SIMPLE;
            }
        }
        int decimals = point < 0 ? 0 : end - point - 1;
        int digits = end - start - (negative ? 1 : 0) - (point < 0 ? 0 : 1);
        if (digits == 0 || decimals > exponent) {
            return NOT_SIMPLE;
        }
        long scaled = value * POWERS[exponent - decimals];
        return negative ? -scaled : scaled;
    }

    private int day(RecordScanner record, int field) throws UnreadableTextException {
        if (field < 0 || record.end(field) == record.start(field)) {
            return NO_DAY;
        }
        return dates.day(record.bytes(), record.start(field), record.end(field));
    }

    private void requireTextLengths(RecordScanner record) throws UnreadableTextException {
        if (record.recordEnd() - record.recordStart() <= TEXT_BYTES_MAX) {
            return;
        }
        for (int i = 0; i < textColumns.length; i++) {
            int field = textColumns[i];
            if (field >= 0
                    && record.end(field) - record.start(field) > TEXT_BYTES_MAX
                    && i != TextColumn.DESCRIPTION.slot()) {
                faultField = field;
                throw new UnreadableTextException(
                        "text_too_long",
                        ShownText.of(FieldText.decode(record, field, dialect)) + " is longer than " + TEXT_BYTES_MAX
                                + " bytes");
            }
        }
    }
}
