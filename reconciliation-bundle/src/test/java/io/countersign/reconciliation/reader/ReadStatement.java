package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.StatedBalance;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.StatementReader;
import io.countersign.reconciliation.statement.StatementSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that a reader found, in the order it told, and as text a test can compare. */
final class ReadStatement implements StatementSink {
    private final List<StatementLine> lines = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();
    private final List<StatedBalance> balances = new ArrayList<>();

    static ReadStatement of(StatementReader reader, String text) throws IOException {
        return of(reader, text.getBytes(StandardCharsets.UTF_8));
    }

    static ReadStatement of(StatementReader reader, byte[] bytes) throws IOException {
        return of(reader, new ByteArrayInputStream(bytes));
    }

    static ReadStatement of(StatementReader reader, InputStream bytes) throws IOException {
        ReadStatement found = new ReadStatement();
        reader.read("file", bytes, found, () -> {});
        return found;
    }

    static byte[] sample(String name) throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(ReadStatement.class.getResourceAsStream("/statements/" + name), name)) {
            return stream.readAllBytes();
        }
    }

    List<StatementLine> lines() {
        return lines;
    }

    List<Reject> rejects() {
        return rejects;
    }

    /** One line each: place, account, statement, id, references, dates, amount, names. */
    String linesText() {
        StringBuilder text = new StringBuilder();
        for (StatementLine line : lines) {
            text.append(line.line())
                    .append(' ')
                    .append(line.account())
                    .append(' ')
                    .append(line.statement())
                    .append(" id=")
                    .append(line.id())
                    .append(' ')
                    .append(line.references())
                    .append(" v=")
                    .append(shown(line.valueDate()))
                    .append(" b=")
                    .append(shown(line.bookingDate()))
                    .append(' ')
                    .append(line.amountMinorUnits())
                    .append(' ')
                    .append(line.currency())
                    .append(" <")
                    .append(line.counterparty())
                    .append("> '")
                    .append(line.description())
                    .append("' group=")
                    .append(line.groupKey())
                    .append(" fee=")
                    .append(shown(line.feeMinorUnits()))
                    .append(line.reversal() ? " reversal" : "")
                    .append('\n');
        }
        return text.toString();
    }

    /** One line each: place and code. */
    String rejectsText() {
        StringBuilder text = new StringBuilder();
        rejects.forEach(reject -> text.append(reject.line())
                .append(':')
                .append(reject.column())
                .append(' ')
                .append(reject.code())
                .append(reject.restUnread() ? " and the rest" : "")
                .append('\n'));
        return text.toString();
    }

    String balancesText() {
        StringBuilder text = new StringBuilder();
        balances.forEach(balance -> text.append(balance.line())
                .append(' ')
                .append(balance.kind())
                .append(' ')
                .append(balance.account())
                .append(' ')
                .append(balance.statement())
                .append(' ')
                .append(balance.date())
                .append(' ')
                .append(balance.amountMinorUnits())
                .append(' ')
                .append(balance.currency())
                .append('\n'));
        return text.toString();
    }

    @Override
    public void line(StatementLine line) {
        lines.add(line);
    }

    @Override
    public void reject(Reject reject) {
        rejects.add(reject);
    }

    @Override
    public void balance(StatedBalance balance) {
        balances.add(balance);
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
