package io.countersign.stripe.simulator;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a payout's creation, after every check that needs no look at the account.
 *
 * @param amountMinorUnits positive, a multiple of the currency's step, within the limits
 * @param sourceType null if the caller leaves it to the account
 * @param destination id of a bank account; null for the currency's default
 */
record PayoutRequest(
        long amountMinorUnits,
        String currency,
        @Nullable String sourceType,
        @Nullable String destination,
        String method,
        @Nullable String description,
        @Nullable String statementDescriptor,
        Map<String, String> metadata) {

    /** Largest amount Stripe's integer fields take: twelve digits. */
    static final long AMOUNT_MAX_MINOR_UNITS = 999_999_999_999L;

    private static final int DESCRIPTION_LENGTH_MAX = 5000;
    private static final int STATEMENT_DESCRIPTOR_LENGTH_MAX = 22;
    private static final int METADATA_KEYS_MAX = 50;
    private static final int METADATA_KEY_LENGTH_MAX = 40;
    private static final int METADATA_VALUE_LENGTH_MAX = 500;

    /** @throws StripeRefusal if a parameter is unknown, missing or outside its range */
    static PayoutRequest read(Parameters parameters, Map<String, Long> minimums) {
        parameters.allowOnly(
                Set.of(
                        "amount",
                        "currency",
                        "description",
                        "destination",
                        "method",
                        "source_type",
                        "statement_descriptor"),
                Set.of("metadata", "expand"));
        parameters.required("amount");
        String currency = currency(parameters.required("currency"));
        return new PayoutRequest(
                amount(parameters, PayoutCurrency.of(currency, minimums)),
                currency,
                parameters.text("source_type") == null
                        ? null
                        : parameters.oneOf("source_type", SourceType.ALL, SourceType.CARD),
                parameters.text("destination"),
                parameters.oneOf("method", Set.of("standard", "instant"), "standard"),
                parameters.text("description", DESCRIPTION_LENGTH_MAX),
                parameters.text("statement_descriptor", STATEMENT_DESCRIPTOR_LENGTH_MAX),
                metadata(parameters));
    }

    private static String currency(String text) {
        try {
            return PayoutCurrency.requireCode(text);
        } catch (IllegalArgumentException e) {
            throw StripeRefusal.invalid(null, "currency", "Invalid currency: " + text + ".");
        }
    }

    private static long amount(Parameters parameters, PayoutCurrency currency) {
        long amount = parameters.integerBetween("amount", 1, Long.MAX_VALUE, 0);
        if (amount > AMOUNT_MAX_MINOR_UNITS) {
            throw StripeRefusal.invalid(
                    "amount_too_large", "amount", "Amount must be no more than " + AMOUNT_MAX_MINOR_UNITS + ".");
        }
        if (amount < currency.minimumMinorUnits()) {
            throw StripeRefusal.invalid(
                    "amount_too_small",
                    "amount",
                    "Amount must be at least " + currency.minimumMinorUnits() + " " + currency.code() + ".");
        }
        if (amount % currency.stepMinorUnits() != 0) {
            throw StripeRefusal.invalid(
                    "parameter_invalid_integer",
                    "amount",
                    "Invalid amount: payouts in " + currency.code() + " must be a multiple of "
                            + currency.stepMinorUnits() + ", got " + amount + ".");
        }
        return amount;
    }

    private static Map<String, String> metadata(Parameters parameters) {
        Map<String, String> metadata = parameters.hash("metadata");
        if (metadata.size() > METADATA_KEYS_MAX) {
            throw StripeRefusal.invalid(null, "metadata", "Metadata can have at most " + METADATA_KEYS_MAX + " keys.");
        }
        metadata.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > METADATA_KEY_LENGTH_MAX) {
                throw StripeRefusal.invalid(
                        null, "metadata", "Metadata keys must be 1 to " + METADATA_KEY_LENGTH_MAX + " characters.");
            }
            if (value.length() > METADATA_VALUE_LENGTH_MAX) {
                throw StripeRefusal.invalid(
                        null,
                        "metadata[" + key + "]",
                        "Metadata values can have at most " + METADATA_VALUE_LENGTH_MAX + " characters.");
            }
        });
        return metadata;
    }
}
