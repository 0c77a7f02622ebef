package io.countersign.reconciliation.statement;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One movement of money as a bank, a provider or a ledger tells it.
 *
 * @param line where it stands in its file, from 1; the first physical line of a record that spans several
 * @param id the file's own identity of the movement; empty when it has none
 * @param references all references it carries, as written, the most specific first
 * @param amountMinorUnits in the minor unit of the currency; negative when money left
 * @param currency ISO 4217, upper case
 * @param groupKey what several lines of the other side have in common with it, a payout's id for instance; empty when
 *     none
 * @param feeMinorUnits what was kept back, in the minor unit of the currency; null when not stated
 * @param rawDigest SHA-256 of the bytes the line was read from, 64 hexadecimal digits
 */
public record StatementLine(
        long line,
        String id,
        List<String> references,
        @Nullable LocalDate valueDate,
        @Nullable LocalDate bookingDate,
        long amountMinorUnits,
        String currency,
        String counterparty,
        String description,
        String groupKey,
        @Nullable Long feeMinorUnits,
        String rawDigest) {
    /** Copies the references. */
    public StatementLine {
        references = List.copyOf(references);
    }
}
