package io.countersign.reconciliation.bank;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonFieldException;
import io.countersign.api.json.JsonObject;
import io.countersign.api.json.JsonParseException;
import io.countersign.api.json.JsonString;
import io.countersign.api.json.JsonTypeException;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.ValidationResult;
import io.countersign.reconciliation.reader.StatementFormat;
import io.countersign.reconciliation.reader.StatementReaders;
import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.CsvField;
import io.countersign.reconciliation.statement.StatementReader;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The parameters that say how a bank's statement is to be read. */
public final class StatementForm {
    /** The statement itself. */
    public static final String STATEMENT = "statement";

    private static final String FORMAT = "format";
    private static final String ENCODING = "encoding";
    private static final String COLUMNS = "csvColumns";
    private static final String DELIMITER = "csvDelimiter";
    private static final String QUOTE = "csvQuote";
    private static final String DECIMALS = "csvDecimals";
    private static final String GROUPING = "csvGrouping";
    private static final String DATES = "csvDates";
    private static final String CURRENCY = "csvCurrency";
    private static final String FOOTER = "csvFooter";
    private static final String PREAMBLE = "csvPreambleLines";
    private static final Map<String, Character> SIGNS = Map.of(
            "comma",
            ',',
            "semicolon",
            ';',
            "tab",
            '\t',
            "pipe",
            '|',
            "double",
            '"',
            "single",
            '\'',
            "point",
            '.',
            "space",
            ' ',
            "apostrophe",
            '\'');

    private StatementForm() {}

    /** The file, its format, and what CSV leaves open. */
    public static List<Parameter> parameters() {
        return List.of(
                Parameter.file(STATEMENT)
                        .required()
                        .title("Statement")
                        .describedAs("The bank's statement as it sent it."),
                format(),
                Parameter.select(ENCODING)
                        .title("Encoding")
                        .describedAs("Encoding of CSV and MT940; the other formats name their own.")
                        .option("UTF-8", "UTF-8")
                        .option("ISO-8859-1", "ISO-8859-1 (Western Europe)")
                        .option("ISO-8859-15", "ISO-8859-15 (Western Europe with the euro sign)")
                        .option("windows-1252", "Windows-1252")
                        .option("windows-1250", "Windows-1250 (Central Europe)")
                        .withDefault("UTF-8"),
                Parameter.string(COLUMNS)
                        .title("CSV columns")
                        .describedAs("Which column feeds which field, as JSON: {\"amount\":\"Betrag\",\"currency\":"
                                + "\"Währung\",\"reference\":[\"Kundenreferenz\",\"Mandat\"]}. Fields: account,"
                                + " statement, id, reference, value_date, booking_date, amount, indicator, debit,"
                                + " credit, currency, counterparty, description, group_key, fee.")
                        .lengths(2, 4_000),
                Parameter.select(DELIMITER)
                        .title("CSV delimiter")
                        .option("comma", "Comma")
                        .option("semicolon", "Semicolon")
                        .option("tab", "Tab")
                        .option("pipe", "Vertical bar")
                        .withDefault("comma"),
                Parameter.select(QUOTE)
                        .title("CSV quote")
                        .option("double", "Double quote")
                        .option("single", "Single quote")
                        .option("none", "None")
                        .withDefault("double"),
                Parameter.select(DECIMALS)
                        .title("CSV amounts")
                        .option("point", "Decimal point")
                        .option("comma", "Decimal comma")
                        .option("minor_units", "Whole minor units")
                        .withDefault("point"),
                Parameter.select(GROUPING)
                        .title("CSV thousands separator")
                        .option("none", "None")
                        .option("comma", "Comma")
                        .option("point", "Point")
                        .option("space", "Space")
                        .option("apostrophe", "Apostrophe")
                        .withDefault("none"),
                Parameter.string(DATES)
                        .title("CSV dates")
                        .describedAs("Pattern of all dates: yyyy-MM-dd, dd.MM.yy, MM/dd/yyyy.")
                        .lengths(6, 40)
                        .withDefault("yyyy-MM-dd"),
                Parameter.string(CURRENCY)
                        .title("CSV currency")
                        .describedAs("Currency of lines without one of their own, ISO 4217.")
                        .pattern("[A-Z]{3}"),
                Parameter.string(FOOTER)
                        .title("CSV footer")
                        .describedAs("How the first value of the footer starts; nothing may follow it.")
                        .lengths(1, 100),
                Parameter.number(PREAMBLE)
                        .title("CSV lines before the header")
                        .min("0")
                        .max("1000")
                        .withDefault("0"));
    }

