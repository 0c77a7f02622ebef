package io.countersign.reconciliation.statement;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one source writes CSV and what its columns mean. The first line after the preamble names the columns; a byte
 * order mark is skipped; records end at LF or CRLF; a quote inside a quoted value is doubled.
 */
public final class CsvDialect {
    /** The longest record accepted unless the dialect says otherwise. */
    public static final int RECORD_BYTES_MAX = 1 << 20;

    private static final int RECORD_BYTES_LIMIT = 16 << 20;
    private static final int PREAMBLE_LINES_LIMIT = 1_000;
    /** Every byte below 128 means itself in these, so records can be cut before they are decoded. */
    private static final Set<String> CHARSETS = Set.of(
            "UTF-8",
            "US-ASCII",
            "ISO-8859-1",
            "ISO-8859-2",
            "ISO-8859-15",
            "windows-1250",
            "windows-1251",
            "windows-1252");

    private final char delimiter;
    private final @Nullable Character quote;
    private final Charset charset;
    private final AmountText amounts;
    private final DateText dates;
    private final Map<CsvField, List<String>> columns;
    private final String currency;
    private final String footerPrefix;
    private final int preambleLines;
    private final int recordBytesMax;
    private final @Nullable Character decimalSign;
    private final @Nullable Character groupingSign;

    private CsvDialect(Builder builder) {
        this.delimiter = builder.delimiter;
        this.quote = builder.quote;
        this.charset = builder.charset;
        this.decimalSign = builder.minorUnits ? null : builder.decimalSign;
        this.groupingSign = builder.minorUnits ? null : builder.groupingSign;
        this.amounts = amounts(decimalSign, groupingSign);
        this.dates = DateText.of(builder.datePattern);
        Map<CsvField, List<String>> copy = new EnumMap<>(CsvField.class);
        builder.columns.forEach((field, names) -> copy.put(field, List.copyOf(names)));
        this.columns = Collections.unmodifiableMap(copy);
        this.currency = builder.currency;
        this.footerPrefix = builder.footerPrefix;
        this.preambleLines = builder.preambleLines;
        this.recordBytesMax = builder.recordBytesMax;
        requireSigns();
        requireColumns();
        requireLimits();
    }

    /** Comma, double quote, UTF-8, decimal point, no groups, ISO dates; the columns are still to be named. */
    public static Builder builder() {
        return new Builder();
    }

    public char delimiter() {
        return delimiter;
    }

    /** Empty when quotes mean nothing in this dialect. */
    public Optional<Character> quote() {
        return Optional.ofNullable(quote);
    }

    /** A superset of ASCII with one byte per ASCII character. */
    public Charset charset() {
        return charset;
    }

    /** Empty when amounts are whole minor units. */
    public Optional<Character> decimalSign() {
        return Optional.ofNullable(decimalSign);
    }

    /** Empty when digits are not grouped. */
    public Optional<Character> groupingSign() {
        return Optional.ofNullable(groupingSign);
    }

    /** Reads amounts of this dialect. */
    public AmountText amounts() {
        return amounts;
    }

    /** Reads dates of this dialect. */
    public DateText dates() {
        return dates;
    }

    /** Names of the columns that feed a field, one except for references; fields that no column feeds are absent. */
    public Map<CsvField, List<String>> columns() {
        return columns;
    }

    /** The column that feeds the field; empty when none does. */
    public Optional<String> column(CsvField field) {
        return columns.getOrDefault(field, List.of()).stream().findFirst();
    }

    /** ISO 4217 code of lines without one of their own; empty when a column tells it. */
    public String currency() {
        return currency;
    }

    /** The first value of the record after which only empty lines may follow; empty when there is no footer. */
    public String footerPrefix() {
        return footerPrefix;
    }

    /** Physical lines before the header that are left out. */
    public int preambleLines() {
        return preambleLines;
    }

    /** A longer record is rejected without being held in memory. */
    public int recordBytesMax() {
        return recordBytesMax;
    }

    private static AmountText amounts(@Nullable Character decimalSign, @Nullable Character groupingSign) {
        if (decimalSign == null) {
            return AmountText.wholeMinorUnits();
        }
        return groupingSign == null ? AmountText.decimals(decimalSign) : AmountText.decimals(decimalSign, groupingSign);
    }

    private void requireSigns() {
        require(
                isVisibleAscii(delimiter) || delimiter == '\t',
                "delimiter '" + delimiter + "' is no ASCII sign or tab");
        require(!Character.isLetterOrDigit(delimiter), "delimiter '" + delimiter + "' is a letter or a digit");
        require(quote == null || isVisibleAscii(quote), "quote '" + quote + "' is no ASCII sign");
        require(quote == null || quote != delimiter, "quote and delimiter are both '" + delimiter + "'");
        require(CHARSETS.contains(charset.name()), "encoding " + charset + " is not one of " + CHARSETS);
        require(
                decimalSign == null || decimalSign == '.' || decimalSign == ',',
                "decimal sign '" + decimalSign + "' is neither '.' nor ','");
        require(
                groupingSign == null || ".,' \u2019\u00a0\u202f_".indexOf(groupingSign) >= 0,
                "grouping sign '" + groupingSign + "' is none of . , ' _ and spaces");
    }

