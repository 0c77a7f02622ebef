package io.countersign.reconciliation.payout;

import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.StatedBalance;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.StatementSink;
import java.util.ArrayList;
import java.util.List;

/** The lines of a bank's statement, held in memory. */
final class BankLines implements StatementSink {
    static final int LINES_MAX = 500_000;

    private final List<StatementLine> lines = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();

    List<StatementLine> lines() {
        return lines;
    }

    List<Reject> rejects() {
        return rejects;
    }

    @Override
    public void line(StatementLine line) {
        lines.add(line);
        limit();
    }

    @Override
    public void reject(Reject reject) {
        rejects.add(reject);
        limit();
    }

    @Override
    public void balance(StatedBalance balance) {
        // Balances are proven when the statement is imported.
    }

    private void limit() {
        if (lines.size() + rejects.size() > LINES_MAX) {
            throw new OperationException(
                    "statement_too_large", "the statement has more than " + LINES_MAX + " lines; split it by month");
        }
    }
}
