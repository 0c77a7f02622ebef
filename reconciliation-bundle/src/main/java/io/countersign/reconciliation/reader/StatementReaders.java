package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.StatementReader;
import java.nio.charset.Charset;

/** Makes the reader of a format. Readers keep no state and may be shared. */
public final class StatementReaders {

    private StatementReaders() {}

    /** Reads CSV of one dialect; it states no balances. */
    public static StatementReader csv(CsvDialect dialect) {
        return new CsvStatementReader(dialect);
    }

    /** Reads camt.053.001 in the versions 02 to 13; the file names its own encoding. */
    public static StatementReader camt053() {
        return new Camt053StatementReader();
    }

    /** Reads MT940 with or without the SWIFT envelope; the format does not name its encoding. */
    public static StatementReader mt940(Charset charset) {
        return new Mt940StatementReader(charset);
    }

    /** Reads OFX 1.x (SGML) and 2.x (XML); the file names its own encoding. */
    public static StatementReader ofx() {
        return new OfxStatementReader();
    }
}
