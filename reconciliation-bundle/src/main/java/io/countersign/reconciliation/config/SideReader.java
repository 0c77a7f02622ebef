package io.countersign.reconciliation.config;

import io.countersign.reconciliation.config.SideConfiguration.Format;
import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.CsvField;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one side of a configuration. */
final class SideReader {
    private final JsonNode side;

    SideReader(JsonNode side) {
        this.side = side;
    }

    SideConfiguration read() {
        List<String> formats = Arrays.stream(Format.values()).map(Format::key).toList();
        String key = side.word("format", Format.CSV.key(), formats);
        Format format = Arrays.stream(Format.values())
                .filter(known -> known.key().equals(key))
                .findFirst()
                .orElse(Format.CSV);
        Optional<JsonNode> csv = side.object("csv");
        boolean opposite =
                side.word("sign", "same", List.of("same", "opposite")).equals("opposite");
        String fileNameContains = side.text("fileNameContains", "");
        boolean mayBeEmpty = side.flag("mayBeEmpty", false);
        CsvDialect dialect = null;
        if (format == Format.CSV) {
            if (csv.isEmpty()) {
                side.problem("csv", "is missing; a side in CSV needs it to name its columns");
            } else {
                dialect = dialect(csv.get());
            }
        } else if (csv.isPresent()) {
            side.problem("csv", "is only for the format csv");
        }
        Charset charset =
                side.text("encoding").flatMap(name -> charset(side, name)).orElse(StandardCharsets.UTF_8);
        if (side.has("encoding") && format != Format.MT940) {
            side.problem("encoding", "is only for the format mt940; the others name theirs in 'csv' or in the file");
        }
        side.refuseUnknown();
        return new SideConfiguration(format, dialect, charset, opposite, fileNameContains, mayBeEmpty);
    }

    private static @Nullable CsvDialect dialect(JsonNode csv) {
        CsvDialect.Builder builder = CsvDialect.builder();
        sign(csv, "delimiter", builder::delimiter);
        if (csv.text("quote").filter(String::isEmpty).isPresent()) {
            builder.withoutQuotes();
        } else {
            sign(csv, "quote", builder::quote);
        }
        csv.text("encoding").ifPresent(name -> charset(csv, name).ifPresent(builder::charset));
        if (csv.word("amounts", "decimals", List.of("decimals", "minorUnits")).equals("minorUnits")) {
            builder.amountsInMinorUnits();
        }
        sign(csv, "decimalSign", builder::decimalSign);
        sign(csv, "groupingSign", builder::groupingSign);
        csv.text("dateFormat").ifPresent(builder::datePattern);
        csv.text("currency").ifPresent(builder::currency);
        csv.text("footerPrefix").ifPresent(builder::footerPrefix);
        builder.preambleLines(csv.integer("preambleLines", 0, 0, 1_000));
        builder.recordBytesMax(csv.integer("recordBytesMax", CsvDialect.RECORD_BYTES_MAX, 64, 16 << 20));
        Optional<JsonNode> columns = csv.object("columns");
        columns.ifPresent(names -> columns(names, builder));
        csv.refuseUnknown();
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            csv.problem("", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static void columns(JsonNode columns, CsvDialect.Builder builder) {
        for (CsvField field : CsvField.values()) {
            List<String> names = columns.texts(field.key());
            if (columns.has(field.key())) {
                builder.column(field, names.toArray(String[]::new));
            }
        }
        columns.refuseUnknown();
    }

    private static void sign(JsonNode csv, String name, Consumer<Character> use) {
        csv.text(name).ifPresent(text -> {
            if (text.length() == 1) {
                use.accept(text.charAt(0));
            } else {
                csv.problem(name, "is '" + text + "'; give a single sign");
            }
        });
    }

    private static Optional<Charset> charset(JsonNode csv, String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalArgumentException e) {
            csv.problem("encoding", "'" + name + "' is no encoding; write UTF-8 or windows-1252");
            return Optional.empty();
        }
    }
}
