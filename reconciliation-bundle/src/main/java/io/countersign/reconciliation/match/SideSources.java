package io.countersign.reconciliation.match;

import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.config.Balances;
import io.countersign.reconciliation.config.Configuration;
import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.config.SideConfiguration;
import io.countersign.reconciliation.config.SideConfiguration.Format;
import io.countersign.reconciliation.reader.StatementReaders;
import io.countersign.reconciliation.scan.CsvLayout;
import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.StatementReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Opens the file of a side, and refuses what is visibly the wrong one before any work is done. */
public final class SideSources {
    private static final int BEGINNING_BYTES = 16 * 1024;

    private SideSources() {}

    /**
     * Looks at the beginning of a file.
     *
     * @throws OperationException {@code file_refused} when it is not the file that the configuration describes
     */
    public static void check(Configuration configuration, Side side, InputFile input) throws IOException {
        SideConfiguration expected = configuration.side(side);
        if (!input.name().contains(expected.fileNameContains())) {
            throw refused(
                    side, input, "is not named like '" + expected.fileNameContains() + "'; are the two files swapped?");
        }
        if (input.sizeBytes() == 0 && !expected.mayBeEmpty()) {
            throw refused(side, input, "is empty; set mayBeEmpty if that is right");
        }
        if (expected.format() != Format.CSV) {
            requireFormat(side, expected.format(), input);
            return;
        }
        try (SeekableByteChannel channel = input.openChannel()) {
            csv(side, expected, input, channel);
        }
    }

    /**
     * Opens a side for matching; a format other than CSV is converted first.
     *
     * @param directory for the converted file
     * @throws OperationException {@code file_refused}
     */
    public static SideSource open(
            Configuration configuration, Side side, InputFile input, Path directory, Runnable cancellation)
            throws IOException {
        SideConfiguration expected = configuration.side(side);
        SideSource source = expected.format() == Format.CSV
                ? csvSource(side, expected, input)
                : convertedSource(side, expected, input, directory.resolve(side.key() + ".csv"), cancellation);
        boolean empty = !source.layout().hasRecords() && source.rejects().isEmpty();
        if (empty && !expected.mayBeEmpty()) {
            source.close();
            throw refused(side, input, "has no lines; set mayBeEmpty if that is right");
        }
        if (configuration.balances() == Balances.REQUIRED
                && expected.format() != Format.CSV
                && source.balances().isEmpty()) {
            source.close();
            throw refused(side, input, "states no balances although they are required");
        }
        return source;
    }

    private static SideSource csvSource(Side side, SideConfiguration expected, InputFile input) throws IOException {
        SeekableByteChannel channel = input.openChannel();
        try {
            CsvLayout layout = csv(side, expected, input, channel);
            return new SideSource(
                    side,
                    input.name(),
                    input.sha256(),
                    channel,
                    expected.csv().orElseThrow(),
                    layout,
                    expected.opposite(),
                    null,
                    List.of(),
                    List.of());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static CsvLayout csv(Side side, SideConfiguration expected, InputFile input, SeekableByteChannel channel)
            throws IOException {
        CsvDialect dialect = expected.csv().orElseThrow();
        CsvLayout layout = CsvLayout.read(input.name(), channel, dialect);
        if (!layout.hasRecords() && !expected.mayBeEmpty()) {
            throw refused(side, input, "has a header and no lines; set mayBeEmpty if that is right");
        }
        return layout;
    }

    private static SideSource convertedSource(
            Side side, SideConfiguration expected, InputFile input, Path to, Runnable cancellation) throws IOException {
        StatementConversion converted = StatementConversion.convert(input, reader(expected), to, cancellation);
        SeekableByteChannel channel = Files.newByteChannel(to);
        try {
            return new SideSource(
                    side,
                    input.name(),
                    input.sha256(),
                    channel,
                    StatementConversion.DIALECT,
                    CsvLayout.read(input.name(), channel, StatementConversion.DIALECT),
                    expected.opposite(),
                    converted.sourceLines(),
                    converted.rejects(),
                    converted.balances());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static StatementReader reader(SideConfiguration side) {
        return switch (side.format()) {
            case CSV -> StatementReaders.csv(side.csv().orElseThrow());
            case CAMT_053 -> StatementReaders.camt053();
            case MT940 -> StatementReaders.mt940(side.charset());
            case OFX -> StatementReaders.ofx();
        };
    }

    private static void requireFormat(Side side, Format format, InputFile input) throws IOException {
        String beginning;
        try (InputStream content = input.open()) {
            beginning = new String(content.readNBytes(BEGINNING_BYTES), StandardCharsets.ISO_8859_1);
        }
        boolean looksRight =
                switch (format) {
                    case CAMT_053 -> beginning.contains("camt.053");
                    case MT940 -> beginning.contains(":20:");
                    case OFX -> beginning.toUpperCase(Locale.ROOT).contains("OFX");
                    case CSV -> true;
                };
        if (!looksRight) {
            throw refused(side, input, "does not look like " + format.key() + "; are the two files swapped?");
        }
    }

    private static OperationException refused(Side side, InputFile input, String what) {
        return new OperationException(
                "file_refused",
                "file '" + input.name() + "' of the " + side.key() + " side " + what + "; nothing was matched");
    }
}
