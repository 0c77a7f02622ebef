package io.countersign.reconciliation.truth;

import io.countersign.api.money.Money;
import java.time.LocalDate;
import java.util.List;

/** One line of a generated file. Its number is known once the file is shuffled. */
final class TrueLine {
    final String id;
    final LocalDate date;
    final long amount;
    final String currency;
    String reference = "";
    String counterparty;
    String description = "plain";
    String groupKey = "";
    long fee;
    /** What stands in the file in place of the line; empty when it is well-formed. */
    String broken = "";

    int number;

    TrueLine(String id, LocalDate date, long amount, String currency) {
        this.id = id;
        this.date = date;
        this.amount = amount;
        this.currency = currency;
        this.counterparty = "Party " + id;
    }

    TrueLine copy() {
        TrueLine copy = new TrueLine(id, date, amount, currency);
        copy.reference = reference;
        copy.counterparty = counterparty;
        copy.description = description;
        copy.groupKey = groupKey;
        copy.fee = fee;
        return copy;
    }

    long net() {
        return amount - fee;
    }

    String text() {
        if (!broken.isEmpty()) {
            return broken;
        }
        List<String> cells = List.of(
                id,
                reference,
                date.toString(),
                decimal(amount),
                currency,
                quoted(counterparty),
                quoted(description),
                groupKey,
                fee == 0 ? "" : decimal(fee));
        return String.join(",", cells);
    }

    /** Physical lines it spans. */
    int lines() {
        return (int) text().chars().filter(sign -> sign == '\n').count() + 1;
    }

    private String decimal(long minorUnits) {
        return Money.ofMinor(minorUnits, currency).toString().replaceAll("[^0-9.-]", "");
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
