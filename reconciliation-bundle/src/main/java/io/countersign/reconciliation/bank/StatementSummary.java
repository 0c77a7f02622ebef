package io.countersign.reconciliation.bank;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.reconciliation.statement.StatedBalance;
import io.countersign.reconciliation.statement.StatementLine;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One statement of one account in one currency: its stated balances, and the sum of its lines. */
final class StatementSummary {

    private final StatementKey key;
    private @Nullable StatedBalance opening;
    private @Nullable StatedBalance closing;
    private long lines;
    private long knownLines;
    private BigInteger sum = BigInteger.ZERO;

    StatementSummary(StatementKey key) {
        this.key = key;
    }

    void add(StatementLine line, boolean known) {
        lines++;
        knownLines += known ? 1 : 0;
        sum = sum.add(BigInteger.valueOf(line.amountMinorUnits()));
    }

    /** A file that is split into pages states balances for each; the first opens, the last closes. */
    void add(StatedBalance balance) {
        if (balance.kind() == StatedBalance.Kind.CLOSING) {
            closing = balance;
        } else if (opening == null) {
            opening = balance;
        }
    }

    StatementKey key() {
        return key;
    }

    Optional<StatedBalance> opening() {
        return Optional.ofNullable(opening);
    }

    Optional<StatedBalance> closing() {
        return Optional.ofNullable(closing);
    }

    long lines() {
        return lines;
    }

    long knownLines() {
        return knownLines;
    }

    BigInteger sum() {
        return sum;
    }

    JsonObject toJson() {
        return Json.object()
                .put("account", key.account())
                .put("statement", key.statement())
                .put("currency", key.currency())
                .put("openingMinorUnits", amount(opening))
                .put("sumMinorUnits", sum.toString())
                .put("closingMinorUnits", amount(closing))
                .put("lines", lines)
                .put("knownLines", knownLines)
                .build();
    }

    static String amount(@Nullable StatedBalance balance) {
        return balance == null ? "" : Long.toString(balance.amountMinorUnits());
    }

    static String date(@Nullable StatedBalance balance) {
        LocalDate date = balance == null ? null : balance.date();
        return Objects.toString(date, "");
    }
}
