package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.StatedBalance;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.StatementSink;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.IOException;

/** What is found in one file on its way to the sink; asks for cancellation often enough. */
final class Findings {
    private static final int FINDINGS_BETWEEN_CHECKS = 500;

    private final String file;
    private final StatementSink sink;
    private final Runnable cancellation;
    private int unchecked;

    Findings(String file, StatementSink sink, Runnable cancellation) {
        this.file = file;
        this.sink = sink;
        this.cancellation = cancellation;
    }

    void line(StatementLine line) throws IOException {
        check();
        sink.line(line);
    }

    void balance(StatedBalance balance) throws IOException {
        check();
        sink.balance(balance);
    }

    void reject(long line, int column, UnreadableTextException fault, String rawDigest) throws IOException {
        reject(line, column, fault.code(), fault.reason(), rawDigest);
    }

    void reject(long line, int column, String code, String reason, String rawDigest) throws IOException {
        check();
        sink.reject(new Reject(file, line, column, code, reason, rawDigest));
    }

    /** Rejects what stands there and everything behind it. */
    void rejectRest(long line, int column, String code, String reason) throws IOException {
        sink.reject(new Reject(file, line, column, code, reason + "; nothing behind it was read", "", true));
    }

    private void check() {
        if (++unchecked >= FINDINGS_BETWEEN_CHECKS) {
            unchecked = 0;
            cancellation.run();
        }
    }
}
