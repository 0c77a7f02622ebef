package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Balances;
import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.statement.StatedBalance;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The equations that prove that every line and every cent is accounted for. */
public final class ControlTotals {
    private final List<Equation> equations = new ArrayList<>();

    private ControlTotals() {}

    /** Sets both sides of every equation against each other. */
    static ControlTotals of(Ledger ledger, List<SideSource> sources, Balances balances) {
        ControlTotals totals = new ControlTotals();
        for (SideSource source : sources) {
            totals.lines(ledger, source.side());
            totals.money(ledger, source.side());
            if (balances != Balances.IGNORED) {
                totals.balances(ledger, source);
            }
        }
        totals.adjustments(ledger);
        return totals;
    }

    public List<Equation> equations() {
        return List.copyOf(equations);
    }

    public boolean hold() {
        return equations.stream().allMatch(Equation::holds);
    }

    private void lines(Ledger ledger, Side side) {
        Ledger.SideBook book = ledger.side(side);
        long matched = ledger.matches().of(false, side).lines();
        long grouped = ledger.matches().of(true, side).lines();
        add(
                side.key() + ": lines = matched + grouped + broken + rejected",
                "",
                BigInteger.valueOf(book.lines()),
                BigInteger.valueOf(matched + grouped + book.broken().lines() + book.rejects()));
        add(
                side.key() + ": lines booked as broken = lines written to breaks.csv",
                "",
                BigInteger.valueOf(book.broken().lines()),
                BigInteger.valueOf(book.breaksWritten()));
    }

    private void money(Ledger ledger, Side side) {
        Ledger.SideBook book = ledger.side(side);
        CurrencySums matched = ledger.matches().of(false, side);
        matched.add(ledger.matches().of(true, side));
        SortedSet<String> currencies = new TreeSet<>(book.read().byCurrency().keySet());
        currencies.addAll(matched.byCurrency().keySet());
        currencies.addAll(book.broken().byCurrency().keySet());
        for (String currency : currencies) {
            add(
                    side.key() + ": read = matched + broken + rejected",
                    currency,
                    book.read().sum(currency),
                    matched.sum(currency)
                            .add(book.broken().sum(currency))
                            .add(book.rejected().sum(currency)));
        }
    }

    private void adjustments(Ledger ledger) {
        CurrencySums left = ledger.matches().of(false, Side.LEFT);
        left.add(ledger.matches().of(true, Side.LEFT));
        CurrencySums right = ledger.matches().of(false, Side.RIGHT);
        right.add(ledger.matches().of(true, Side.RIGHT));
        SortedSet<String> currencies = new TreeSet<>(left.byCurrency().keySet());
        currencies.addAll(right.byCurrency().keySet());
        currencies.addAll(ledger.adjustments().byCurrency().keySet());
        for (String currency : currencies) {
            add(
                    "matched left - matched right = adjustments",
                    currency,
                    left.sum(currency).subtract(right.sum(currency)),
                    ledger.adjustments().sum(currency));
        }
    }

    /** Rejected lines without an amount make the balances of a side unprovable, and are told anyway. */
    private void balances(Ledger ledger, SideSource source) {
        Ledger.SideBook book = ledger.side(source.side());
        if (book.rejects() > book.rejected().lines()) {
            return;
        }
        SortedSet<String> currencies = new TreeSet<>();
        source.balances().forEach(balance -> currencies.add(balance.currency()));
        for (String currency : currencies) {
            BigInteger opening = sum(source, currency, StatedBalance.Kind.OPENING);
            BigInteger closing = sum(source, currency, StatedBalance.Kind.CLOSING);
            BigInteger lines = book.read().sum(currency);
            add(
                    source.side().key() + ": opening balances + lines = closing balances",
                    currency,
                    opening.add(source.opposite() ? lines.negate() : lines),
                    closing);
        }
    }

    private static BigInteger sum(SideSource source, String currency, StatedBalance.Kind kind) {
        return source.balances().stream()
                .filter(balance -> balance.kind() == kind && balance.currency().equals(currency))
                .map(balance -> BigInteger.valueOf(balance.amountMinorUnits()))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private void add(String name, String currency, BigInteger left, BigInteger right) {
        equations.add(new Equation(name, currency, left, right));
    }

    /**
     * One equation.
     *
     * @param currency empty when lines are counted
     * @param left in minor units, or lines
     */
    public record Equation(String name, String currency, BigInteger left, BigInteger right) {
        public boolean holds() {
            return left.equals(right);
        }
    }
}
