package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.scan.CsvLayout;
import io.countersign.reconciliation.scan.RowParser;
import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.StatedBalance;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side's lines as CSV, whatever the format they came in.
 *
 * @param file the name under which it was uploaded
 * @param sha256 of the file as uploaded
 * @param channel over the CSV; closed with this
 * @param opposite whether amounts have the other sign than on the other side
 * @param sourceLines line in the uploaded file by line of the CSV less 2; null when the upload is the CSV itself
 * @param rejects found before the CSV was written
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers, never compared
public record SideSource(
        Side side,
        String file,
        String sha256,
        SeekableByteChannel channel,
        CsvDialect dialect,
        CsvLayout layout,
        boolean opposite,
        int @Nullable [] sourceLines,
        List<Reject> rejects,
        List<StatedBalance> balances)
        implements AutoCloseable {

    /** The line in the uploaded file. */
    public int sourceLine(int line) {
        int[] lines = sourceLines;
        return lines == null ? line : lines[line - 2];
    }

    RowParser parser() {
        return new RowParser(dialect, layout, opposite);
    }

    long sizeBytes() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
