package io.countersign.reconciliation.config;

import io.countersign.reconciliation.statement.CsvDialect;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one side is read.
 *
 * @param format the file's format
 * @param dialect how its CSV is written; null for other formats
 * @param charset of MT940, which does not name its own
 * @param opposite whether it states amounts with the other sign than its counterpart
 * @param fileNameContains what the file's name must contain, so that two files cannot be swapped; empty for anything
 * @param mayBeEmpty whether a file without a single line is no mistake
 */
public record SideConfiguration(
        Format format,
        @Nullable CsvDialect dialect,
        Charset charset,
        boolean opposite,
        String fileNameContains,
        boolean mayBeEmpty) {

    /** How its CSV is written; empty for other formats. */
    public Optional<CsvDialect> csv() {
        return Optional.ofNullable(dialect);
    }

    /** The formats of a side. */
    public enum Format {
        CSV("csv"),
        CAMT_053("camt.053"),
        MT940("mt940"),
        OFX("ofx");

        private final String key;

        Format(String key) {
            this.key = key;
        }

        /** The name in configurations. */
        public String key() {
            return key;
        }
    }
}
