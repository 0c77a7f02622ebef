package io.countersign.reconciliation.payout;

import io.countersign.reconciliation.statement.StatementLine;
import java.util.List;

/**
 * One explanation: payouts and lines that belong together, with what is known of them.
 *
 * @param payouts in the order of their file; empty for lines that nobody paid
 * @param lines in the order of the statement; empty for payouts that did not arrive
 * @param rule {@code trace_id}, {@code amount_and_date}, {@code date}, or empty when nothing was matched
 */
record PayoutMatch(MatchStatus status, String rule, List<PayoutRow> payouts, List<StatementLine> lines, String reason) {
    PayoutMatch {
        payouts = List.copyOf(payouts);
        lines = List.copyOf(lines);
    }
}