    private void requireColumns() {
        boolean signed = columns.containsKey(CsvField.AMOUNT);
        boolean split = columns.containsKey(CsvField.DEBIT) && columns.containsKey(CsvField.CREDIT);
        boolean half = columns.containsKey(CsvField.DEBIT) || columns.containsKey(CsvField.CREDIT);
        require(
                signed ? !half : split,
                "amounts come from one column 'amount' or from both 'debit' and 'credit', but columns are " + keys());
        require(signed || !columns.containsKey(CsvField.INDICATOR), "column 'indicator' needs a column 'amount'");
        require(
                columns.containsKey(CsvField.CURRENCY) || !currency.isEmpty(),
                "no column tells the currency; name one or give the currency of the file");
        Map<String, CsvField> fieldByColumn = new HashMap<>();
        columns.forEach((field, names) -> {
            require(
                    names.size() == 1 || field == CsvField.REFERENCE,
                    "field '" + field.key() + "' takes one column but has " + names);
            names.forEach(name -> {
                require(!name.isBlank(), "a column of field '" + field.key() + "' has no name");
                CsvField other = fieldByColumn.put(name, field);
                require(other != field, "column '" + name + "' is given twice for field '" + field.key() + "'");
            });
        });
        if (!currency.isEmpty()) {
            try {
                AmountText.exponentOf(currency);
            } catch (UnreadableTextException e) {
                throw new IllegalArgumentException(e.reason(), e);
            }
        }
    }

    private void requireLimits() {
        require(
                preambleLines >= 0 && preambleLines <= PREAMBLE_LINES_LIMIT,
                preambleLines + " lines before the header are not between 0 and " + PREAMBLE_LINES_LIMIT);
        require(
                recordBytesMax >= 64 && recordBytesMax <= RECORD_BYTES_LIMIT,
                "longest record of " + recordBytesMax + " bytes is not between 64 and " + RECORD_BYTES_LIMIT);
    }

    private List<String> keys() {
        return columns.keySet().stream().map(CsvField::key).toList();
    }

    private static boolean isVisibleAscii(char character) {
        return character > ' ' && character < 127;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Collects what differs from plain CSV. */
    public static final class Builder {
        private final Map<CsvField, List<String>> columns = new EnumMap<>(CsvField.class);
        private char delimiter = ',';
        private @Nullable Character quote = '"';
        private Charset charset = StandardCharsets.UTF_8;
        private char decimalSign = '.';
        private @Nullable Character groupingSign;
        private boolean minorUnits;
        private String datePattern = "yyyy-MM-dd";
        private String currency = "";
        private String footerPrefix = "";
        private int preambleLines;
        private int recordBytesMax = RECORD_BYTES_MAX;

        private Builder() {}

        public Builder delimiter(char newDelimiter) {
            this.delimiter = newDelimiter;
            return this;
        }

        public Builder quote(char newQuote) {
            this.quote = newQuote;
            return this;
        }

        /** A quote is a character like any other. */
        public Builder withoutQuotes() {
            this.quote = null;
            return this;
        }

        public Builder charset(Charset newCharset) {
            this.charset = newCharset;
            return this;
        }

        public Builder decimalSign(char sign) {
            this.decimalSign = sign;
            return this;
        }

        public Builder groupingSign(char sign) {
            this.groupingSign = sign;
            return this;
        }

        /** Amounts are whole minor units: {@code 123456} for USD 1,234.56. */
        public Builder amountsInMinorUnits() {
            this.minorUnits = true;
            return this;
        }

        /** See {@link DateText#of}. */
        public Builder datePattern(String pattern) {
            this.datePattern = pattern;
            return this;
        }

        /** Names the columns that feed a field, in order; replaces those named before. */
        public Builder column(CsvField field, String... names) {
            this.columns.put(field, List.of(names));
            return this;
        }

        /** The currency of lines without one of their own. */
        public Builder currency(String code) {
            this.currency = code;
            return this;
        }

        /** A record whose first value starts so is the footer; nothing but empty lines may follow. */
        public Builder footerPrefix(String prefix) {
            this.footerPrefix = prefix;
            return this;
        }

        /** Physical lines before the header; 0 to 1,000. */
        public Builder preambleLines(int lines) {
            this.preambleLines = lines;
            return this;
        }

        /** Limit of one record; 64 bytes to 16 MiB. */
        public Builder recordBytesMax(int bytes) {
            this.recordBytesMax = bytes;
            return this;
        }

        /**
         * Builds the dialect.
         *
         * @throws IllegalArgumentException naming the first part that contradicts another or is out of its range
         */
        public CsvDialect build() {
            return new CsvDialect(this);
        }
    }
}
