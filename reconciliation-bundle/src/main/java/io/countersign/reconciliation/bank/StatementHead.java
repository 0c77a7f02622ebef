package io.countersign.reconciliation.bank;

import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.StatedBalance;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.StatementReader;
import io.countersign.reconciliation.statement.StatementSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Looks at the beginning of a file, so that a wrong one is refused while a person is there to give the right one. */
public final class StatementHead implements StatementSink {
    private static final int HEAD_BYTES = 64 * 1024;
    /** What the beginning of a file alone can show; that it ends in the middle is our own doing. */
    private static final Set<String> WRONG_FILE = Set.of("header", "empty_file", "xml_unexpected", "doctype", "nul");

    private final boolean whole;

    private StatementHead(boolean whole) {
        this.whole = whole;
    }

    /**
     * Refuses a file that is not what it is said to be.
     *
     * @throws OperationException {@code statement_unreadable} with place and remedy
     */
    public static void check(InputFile file, StatementReader reader, Runnable cancellation) throws IOException {
        byte[] head;
        try (InputStream bytes = file.open()) {
            head = bytes.readNBytes(HEAD_BYTES);
        }
        StatementHead sink = new StatementHead(head.length == file.sizeBytes());
        reader.read(file.name(), new ByteArrayInputStream(head), sink, cancellation);
    }

    @Override
    public void line(StatementLine line) {
        // A readable line is what is hoped for.
    }

    @Override
    public void reject(Reject reject) {
        boolean atStart = reject.restUnread() && (whole || WRONG_FILE.contains(reject.code()) || reject.line() == 1);
        if (atStart && !endsEarly(reject)) {
            throw new OperationException(
                    "statement_unreadable",
                    reject.file() + ", line " + reject.line() + ", column " + reject.column() + ": " + reject.reason());
        }
    }

    @Override
    public void balance(StatedBalance balance) {
        // Balances are checked when the lines are known.
    }

    /** Broken in the middle: what stands before it is worth reading. */
    private static boolean endsEarly(Reject reject) {
        return reject.line() > 1
                && Set.of("unexpected_end", "xml_malformed", "encoding").contains(reject.code());
    }
}
