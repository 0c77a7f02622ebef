package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.AmountText;
import io.countersign.reconciliation.statement.ShownText;
import io.countersign.reconciliation.statement.StatedBalance;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.StatementReader;
import io.countersign.reconciliation.statement.StatementSink;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads customer statement messages, SWIFT MT940. */
final class Mt940StatementReader implements StatementReader {
    /** Fields that tell nothing about movements or the booked balance. */
    private static final Set<String> TOLD_ELSEWHERE = Set.of("13D", "21", "34F", "64", "65", "90C", "90D", "NS");

    private static final Pattern CHARGES = Pattern.compile("/CHGS/([A-Z]{3})(\\d{1,15},\\d{0,9})");

    private final Charset charset;

    Mt940StatementReader(Charset charset) {
        this.charset = charset;
    }

    @Override
    public void read(String file, InputStream bytes, StatementSink sink, Runnable cancellation) throws IOException {
        Findings findings = new Findings(file, sink, cancellation);
        new Reading(new Mt940Fields(bytes, charset, findings, cancellation), findings).run();
    }

    /** The reading of one file. */
    private static final class Reading {
        private final Mt940Fields fields;
        private final Findings findings;
        private boolean anyMessage;
        private Message message = new Message(0);

        Reading(Mt940Fields fields, Findings findings) {
            this.fields = fields;
            this.findings = findings;
        }

        void run() throws IOException {
            for (Mt940Field field = fields.next(); field != null; field = fields.next()) {
                read(field);
            }
            endMessage(fields.lineNumber());
            if (!anyMessage) {
                findings.rejectRest(1, 0, "empty_file", "the file has no field :20:; it is empty or no MT940");
            }
        }

        private void read(Mt940Field field) throws IOException {
            switch (field.tag()) {
                case "20" -> {
                    endMessage(field.line());
                    message = new Message(field.line());
                    anyMessage = true;
                }
                case "25", "25P" -> message.account = field.firstText().strip();
                case "28", "28C" -> message.statement = field.firstText().strip();
                case "60F", "60M" -> balance(field, StatedBalance.Kind.OPENING);
                case "62F", "62M" -> balance(field, StatedBalance.Kind.CLOSING);
                case "61" -> movement(field);
                case "86" -> details(field);
                case Mt940Fields.END_OF_MESSAGE -> {
                    endMessage(field.line());
                    message = new Message(0);
                }
                case Mt940Fields.DAMAGED -> finishMovement(Mt940Details.none());
                default -> other(field);
            }
        }

        private void other(Mt940Field field) throws IOException {
            finishMovement(Mt940Details.none());
            if (!TOLD_ELSEWHERE.contains(field.tag())) {
                findings.reject(
                        field.line(),
                        1,
                        "tag_unknown",
                        "field :" + field.tag() + ": does not belong into an MT940 statement",
                        field.rawDigest());
            }
        }

        private void balance(Mt940Field field, StatedBalance.Kind kind) throws IOException {
            finishMovement(Mt940Details.none());
            try {
                Mt940Movement.Balance balance = Mt940Movement.Balance.parse(field);
                if (kind == StatedBalance.Kind.OPENING) {
                    message.currency = balance.currency();
                } else {
                    message.closed = true;
                    requireCurrency(balance.currency());
                }
                findings.balance(new StatedBalance(
                        field.line(),
                        kind,
                        message.account,
                        message.statement,
                        balance.date(),
                        balance.amountMinorUnits(),
                        balance.currency()));
            } catch (UnreadableTextException e) {
                findings.reject(field.line(), 1, e, field.rawDigest());
            }
        }

        private void requireCurrency(String currency) throws UnreadableTextException {
            if (!message.currency.isEmpty() && !currency.equals(message.currency)) {
                throw new UnreadableTextException(
                        "currency",
                        "the closing balance is in " + currency + " but the opening balance in " + message.currency);
            }
        }

        private void movement(Mt940Field field) throws IOException {
            finishMovement(Mt940Details.none());
            try {
                if (message.currency.isEmpty()) {
                    throw new UnreadableTextException(
                            "opening_balance_missing", "no readable field :60F: tells the currency of this movement");
                }
                if (message.closed) {
                    throw new UnreadableTextException(
                            "after_closing_balance",
                            ShownText.of(field.firstText()) + " stands behind the closing balance");
                }
                message.movement = Mt940Movement.parse(field, message.currency);
                message.movementField = field;
            } catch (UnreadableTextException e) {
                findings.reject(field.line(), 1, e, field.rawDigest());
            }
        }

        private void details(Mt940Field field) throws IOException {
            // Details without a movement are the bank's message to the owner of the account.
            finishMovement(message.movement == null ? Mt940Details.none() : Mt940Details.of(field));
        }

        private void finishMovement(Mt940Details details) throws IOException {
            Mt940Movement movement = message.movement;
            Mt940Field field = message.movementField;
            message.movement = null;
            message.movementField = null;
            if (movement == null || field == null) {
                return;
            }
            List<String> references = new ArrayList<>(details.references());
            add(references, movement.customerReference());
            add(references, movement.bankReference());
            String supplement = movement.supplement();
            Long fee = charges(supplement, message.currency);
            String description = details.description().isEmpty() ? supplement : details.description();
            findings.line(StatementLine.builder(field.line(), movement.amountMinorUnits(), message.currency)
                    .account(message.account)
                    .statement(message.statement)
                    .id(movement.bankReference())
                    .references(references)
                    .valueDate(movement.valueDate())
                    .bookingDate(movement.entryDate())
                    .counterparty(details.counterparty())
                    .description(description)
                    .feeMinorUnits(fee)
                    .reversal(movement.reversal())
                    .rawDigest(field.rawDigest())
                    .build());
        }

        private void endMessage(long line) throws IOException {
            finishMovement(Mt940Details.none());
            if (message.startedAt > 0 && !message.closed) {
                findings.reject(
                        line,
                        0,
                        "closing_balance_missing",
                        "the statement that starts on line " + message.startedAt
                                + " has no readable field :62F: or :62M:; it may be cut off",
                        "");
            }
            message.closed = true;
        }

        private static @Nullable Long charges(String supplement, String currency) {
            Matcher charges = CHARGES.matcher(supplement);
            try {
                if (charges.find() && charges.group(1).equals(currency)) {
                    return AmountText.decimals(',').toMinorUnits(charges.group(2), currency);
                }
            } catch (UnreadableTextException e) {
                // The text stays in the description; charges are told beside the amount, which is exact without them.
                return null;
            }
            return null;
        }

        private static void add(List<String> references, String reference) {
            if (!reference.isEmpty() && !references.contains(reference)) {
                references.add(reference);
            }
        }
    }

    /** What is known of the message that is being read. */
    private static final class Message {
        private final long startedAt;
        private String account = "";
        private String statement = "";
        private String currency = "";
        private boolean closed;
        private @Nullable Mt940Movement movement;
        private @Nullable Mt940Field movementField;

        /** @param startedAt line of field 20, from 1; 0 when none was seen */
        Message(long startedAt) {
            this.startedAt = startedAt;
        }
    }
}
