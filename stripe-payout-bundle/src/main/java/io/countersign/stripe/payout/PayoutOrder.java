package io.countersign.stripe.payout;

import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.PlanContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, read once from parameters and file.
 *
 * @param lines the currencies, from the form or the file; no two overlap
 * @param amountRule one of the form's options
 * @param fixedAmounts exact amounts by currency
 * @param reserves what must stay, by currency
 * @param payoutMaximums bound of each payout, by currency
 * @param runMaximums bound of all payouts together, by currency
 * @param destination {@code default} or the id of a bank account
 * @param method {@code standard} or {@code instant}
 * @param statementDescriptor text on the bank statement; empty for none
 * @param description template of the description; empty for none
 * @param reduceOnShrink whether less than approved may be paid
 */
record PayoutOrder(
        List<CurrencyLine> lines,
        String amountRule,
        Map<String, StripeAmount> fixedAmounts,
        Map<String, StripeAmount> reserves,
        Map<String, StripeAmount> payoutMaximums,
        Map<String, StripeAmount> runMaximums,
        String destination,
        String method,
        String statementDescriptor,
        String description,
        boolean reduceOnShrink) {

    /**
     * Reads the parameters, and the file if there is one.
     *
     * @throws OperationException {@code csv_invalid} when the file is not fully understood
     */
    static PayoutOrder of(PlanContext context) throws IOException {
        Parameters parameters = context.parameters();
        PayoutOrder order = new PayoutOrder(
                lines(context),
                parameters.text(PayoutForm.AMOUNT_RULE),
                CurrencyAmounts.parsePayable(text(parameters, PayoutForm.FIXED_AMOUNTS)),
                CurrencyAmounts.parse(text(parameters, PayoutForm.RESERVES)),
                CurrencyAmounts.parse(text(parameters, PayoutForm.MAXIMUM_PER_PAYOUT)),
                CurrencyAmounts.parse(text(parameters, PayoutForm.MAXIMUM_PER_RUN)),
                parameters.text(PayoutForm.DESTINATION),
                parameters.text(PayoutForm.METHOD),
                text(parameters, PayoutForm.STATEMENT_DESCRIPTOR).strip(),
                text(parameters, PayoutForm.DESCRIPTION_TEMPLATE),
                parameters.text(PayoutForm.ON_SHRINK).equals(PayoutForm.REDUCE));
        if (parameters.has(PayoutForm.CURRENCY_FILE)) {
            order.requireFileFitsRule(context.input(PayoutForm.CURRENCY_FILE).name());
        }
        return order;
    }

    Optional<CurrencyLine> line(SourceBalance balance) {
        return lines.stream()
                .filter(line -> line.concerns(balance.currencyCode(), balance.sourceType()))
                .findFirst();
    }

    boolean isFixed() {
        return amountRule.equals(PayoutForm.FIXED);
    }

    /** The exact amount asked for; null when as much as possible is. */
    @Nullable
    StripeAmount fixedAmount(CurrencyLine line) {
        if (!isFixed()) {
            return null;
        }
        return line.amount() != null
                ? line.amount()
                : fixedAmounts.get(line.currency().code());
    }

    /** {@code default} or an id. */
    String destinationOf(CurrencyLine line) {
        return line.destination() == null ? destination : line.destination();
    }

    String descriptionFor(StripeCurrency currency, String executionId) {
        return description.replace("{CUR}", currency.isoCode()).replace("{id}", executionId);
    }

    private void requireFileFitsRule(String fileName) {
        for (int i = 0; i < lines.size(); i++) {
            CurrencyLine line = lines.get(i);
            // The header is line 1 and no line may be empty or broken, so this is the line of the file.
            String place = "line " + (i + 2);
            if (isFixed() && fixedAmount(line) == null) {
                throw CsvText.fault(
                        fileName,
                        place + ", column amount",
                        "no fixed amount for " + line.currency().code() + "; give one");
            }
            if (!isFixed() && line.amount() != null) {
                throw CsvText.fault(
                        fileName,
                        place + ", column amount",
                        "amounts are used with amount rule 'fixed' only; choose it or remove the amount");
            }
            if (amountRule.equals(PayoutForm.FULL) && line.keepMinimum() != null) {
                throw CsvText.fault(
                        fileName,
                        place + ", column keep_minimum",
                        "reserves are not used with amount rule 'full'; choose 'full_minus_reserve' or remove it");
            }
        }
    }

    private static List<CurrencyLine> lines(PlanContext context) throws IOException {
        if (context.parameters().has(PayoutForm.CURRENCY_FILE)) {
            return CurrencyFile.read(context.input(PayoutForm.CURRENCY_FILE));
        }
        return context.parameters().list(PayoutForm.CURRENCIES).stream()
                .flatMap(code -> StripeCurrencies.find(code).stream())
                .map(CurrencyLine::of)
                .toList();
    }

    private static String text(Parameters parameters, String name) {
        return parameters.findText(name).orElse("");
    }
}
