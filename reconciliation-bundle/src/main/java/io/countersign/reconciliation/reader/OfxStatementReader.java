package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.StatementReader;
import io.countersign.reconciliation.statement.StatementSink;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads bank, card and cash statements of OFX 1.x and 2.x. In 1.x an element ends where the next one starts; only
 * aggregates are closed, so they are known by name.
 */
final class OfxStatementReader implements StatementReader {
    @Override
    public void read(String file, InputStream bytes, StatementSink sink, Runnable cancellation) throws IOException {
        new OfxReading(new OfxTokens(bytes, cancellation), new Findings(file, sink, cancellation)).run();
    }
}
