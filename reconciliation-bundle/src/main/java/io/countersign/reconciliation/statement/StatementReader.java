package io.countersign.reconciliation.statement;

import java.io.IOException;
import java.io.InputStream;

/** Reads one format. What cannot be read is a reject with its place and reason, never an exception and never dropped. */
public interface StatementReader {

    /**
     * Reads the whole stream and leaves it open.
     *
     * @param file name for rejects
     * @param cancellation called at least every thousand lines; throws to stop
     * @throws IOException only when the stream or the sink fails
     */
    void read(String file, InputStream bytes, StatementSink sink, Runnable cancellation) throws IOException;
}