    /** Whether the parameters about CSV make a dialect. */
    public static ValidationResult validate(Parameters parameters) {
        try {
            reader(parameters);
            return ValidationResult.valid();
        } catch (IllegalArgumentException e) {
            return ValidationResult.invalid(COLUMNS, "dialect", String.valueOf(e.getMessage()));
        }
    }

    /** The format chosen. */
    public static StatementFormat format(Parameters parameters) {
        return StatementFormat.valueOf(parameters.text(FORMAT).toUpperCase(Locale.ROOT));
    }

    /**
     * The reader the parameters ask for.
     *
     * @throws IllegalArgumentException when they contradict each other
     */
    public static StatementReader reader(Parameters parameters) {
        return switch (format(parameters)) {
            case CSV -> StatementReaders.csv(dialect(parameters));
            case CAMT053 -> StatementReaders.camt053();
            case MT940 -> StatementReaders.mt940(Charset.forName(parameters.text(ENCODING)));
            case OFX -> StatementReaders.ofx();
        };
    }

    private static Parameter format() {
        Parameter format = Parameter.select(FORMAT).required().title("Format");
        for (StatementFormat one : StatementFormat.values()) {
            format = format.option(one.key(), one.title());
        }
        return format;
    }

    private static CsvDialect dialect(Parameters parameters) {
        CsvDialect.Builder dialect = CsvDialect.builder()
                .charset(Charset.forName(parameters.text(ENCODING)))
                .delimiter(sign(parameters.text(DELIMITER)))
                .datePattern(parameters.text(DATES))
                .currency(parameters.findText(CURRENCY).orElse(""))
                .footerPrefix(parameters.findText(FOOTER).orElse(""))
                .preambleLines(parameters.number(PREAMBLE).intValueExact());
        if (parameters.text(QUOTE).equals("none")) {
            dialect.withoutQuotes();
        } else {
            dialect.quote(sign(parameters.text(QUOTE)));
        }
        if (parameters.text(DECIMALS).equals("minor_units")) {
            dialect.amountsInMinorUnits();
        } else {
            dialect.decimalSign(sign(parameters.text(DECIMALS)));
        }
        if (!parameters.text(GROUPING).equals("none")) {
            dialect.groupingSign(sign(parameters.text(GROUPING)));
        }
        columns(parameters.findText(COLUMNS).orElse("{}"), dialect);
        return dialect.build();
    }

    private static void columns(String text, CsvDialect.Builder dialect) {
        try {
            JsonObject columns = Json.parse(text).asObject();
            for (String key : columns.names()) {
                CsvField field = CsvField.find(key)
                        .orElseThrow(
                                () -> new IllegalArgumentException("'" + key + "' is no field of a statement line"));
                Json names = columns.get(key);
                dialect.column(
                        field,
                        names instanceof JsonString
                                ? new String[] {names.asText()}
                                : names.asArray().texts().toArray(new String[0]));
            }
        } catch (JsonParseException | JsonTypeException | JsonFieldException e) {
            throw new IllegalArgumentException("the CSV columns are no JSON object of names: " + e.getMessage(), e);
        }
    }

    private static char sign(String name) {
        Character sign = SIGNS.get(name);
        if (sign == null) {
            throw new IllegalArgumentException("'" + name + "' names no sign");
        }
        return sign;
    }
}
