package io.countersign.reconciliation.bank;

import io.countersign.reconciliation.bank.StatementsFile.Closing;
import io.countersign.reconciliation.statement.StatedBalance;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds each statement against its own balances and against the statement before it. */
final class BalanceContinuity {
    private final StatementsFile previous;
    private final boolean balancesExpected;
    private final List<ContinuityBreak> breaks = new ArrayList<>();

    /** @param balancesExpected whether the format states an opening and a closing balance */
    BalanceContinuity(StatementsFile previous, boolean balancesExpected) {
        this.previous = previous;
        this.balancesExpected = balancesExpected;
    }

    /** Checks one statement; in the order of the file. One that was imported before is not checked again. */
    void check(StatementSummary statement) {
        if (previous.isKnown(statement)) {
            return;
        }
        Optional<Closing> before = previous.lastClosing(statement.key());
        Optional<Long> opening = statement.opening().map(StatedBalance::amountMinorUnits);
        if (balancesExpected && opening.isEmpty()) {
            report(statement, "opening_missing", "", "", "the statement states no opening balance");
        }
        if (balancesExpected && statement.closing().isEmpty()) {
            report(statement, "closing_missing", "", "", "the statement states no closing balance");
        }
        checkEquation(statement, opening.or(() -> before.map(Closing::amountMinorUnits)));
        before.ifPresent(closing -> checkChain(statement, closing));
        if (statement.knownLines() > 0) {
            report(
                    statement,
                    "overlap",
                    "0",
                    Long.toString(statement.knownLines()),
                    statement.knownLines() + " of " + statement.lines() + " lines were imported before");
        }
        previous.goOnFrom(statement);
    }

    List<ContinuityBreak> breaks() {
        return List.copyOf(breaks);
    }

    private void checkEquation(StatementSummary statement, Optional<Long> opening) {
        if (opening.isEmpty() || statement.closing().isEmpty()) {
            return;
        }
        BigInteger expected = BigInteger.valueOf(opening.get()).add(statement.sum());
        BigInteger stated = BigInteger.valueOf(statement.closing().get().amountMinorUnits());
        if (!expected.equals(stated)) {
            report(
                    statement,
                    "balance_equation",
                    expected.toString(),
                    stated.toString(),
                    "opening " + opening.get() + " and lines " + statement.sum() + " make " + expected
                            + " but the closing balance is " + stated + "; " + stated.subtract(expected)
                            + " is not explained");
        }
    }

    private void checkChain(StatementSummary statement, Closing before) {
        StatedBalance opening = statement.opening().orElse(null);
        if (opening == null || opening.amountMinorUnits() == before.amountMinorUnits()) {
            return;
        }
        boolean earlier = opening.date().isBefore(before.date());
        report(
                statement,
                earlier ? "overlap" : "gap",
                Long.toString(before.amountMinorUnits()),
                Long.toString(opening.amountMinorUnits()),
                "the statement before closed on " + before.date() + " with " + before.amountMinorUnits()
                        + " but this one opens on " + opening.date() + " with " + opening.amountMinorUnits()
                        + (earlier ? "; it starts inside the other" : "; a statement between them may be missing"));
    }

    private void report(StatementSummary statement, String code, String expected, String found, String reason) {
        breaks.add(new ContinuityBreak(statement.key(), code, expected, found, reason));
    }
}
