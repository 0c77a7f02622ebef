package io.countersign.reconciliation.statement;

import java.io.IOException;

/** Takes what a reader finds, in the order of the file. */
public interface StatementSink {

    void line(StatementLine line) throws IOException;

    void reject(Reject reject) throws IOException;

    void balance(StatedBalance balance) throws IOException;
}
