package io.countersign.reconciliation.statement;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One movement of money as a bank, a provider or a ledger tells it. Build it with {@link #builder}, which survives a
 * further component.
 *
 * @param line where it stands in its file, from 1; the first physical line of a record that spans several
 * @param account as the file names it; empty when it names none
 * @param statement the number or id of the statement it stands in; empty when it has none
 * @param id the file's own identity of the movement; empty when it has none
 * @param references all references it carries, as written, the most specific first
 * @param amountMinorUnits in the minor unit of the currency; negative when money left
 * @param currency ISO 4217, upper case
 * @param groupKey what several lines of the other side have in common with it, a payout's id for instance; empty when
 *     none
 * @param feeMinorUnits what was kept back, in the minor unit of the currency; null when not stated
 * @param reversal whether the file says that it takes an earlier movement back; the amount's sign already tells so
 * @param rawDigest SHA-256 of the bytes the line was read from, of names and texts of its elements in XML; 64
 *     hexadecimal digits
 */
public record StatementLine(
        long line,
        String account,
        String statement,
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
        boolean reversal,
        String rawDigest) {
    /** Copies the references. */
    public StatementLine {
        references = List.copyOf(references);
    }

    /**
     * Starts a line; everything but place, amount and currency may stay empty.
     *
     * @param line from 1
     */
    public static Builder builder(long line, long amountMinorUnits, String currency) {
        return new Builder(line, amountMinorUnits, currency);
    }

    /** Collects the parts of a line. */
    public static final class Builder {
        private final long line;
        private final long amountMinorUnits;
        private final String currency;
        private String account = "";
        private String statement = "";
        private String id = "";
        private List<String> references = List.of();
        private @Nullable LocalDate valueDate;
        private @Nullable LocalDate bookingDate;
        private String counterparty = "";
        private String description = "";
        private String groupKey = "";
        private @Nullable Long feeMinorUnits;
        private boolean reversal;
        private String rawDigest = "";

        private Builder(long line, long amountMinorUnits, String currency) {
            this.line = line;
            this.amountMinorUnits = amountMinorUnits;
            this.currency = Objects.requireNonNull(currency);
        }

        public Builder account(String newAccount) {
            this.account = newAccount;
            return this;
        }

        public Builder statement(String newStatement) {
            this.statement = newStatement;
            return this;
        }

        public Builder id(String newId) {
            this.id = newId;
            return this;
        }

        public Builder references(List<String> newReferences) {
            this.references = newReferences;
            return this;
        }

        public Builder valueDate(@Nullable LocalDate date) {
            this.valueDate = date;
            return this;
        }

        public Builder bookingDate(@Nullable LocalDate date) {
            this.bookingDate = date;
            return this;
        }

        public Builder counterparty(String name) {
            this.counterparty = name;
            return this;
        }

        public Builder description(String text) {
            this.description = text;
            return this;
        }

        public Builder groupKey(String key) {
            this.groupKey = key;
            return this;
        }

        public Builder feeMinorUnits(@Nullable Long fee) {
            this.feeMinorUnits = fee;
            return this;
        }

        public Builder reversal(boolean takesBack) {
            this.reversal = takesBack;
            return this;
        }

        public Builder rawDigest(String digest) {
            this.rawDigest = digest;
            return this;
        }

        public StatementLine build() {
            return new StatementLine(
                    line,
                    account,
                    statement,
                    id,
                    references,
                    valueDate,
                    bookingDate,
                    amountMinorUnits,
                    currency,
                    counterparty,
                    description,
                    groupKey,
                    feeMinorUnits,
                    reversal,
                    rawDigest);
        }
    }
}
